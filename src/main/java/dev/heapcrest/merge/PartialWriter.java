package dev.heapcrest.merge;

import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.columns.SectionWriter;
import dev.heapcrest.tables.TextNumbers;
import dev.heapcrest.tree.DepthFirst;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/** Writes a partial in the form of docs/partial-format.md. Equal partials give equal bytes. */
final class PartialWriter {
    private final Partial partial;
    private final PartialTree tree;
    /** In order, so their numbers are their indices. Salted: captures choose their names. */
    private final TextNumbers texts = new TextNumbers();

    private PartialWriter(Partial partial) {
        this.partial = partial;
        this.tree = partial.tree;
    }

    static void write(Partial partial, OutputStream stream) throws IOException {
        new PartialWriter(partial).write(stream);
    }

    private void write(OutputStream stream) throws IOException {
        if (!tree.views().equals(PartialTreeBuilder.VIEWS)) {
            throw new IllegalArgumentException("a partial with the views " + tree.views() + " is for reports");
        }
        String[] sorted = texts(partial);
        for (String text : sorted) {
            texts.add(text);
        }
        SectionWriter out = PartialSections.FORM.writer(stream);
        out.section(PartialSections.STRINGS, section -> SortedTexts.write(sorted, section));
        out.section(PartialSections.OPTIONS, section -> text(section, partial.options.text()));
        out.section(PartialSections.CAPTURES, this::captures);
        out.section(PartialSections.FRAMES, this::frames);
        out.section(PartialSections.NODES, this::nodes);
        out.section(PartialSections.FIGURES, this::figures);
        out.section(PartialSections.HEAP, this::heap);
        out.end();
    }

    private static String[] texts(Partial partial) {
        SortedSet<String> all = new TreeSet<>(Arrays.asList(partial.tree.frames.strings));
        all.addAll(Arrays.asList(partial.tree.owners));
        all.add(partial.options.text());
        for (CaptureRow row : partial.rows) {
            all.add(row.identity());
            all.add(row.name());
            all.add(row.problem());
            all.addAll(row.labels().keySet());
            all.addAll(row.labels().values());
        }
        for (PartialFigures each : partial.tree.figures) {
            all.add(each.kind().key());
        }
        all.addAll(partial.heap.byHost().keySet());
        return all.toArray(String[]::new);
    }

    private void text(ColumnWriter columns, String text) {
        columns.leb(texts.find(text));
    }

    private void captures(ColumnWriter columns) {
        for (long count : partial.states) {
            columns.leb(count);
        }
        columns.zigzag(partial.peakMemoryBytes);
        columns.leb(partial.largestGapMillis);
        columns.leb(partial.rows.size());
        for (CaptureRow row : partial.rows) {
            text(columns, row.identity());
            text(columns, row.name());
            columns.leb(row.state().number());
            columns.zigzag(row.peakBytes());
            columns.zigzag(row.peakCount());
            columns.zigzag(row.leakedBytes());
            columns.zigzag(row.leakedCount());
            columns.zigzag(row.peakMemoryBytes());
            columns.zigzag(row.startMillis());
            columns.zigzag(row.endMillis());
            columns.zigzag(row.allocationRecords());
            columns.zigzag(row.largestGapMillis());
            text(columns, row.problem());
            columns.leb(row.labels().size());
            row.labels().forEach((key, value) -> {
                text(columns, key);
                text(columns, value);
            });
        }
    }

    /** In order, so most of a frame is that of the one before. */
    private void frames(ColumnWriter columns) {
        PartialFrames frames = tree.frames;
        int[] functions = textIds(frames, frames.functions);
        int[] files = textIds(frames, frames.files);
        columns.leb(frames.count());
        for (int frame = 1; frame <= frames.count(); frame++) {
            columns.leb(functions[frame] - functions[frame - 1]);
        }
        for (int frame = 1; frame <= frames.count(); frame++) {
            columns.zigzag(files[frame] - files[frame - 1]);
        }
        for (int frame = 1; frame <= frames.count(); frame++) {
            columns.zigzag((long) frames.lines[frame] - frames.lines[frame - 1]);
        }
        for (int frame = 1; frame <= frames.count(); frame++) {
            columns.zigzag(
                    frames.firstLines[frame] == 0 ? 0 : (long) frames.lines[frame] - frames.firstLines[frame] + 1);
        }
    }

    /** By frame; entry 0, which is no frame, is 0. */
    private int[] textIds(PartialFrames frames, int[] strings) {
        int[] ids = new int[strings.length];
        for (int frame = 1; frame < ids.length; frame++) {
            ids[frame] = texts.find(frames.strings[strings[frame]]);
        }
        return ids;
    }

    /** A sibling comes after the one before it, so only the distance is written. */
    private void nodes(ColumnWriter columns) {
        int count = tree.nodeCount();
        columns.leb(count - 1);
        for (int node = 1; node < count; node++) {
            columns.leb(tree.depths[node - 1] + 1 - tree.depths[node]);
        }
        int[] siblings = new int[DepthFirst.deepest(tree.depths) + 2];
        for (int node = 1; node < count; node++) {
            int depth = tree.depths[node];
            columns.leb(tree.nodeFrames[node] - siblings[depth]);
            siblings[depth] = tree.nodeFrames[node];
            siblings[depth + 1] = 0;
        }
        for (int node = 0; node < count; node++) {
            columns.leb(tree.captures[node]);
        }
        columns.leb(tree.owners.length);
        for (String owner : tree.owners) {
            text(columns, owner);
        }
    }

    /**
     * What one capture alone has is the sum, so both extremes are 0 as differences. What was held at the peak is mostly
     * held at the end.
     */
    private void figures(ColumnWriter columns) {
        int[] parents = tree.parents();
        columns.leb(tree.figures.size());
        for (int view = 0; view < tree.figures.size(); view++) {
            PartialFigures each = tree.figures.get(view);
            long[] totals = PartialTree.totals(each.bytes(), parents);
            text(columns, each.kind().key());
            PartialFigures first = view == 0 ? null : tree.figures.get(0);
            if (first == null) {
                values(columns, each.bytes());
                values(columns, each.counts());
            } else {
                differences(columns, each.bytes(), first.bytes());
                differences(columns, each.counts(), first.counts());
            }
            differences(columns, totals, each.largest());
            differences(columns, each.largest(), each.smallest());
            for (int owner : each.owners()) {
                columns.leb(owner);
            }
        }
    }

    private static void values(ColumnWriter columns, long[] values) {
        for (long value : values) {
            columns.zigzag(value);
        }
    }

    private static void differences(ColumnWriter columns, long[] values, long[] from) {
        for (int node = 0; node < values.length; node++) {
            columns.zigzag(values[node] - from[node]);
        }
    }

    private void heap(ColumnWriter columns) {
        SummedHeap heap = partial.heap;
        columns.leb(heap.tooMany() ? 1 : 0);
        columns.leb(heap.captures());
        columns.leb(heap.byHost().size());
        heap.byHost().forEach((host, steps) -> {
            text(columns, host);
            columns.leb(steps.count());
            long before = 0;
            for (long millis : steps.millis()) {
                columns.zigzag(millis - before);
                before = millis;
            }
            for (long[] column : steps.changes()) {
                for (long value : column) {
                    columns.zigzag(value);
                }
            }
        });
    }
}
