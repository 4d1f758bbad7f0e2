package dev.heapcrest.report;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import dev.heapcrest.tables.TextOrder;
import dev.heapcrest.tree.CallTree;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** What each function holds in the first metric of a tree: itself, and with all that it called. */
public final class FunctionTotals {
    /**
     * A function's figures. A recursive function's total counts each byte once.
     *
     * @param name as the program named it
     * @param file as the program named it
     */
    public record Row(String name, String file, long selfBytes, long selfCount, long totalBytes, long totalCount) {}

    private final List<Row> rows = new ArrayList<>();

    private FunctionTotals() {}

    /** Of the view that the tree is ordered by. */
    public static FunctionTotals of(CallTree tree) {
        int[] functionOfFrame = Functions.of(tree.frames()).ofFrames;
        Sums sums = new Sums(tree, functionOfFrame);
        FunctionTotals totals = new FunctionTotals();
        // function 0 is the root; functions that no node has any more, because their stacks did not survive, are left
        // out
        for (int frame = 1, listed = 0; frame < functionOfFrame.length; frame++) {
            int f = functionOfFrame[frame];
            if (f > listed) {
                listed = f;
                if (sums.met[f]) {
                    totals.rows.add(new Row(
                            tree.frames().function(frame),
                            tree.frames().file(frame),
                            sums.selfBytes[f],
                            sums.selfCounts[f],
                            sums.totalBytes[f],
                            sums.totalCounts[f]));
                }
            }
        }
        return totals;
    }

    /** The functions of frames: numbers from 1 of each (name, file) in order of appearance; 0 for the root. */
    public static final class Functions {
        private final int[] ofFrames;
        private final List<String> names = new ArrayList<>();

        private Functions(int frameCount) {
            ofFrames = new int[frameCount + 1];
        }

        /** Of a table of frames. */
        public static Functions of(FrameTable frames) {
            Functions all = new Functions(frames.count());
            TextNumbers texts = new TextNumbers();
            Long2IntOpenCustomHashMap numbers = Salted.longToInt();
            for (int frame = 1; frame < all.ofFrames.length; frame++) {
                int next = numbers.size() + 1;
                String name = frames.function(frame);
                int known = numbers.putIfAbsent(
                        (long) texts.add(name) << Integer.SIZE | texts.add(frames.file(frame)), next);
                if (known == 0) {
                    all.names.add(name);
                }
                all.ofFrames[frame] = known == 0 ? next : known;
            }
            return all;
        }

        /** Functions, the root included. */
        public int count() {
            return names.size() + 1;
        }

        /** The function of a frame. */
        public int ofFrame(int frame) {
            return ofFrames[frame];
        }

        /** Name of a function, but not of the root. */
        public String name(int function) {
            return names.get(function - 1);
        }
    }

    /** All functions of the tree, in no order. */
    public List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** The functions that hold most themselves, largest first; those that hold nothing are left out. */
    public List<Row> largestSelf(int limit) {
        return largest(rows.stream().filter(row -> row.selfCount > 0).toList(), Row::selfBytes, limit);
    }

    /** The functions that hold most together with all that they called, largest first. */
    public List<Row> largestTotal(int limit) {
        return largest(rows, Row::totalBytes, limit);
    }

    private static List<Row> largest(List<Row> rows, ToLongFunction<Row> bytes, int limit) {
        TextOrder texts = new TextOrder();
        Comparator<Row> largestFirst = (a, b) -> {
            int byBytes = Long.compare(bytes.applyAsLong(b), bytes.applyAsLong(a));
            int byName = byBytes != 0 ? byBytes : texts.compare(a.name(), b.name());
            return byName != 0 ? byName : texts.compare(a.file(), b.file());
        };
        return rows.stream().sorted(largestFirst).limit(limit).toList();
    }

    /** Figures by function number. */
    private static final class Sums {
        final long[] selfBytes;
        final long[] selfCounts;
        final long[] totalBytes;
        final long[] totalCounts;
        final boolean[] met;

        private final CallTree tree;
        private final int[] functionOfFrame;

        Sums(CallTree tree, int[] functionOfFrame) {
            this.tree = tree;
            this.functionOfFrame = functionOfFrame;
            int functions = Arrays.stream(functionOfFrame).max().orElse(0) + 1;
            selfBytes = new long[functions];
            selfCounts = new long[functions];
            totalBytes = new long[functions];
            totalCounts = new long[functions];
            met = new boolean[functions];
            int[] parents = tree.parents();
            Figures metric = tree.primary();
            add(parents, metric.bytes(), selfBytes, totalBytes);
            add(parents, metric.counts(), selfCounts, totalCounts);
        }

        private void add(int[] parents, LongColumn ownValues, long[] selfs, long[] totals) {
            int[] ownNodes = tree.ownNodes();
            for (int i = 0; i < ownNodes.length; i++) {
                selfs[functionOfFrame[tree.nodeFrames()[ownNodes[i]]]] += ownValues.get(i);
            }
            addTotals(tree.totals(ownValues, parents), totals);
        }

        /** A node counts for its function unless an ancestor does already. */
        private void addTotals(long[] nodeValues, long[] totals) {
            int[] depths = tree.depths();
            int[] path = new int[tree.maxDepth() + 1];
            int[] active = new int[totals.length];
            int pathLength = 0;
            for (int node = 0; node < depths.length; node++) {
                while (pathLength > depths[node]) {
                    active[path[--pathLength]]--;
                }
                int function = functionOfFrame[tree.nodeFrames()[node]];
                met[function] = true;
                if (active[function]++ == 0) {
                    totals[function] += nodeValues[node];
                }
                path[pathLength++] = function;
            }
        }
    }
}
