package dev.heapcrest.merge;

import dev.heapcrest.columns.ColumnReader;
import dev.heapcrest.profile.View;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads what {@link PartialWriter} wrote, and believes nothing: only the one form that a partial has is taken. */
final class PartialReader {
    /** Bytes of a partial when it is not compressed: what one array holds. A small file can unpack to more. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private static final int GZIP = 0x8B1F;

    private final byte[] bytes;
    private final Map<Integer, ColumnReader> sections = new HashMap<>();
    private String[] strings = {};

    private PartialReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws PartialFormatException if the bytes are not a partial, or not all of one */
    static Partial read(InputStream stream) throws IOException {
        byte[] bytes = unpacked(stream.readNBytes(MOST_BYTES));
        try {
            return new PartialReader(bytes).partial();
        } catch (ColumnReader.Damaged | IllegalArgumentException | ArithmeticException damaged) {
            throw new PartialFormatException("this partial is damaged: " + damaged.getMessage());
        }
    }

    private static byte[] unpacked(byte[] given) throws IOException {
        if (given.length < 2 || ((given[0] & 0xFF) | (given[1] & 0xFF) << 8) != GZIP) {
            return given;
        }
        try (InputStream unpacking = new GZIPInputStream(new ByteArrayInputStream(given), 1 << 16)) {
            byte[] unpacked = unpacking.readNBytes(MOST_BYTES);
            if (unpacking.read() >= 0) {
                throw new PartialFormatException("this partial unpacks to more than " + MOST_BYTES + " bytes");
            }
            return unpacked;
        } catch (ZipException | EOFException damaged) {
            throw new PartialFormatException("this partial is damaged: it does not unpack ("
                    + (damaged.getMessage() == null ? "it is cut off" : damaged.getMessage()) + ")");
        }
    }

    private Partial partial() throws PartialFormatException {
        findSections();
        whole(PartialSections.STRINGS, this::strings);
        PartialOptions options = whole(PartialSections.OPTIONS, part -> PartialOptions.of(text(part)));
        ColumnReader captures = section(PartialSections.CAPTURES);
        long[] states = new long[CaptureRow.State.values().length];
        long all = 0;
        for (int i = 0; i < states.length; i++) {
            states[i] = positive(captures);
            all = Math.addExact(all, states[i]);
        }
        long readable = all - states[CaptureRow.State.FAILED.number()];
        if (readable > Integer.MAX_VALUE) {
            throw captures.damaged(readable + " captures");
        }
        long peakMemoryBytes = captures.zigzag();
        long largestGapMillis = positive(captures);
        List<CaptureRow> rows = rows(captures, all);
        captures.finish();
        PartialFrames frames = whole(PartialSections.FRAMES, this::frames);
        Nodes nodes = whole(PartialSections.NODES, part -> nodes(part, frames, (int) readable));
        List<PartialFigures> figures = whole(PartialSections.FIGURES, part -> figures(part, nodes));
        requireUsed(frames, nodes, figures);
        return new Partial(
                options,
                new PartialTree(frames, nodes.depths, nodes.frames, nodes.captures, nodes.owners, figures),
                rows,
                states,
                peakMemoryBytes,
                largestGapMillis,
                whole(PartialSections.HEAP, part -> heap(part, readable)));
    }

    private void findSections() throws PartialFormatException {
        byte[] magic = PartialSections.MAGIC.getBytes(StandardCharsets.US_ASCII);
        if (!begins(bytes)) {
            throw new PartialFormatException("this is not a partial of Heapcrest");
        }
        ColumnReader all = new ColumnReader(bytes, magic.length, bytes.length);
        long version = all.leb();
        if (version != PartialSections.VERSION) {
            throw new PartialFormatException("this partial has version " + Long.toUnsignedString(version)
                    + ", but only version " + PartialSections.VERSION + " is known");
        }
        int id;
        do {
            id = all.below(PartialSections.END + 1);
            int length = all.count(1);
            int start = all.position();
            ColumnReader part = all.part(length);
            if (id == PartialSections.END) {
                requireChecksum(start, length);
            }
            if (sections.put(id, part) != null) {
                throw all.damaged("section " + id + " comes twice");
            }
        } while (id != PartialSections.END);
        all.finish();
    }

