package dev.heapcrest.merge;

import dev.heapcrest.columns.ColumnWriter;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/** Writes a partial in the form of docs/partial-format.md. Equal partials give equal bytes. */
final class PartialWriter {
    private final Partial partial;
    private final PartialTree tree;
    private final String[] strings;
    private final Object2IntOpenHashMap<String> stringIds = new Object2IntOpenHashMap<>();
    private final CheckedOutputStream out;

    private PartialWriter(Partial partial, OutputStream out) {
        this.partial = partial;
        this.tree = partial.tree;
        this.out = new CheckedOutputStream(out, new CRC32());
        strings = strings(partial);
        for (int i = 0; i < strings.length; i++) {
            stringIds.put(strings[i], i);
        }
    }

    private static String[] strings(Partial partial) {
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

    static void write(Partial partial, OutputStream stream) throws IOException {
        new PartialWriter(partial, stream).write();
    }

    private void write() throws IOException {
        out.write(PartialSections.MAGIC.getBytes(StandardCharsets.US_ASCII));
        columns(version -> version.leb(PartialSections.VERSION)).writeTo(out);
        section(PartialSections.STRINGS, this::strings);
        section(PartialSections.OPTIONS, columns -> text(columns, partial.options.text()));
        section(PartialSections.CAPTURES, this::captures);
        section(PartialSections.FRAMES, this::frames);
        section(PartialSections.NODES, this::nodes);
        section(PartialSections.FIGURES, this::figures);
        section(PartialSections.HEAP, this::heap);
        header(PartialSections.END, Integer.BYTES);
        int crc = (int) out.getChecksum().getValue();
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(crc >>> shift);
        }
        out.flush();
    }

    private static ColumnWriter columns(Consumer<ColumnWriter> content) {
        ColumnWriter columns = new ColumnWriter();
        content.accept(columns);
        return columns;
    }

    private void section(int id, Consumer<ColumnWriter> content) throws IOException {
        ColumnWriter columns = columns(content);
        header(id, columns.sizeBytes());
        columns.writeTo(out);
    }

    private void header(int id, long sizeBytes) throws IOException {
        columns(header -> {
                    header.leb(id);
                    header.leb(sizeBytes);
                })
                .writeTo(out);
    }

    private void text(ColumnWriter columns, String text) {
        columns.leb(stringIds.getInt(text));
    }

    /** In order, so most of a string is that of the one before. UTF-16 units, for names may hold lone surrogates. */
    private void strings(ColumnWriter columns) {
        int[] shared = new int[strings.length];
        for (int i = 1; i < strings.length; i++) {
            shared[i] = sharedPrefix(strings[i - 1], strings[i]);
        }
        columns.leb(strings.length);
        for (int prefix : shared) {
            columns.leb(prefix);
        }
        for (int i = 0; i < strings.length; i++) {
            columns.leb(strings[i].length() - shared[i]);
        }
        for (int i = 0; i < strings.length; i++) {
            for (int unit = shared[i]; unit < strings[i].length(); unit++) {
                columns.leb(strings[i].charAt(unit));
            }
        }
    }

    private static int sharedPrefix(String a, String b) {
        int limit = Math.min(a.length(), b.length());
        int i = 0;
        while (i < limit && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
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
            ids[frame] = stringIds.getInt(frames.strings[strings[frame]]);
        }
        return ids;
    }

    /** A sibling comes after the one before it, so only the distance is written. */
    private void nodes(ColumnWriter columns) {
        int count = tree.nodeCount();
        columns.leb(count - 1);
        int deepest = 0;
        for (int node = 1; node < count; node++) {
            columns.leb(tree.depths[node - 1] + 1 - tree.depths[node]);
            deepest = Math.max(deepest, tree.depths[node]);
        }
        int[] siblings = new int[deepest + 2];
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
            column(columns, node -> each.bytes()[node] - (first == null ? 0 : first.bytes()[node]));
            column(columns, node -> each.counts()[node] - (first == null ? 0 : first.counts()[node]));
            column(columns, node -> totals[node] - each.largest()[node]);
            column(columns, node -> each.largest()[node] - each.smallest()[node]);
            for (int owner : each.owners()) {
                columns.leb(owner);
            }
        }
    }

    private void column(ColumnWriter columns, IntToLongFunction value) {
        for (int node = 0; node < tree.nodeCount(); node++) {
            columns.zigzag(value.applyAsLong(node));
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
