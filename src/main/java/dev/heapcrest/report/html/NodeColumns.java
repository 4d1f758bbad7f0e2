package dev.heapcrest.report.html;

import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tree.CallTree;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;

/** Writes the sections that describe the tree (docs/report-format.md, sections 5, 6 and 7). */
final class NodeColumns {
    private NodeColumns() {}

    static void writeDepths(CallTree tree, ColumnWriter columns) {
        int[] depths = tree.depths();
        for (int node = 1; node < depths.length; node++) {
            columns.leb(depths[node - 1] + 1 - depths[node]);
        }
    }

    /** Positions among the callees of the parent's frame: 2.5 times smaller than frame ids on regular trees. */
    static void writeFrames(CallTree tree, ReportFrames frames, ColumnWriter columns) {
        int[] depths = tree.depths();
        int[] nodeFrames = tree.nodeFrames();
        int nodes = depths.length;
        int[] calleeCounts = new int[frames.count()];
        IntArrayList newCallees = new IntArrayList();
        ColumnWriter positions = new ColumnWriter();
        Long2IntOpenCustomHashMap known = Salted.longToInt();
        IntArrayList path = new IntArrayList();
        path.add(0);
        for (int node = 1; node < nodes; node++) {
            int frame = frames.numbers[nodeFrames[node]];
            int caller = path.getInt(depths[node] - 1);
            path.size(depths[node]);
            path.add(frame);
            long pair = (long) caller << 32 | frame;
            int position = known.get(pair);
            positions.leb(position);
            if (position == 0) {
                known.put(pair, ++calleeCounts[caller]);
                newCallees.add(frame);
            }
        }
        for (int count : calleeCounts) {
            columns.leb(count);
        }
        columns.append(positions);
        for (int i = 0; i < newCallees.size(); i++) {
            columns.leb(newCallees.getInt(i));
        }
    }

    static void writeOwnValues(CallTree tree, ColumnWriter columns) {
        int before = 0;
        for (int node : tree.ownNodes()) {
            columns.leb(node - before);
            before = node;
        }
        for (int thread : tree.ownThreads()) {
            columns.leb(thread);
        }
        columns.octets(tree.ownAllocators());
    }

    /** The figures that come first, as they are. */
    static void writeFigures(Figures figures, ColumnWriter columns) {
        writeAll(figures.bytes(), columns);
        writeAll(figures.counts(), columns);
    }

    private static void writeAll(LongColumn values, ColumnWriter columns) {
        for (int i = 0; i < values.size(); i++) {
            columns.zigzag(values.get(i));
        }
    }

    /**
     * Figures of a further view: 0 for what is as in the first, else one more than the figure's zigzag. Most of a peak is
     * either still there at the end or gone; both compress to nothing.
     */
    static void writeFigures(Figures figures, Figures first, ColumnWriter columns) {
        writeDifferences(figures.bytes(), first.bytes(), columns);
        writeDifferences(figures.counts(), first.counts(), columns);
    }

    private static void writeDifferences(LongColumn values, LongColumn first, ColumnWriter columns) {
        for (int i = 0; i < values.size(); i++) {
            long value = values.get(i);
            // sums of figures have 63 bits, so no figure's zigzag is 2^64 - 1
            columns.leb(value == first.get(i) ? 0 : ColumnWriter.zigzagOf(value) + 1);
        }
    }
}