    /** Whether these are the first bytes of a partial that is not compressed. */
    static boolean begins(byte[] head) {
        byte[] magic = PartialSections.MAGIC.getBytes(StandardCharsets.US_ASCII);
        return head.length >= magic.length && Arrays.equals(magic, Arrays.copyOf(head, magic.length));
    }

    private void requireChecksum(int start, int length) throws PartialFormatException {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, start);
        int written = 0;
        for (int i = 0; i < length; i++) {
            written |= (bytes[start + i] & 0xFF) << (Byte.SIZE * i);
        }
        if (length != Integer.BYTES || written != (int) crc.getValue()) {
            throw new PartialFormatException("this partial is damaged: its checksum does not match, at byte " + start);
        }
    }

    private ColumnReader section(int id) throws PartialFormatException {
        ColumnReader found = sections.get(id);
        if (found == null) {
            throw new PartialFormatException("this partial is damaged: it has no section " + id);
        }
        return found;
    }

    private <T> T whole(int id, Function<ColumnReader, T> content) throws PartialFormatException {
        ColumnReader part = section(id);
        T read = content.apply(part);
        part.finish();
        return read;
    }

    private static long positive(ColumnReader part) {
        long value = part.leb();
        if (value < 0) {
            throw part.damaged("a count of more than 63 bits");
        }
        return value;
    }

    private String[] strings(ColumnReader part) {
        int count = part.count(2);
        int[] shared = part.ints(count, Integer.MAX_VALUE);
        int[] lengths = part.ints(count, Integer.MAX_VALUE);
        strings = new String[count];
        String before = "";
        for (int i = 0; i < count; i++) {
            if (shared[i] > before.length()) {
                throw part.damaged("string " + i + " begins like more than there was");
            }
            StringBuilder text = new StringBuilder(before.substring(0, shared[i]));
            for (int unit = 0; unit < lengths[i]; unit++) {
                text.append((char) part.below(Character.MAX_VALUE + 1));
            }
            String string = text.toString();
            if (i > 0 && string.compareTo(before) <= 0) {
                throw part.damaged("string " + i + " is not after the one before it");
            }
            strings[i] = string;
            before = string;
        }
        return strings;
    }

    private String text(ColumnReader part) {
        return strings[part.below(strings.length)];
    }

    private List<CaptureRow> rows(ColumnReader part, long captures) {
        int count = part.count(1);
        if (count != Math.min(captures, Partial.MOST_ROWS)) {
            throw part.damaged(count + " rows of " + captures + " captures");
        }
        List<CaptureRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String identity = text(part);
            String name = text(part);
            CaptureRow.State state = CaptureRow.State.of(part.below(CaptureRow.State.values().length));
            long[] figures = part.longs(9);
            String problem = text(part);
            SortedMap<String, String> labels = new TreeMap<>();
            for (int label = part.count(2); label > 0; label--) {
                String key = text(part);
                if (!labels.isEmpty() && key.compareTo(labels.lastKey()) <= 0) {
                    throw part.damaged("a label is not after the one before it");
                }
                labels.put(key, text(part));
            }
            CaptureRow row = new CaptureRow(
                    identity,
                    name,
                    state,
                    figures[0],
                    figures[1],
                    figures[2],
                    figures[3],
                    figures[4],
                    figures[5],
                    figures[6],
                    figures[7],
                    figures[8],
                    labels,
                    problem);
            if (i > 0 && CaptureRow.BY_IDENTITY.compare(rows.get(i - 1), row) > 0) {
                throw part.damaged("row " + i + " is before the one before it");
            }
            rows.add(row);
        }
        return rows;
    }

    private PartialFrames frames(ColumnReader part) {
        int count = part.count(4);
        int[] functions = new int[count + 1];
        int[] files = new int[count + 1];
        int[] lines = new int[count + 1];
        int[] firstLines = new int[count + 1];
        for (int frame = 1; frame <= count; frame++) {
            functions[frame] = functions[frame - 1] + part.below(strings.length - functions[frame - 1]);
        }
        for (int frame = 1; frame <= count; frame++) {
            long file = files[frame - 1] + part.zigzag();
            if (file < 0 || file >= strings.length) {
                throw part.damaged("frame " + frame + " has no file");
            }
            files[frame] = (int) file;
        }
        for (int frame = 1; frame <= count; frame++) {
            lines[frame] = Math.toIntExact(Math.addExact(lines[frame - 1], part.zigzag()));
        }
        for (int frame = 1; frame <= count; frame++) {
            long distance = part.zigzag();
            firstLines[frame] =
                    distance == 0 ? 0 : Math.toIntExact(Math.subtractExact(Math.addExact(lines[frame], 1L), distance));
            if (distance != 0 && firstLines[frame] == 0) {
                throw part.damaged("frame " + frame + " has a first line of 0");
            }
        }
        PartialFrames frames = PartialFrames.ofSortedStrings(strings, functions, files, lines, firstLines);
        if (!frames.inOrder()) {
            throw part.damaged("a frame is not after the one before it");
        }
        return frames;
    }

    private record Nodes(int[] depths, int[] frames, int[] captures, String[] owners) {
        int[] parents() {
            return new PartialTree(PartialFrames.NONE, depths, frames, captures, owners, List.of()).parents();
        }
    }

    private Nodes nodes(ColumnReader part, PartialFrames frameTable, int readable) {
        int count = 1 + part.count(3);
        int[] depths = new int[count];
        int deepest = 0;
        for (int node = 1; node < count; node++) {
            depths[node] = depths[node - 1] + 1 - part.below(depths[node - 1] + 1);
            deepest = Math.max(deepest, depths[node]);
        }
        int[] frames = new int[count];
        int[] lastFrames = new int[deepest + 2];
        for (int node = 1; node < count; node++) {
            int before = lastFrames[depths[node]];
            frames[node] = before + part.below(frameTable.count() + 1 - before);
            if (frames[node] == before) {
                throw part.damaged("node " + node + " is not after the one before it");
            }
            lastFrames[depths[node]] = frames[node];
            lastFrames[depths[node] + 1] = 0;
        }
        int[] captures = part.ints(count, readable + 1);
        int[] path = new int[deepest + 1];
        for (int node = 0; node < count; node++) {
            path[depths[node]] = node;
            int most = node == 0 ? readable : captures[path[depths[node] - 1]];
            boolean right = node == 0 ? captures[0] == readable : captures[node] > 0 && captures[node] <= most;
            if (!right) {
                throw part.damaged("node " + node + " has " + captures[node] + " captures of " + most);
            }
        }
        String[] owners = new String[part.count(1)];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = text(part);
            if (i > 0 && owners[i].compareTo(owners[i - 1]) <= 0) {
                throw part.damaged("an identity is not after the one before it");
            }
        }
        return new Nodes(depths, frames, captures, owners);
    }

    private List<PartialFigures> figures(ColumnReader part, Nodes nodes) {
        int count = nodes.depths.length;
        int[] parents = nodes.parents();
        List<PartialFigures> figures = new ArrayList<>();
        int views = part.count(1);
        if (views != PartialTreeBuilder.VIEWS.size()) {
            throw part.damaged(views + " views");
        }
        for (View.Kind kind : PartialTreeBuilder.VIEWS) {
            String key = text(part);
            if (!key.equals(kind.key())) {
                throw part.damaged("figures of " + key + " instead of " + kind.key());
            }
            PartialFigures first = figures.isEmpty() ? null : figures.get(0);
            long[] bytes = column(part, count, first == null ? null : first.bytes());
            long[] counts = column(part, count, first == null ? null : first.counts());
            PartialFigures.magnitude(bytes);
            PartialFigures.magnitude(counts);
            long[] totals = PartialTree.totals(bytes, parents);
            long[] largest = new long[count];
            long[] smallest = new long[count];
            for (int node = 0; node < count; node++) {
                largest[node] = Math.subtractExact(totals[node], part.zigzag());
            }
            for (int node = 0; node < count; node++) {
                smallest[node] = Math.subtractExact(largest[node], positiveZigzag(part));
                if (nodes.captures[node] == 1 && (largest[node] != totals[node] || smallest[node] != totals[node])) {
                    throw part.damaged("node " + node + " of one capture has other extremes than its sum");
                }
            }
            int[] owners = readOwners(part, nodes);
            figures.add(new PartialFigures(kind, bytes, counts, smallest, largest, owners));
        }
        return figures;
    }

    /** @param base what is added to each number; null for nothing */
    private static long[] column(ColumnReader part, int count, long @Nullable [] base) {
        long[] values = part.longs(count);
        if (base != null) {
            for (int i = 0; i < count; i++) {
                values[i] = Math.addExact(values[i], base[i]);
            }
        }
        return values;
    }

    private static long positiveZigzag(ColumnReader part) {
        long value = part.zigzag();
        if (value < 0) {
            throw part.damaged("a smallest value is above the largest");
        }
        return value;
    }

    /** The tree of no capture has a root that nobody owns. */
    private static int[] readOwners(ColumnReader part, Nodes nodes) {
        return part.ints(nodes.depths.length, nodes.captures[0] == 0 ? 1 : nodes.owners.length);
    }

    /** Whoever is not needed would make equal partials differ. */
    private static void requireUsed(PartialFrames frames, Nodes nodes, List<PartialFigures> figures) {
        boolean[] usedFrames = new boolean[frames.count() + 1];
        usedFrames[0] = true;
        for (int frame : nodes.frames) {
            usedFrames[frame] = true;
        }
        boolean[] usedOwners = new boolean[nodes.owners.length];
        for (PartialFigures each : figures) {
            for (int owner : each.owners()) {
                if (usedOwners.length > 0) {
                    usedOwners[owner] = true;
                }
            }
        }
        for (boolean[] used : List.of(usedFrames, usedOwners)) {
            for (boolean each : used) {
                if (!each) {
                    throw new IllegalArgumentException("it has frames or identities that no node has");
                }
            }
        }
    }

    private SummedHeap heap(ColumnReader part, long readable) {
        boolean tooMany = part.below(2) == 1;
        long captures = positive(part);
        int hosts = part.count(2);
        if (captures > readable || (tooMany && hosts > 0)) {
            throw part.damaged(captures + " captures on " + hosts + " hosts");
        }
        SortedMap<String, HeapSteps> byHost = new TreeMap<>();
        for (int i = 0; i < hosts; i++) {
            String host = text(part);
            if (!byHost.isEmpty() && host.compareTo(byHost.lastKey()) <= 0) {
                throw part.damaged("a host is not after the one before it");
            }
            byHost.put(host, steps(part));
        }
        SummedHeap heap = new SummedHeap(byHost, captures, tooMany);
        if (heap.steps() > SummedHeap.MOST_STEPS) {
            throw part.damaged(heap.steps() + " instants");
        }
        return heap;
    }

    private static HeapSteps steps(ColumnReader part) {
        int count = part.count(HeapSteps.COLUMNS);
        long[] millis = part.longs(count);
        for (int i = 1; i < count; i++) {
            millis[i] = Math.addExact(millis[i], millis[i - 1]);
            if (millis[i] <= millis[i - 1]) {
                throw part.damaged("an instant is not after the one before it");
            }
        }
        long[][] columns = new long[HeapSteps.COLUMNS - 1][];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = part.longs(count);
        }
        HeapSteps steps = HeapSteps.of(millis, columns);
        HeapSteps.Peak peak = steps.peak();
        if (count == 0 || peak.bytes() < 0) {
            throw part.damaged("a heap without samples");
        }
        return steps;
    }
}
