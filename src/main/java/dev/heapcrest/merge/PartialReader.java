package dev.heapcrest.merge;

import dev.heapcrest.columns.ColumnReader;
import dev.heapcrest.columns.SectionReader;
import dev.heapcrest.columns.Texts;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads what {@link PartialWriter} wrote, and believes nothing: only the one form that a partial has is taken. The tree is
 * read by {@link PartialTreeReader}.
 */
final class PartialReader {
    /** Bytes of a partial when it is not compressed: what one array holds. A small file can unpack to more. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private final SectionReader sections;
    private final Texts texts;

    private PartialReader(SectionReader sections) {
        this.sections = sections;
        texts = sections.read(PartialSections.STRINGS, SortedTexts::read);
    }

    /** @throws PartialFormatException if the bytes are not a partial, or not all of one */
    static Partial read(InputStream stream) throws IOException {
        byte[] given = stream.readNBytes(MOST_BYTES);
        boolean packed = packed(given);
        return PartialSections.FORM.read(
                packed ? unpacked(given) : given, packed, sections -> new PartialReader(sections).partial());
    }

    /** Whether it begins as gzip does (RFC 1952). */
    private static boolean packed(byte[] given) {
        return given.length >= 2 && given[0] == 0x1F && given[1] == (byte) 0x8B;
    }

    private static byte[] unpacked(byte[] given) throws IOException {
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

    /**
     * What the section of captures holds.
     *
     * @param readable how many have figures
     */
    private record Captures(
            long[] states, int readable, long peakMemoryBytes, long largestGapMillis, List<CaptureRow> rows) {}

    private Partial partial() {
        PartialOptions options = sections.read(PartialSections.OPTIONS, part -> PartialOptions.of(texts.text(part)));
        Captures captures = sections.read(PartialSections.CAPTURES, this::captures);
        return new Partial(
                options,
                PartialTreeReader.read(sections, texts, captures.readable),
                captures.rows,
                captures.states,
                captures.peakMemoryBytes,
                captures.largestGapMillis,
                sections.read(PartialSections.HEAP, part -> heap(part, captures.readable)));
    }

    private Captures captures(ColumnReader part) {
        long[] states = new long[CaptureRow.State.values().length];
        long all = 0;
        for (int i = 0; i < states.length; i++) {
            states[i] = positive(part);
            all = Math.addExact(all, states[i]);
        }
        long readable = all - states[CaptureRow.State.FAILED.number()];
        if (readable >= Integer.MAX_VALUE) {
            throw part.damaged(readable + " captures");
        }
        Captures captures = new Captures(states, (int) readable, part.zigzag(), positive(part), rows(part, all));
        requireSumsOfRows(part, captures, all);
        return captures;
    }

    /** Where all captures have their row, the sums are those of the rows; else no row has more than the sum. */
    private static void requireSumsOfRows(ColumnReader part, Captures captures, long all) {
        long[] states = new long[captures.states.length];
        long peakMemoryBytes = 0;
        long largestGapMillis = 0;
        for (CaptureRow row : captures.rows) {
            states[row.state().number()]++;
            peakMemoryBytes = Math.addExact(peakMemoryBytes, row.peakMemoryBytes());
            largestGapMillis = Math.max(largestGapMillis, row.largestGapMillis());
        }
        boolean right = largestGapMillis <= captures.largestGapMillis;
        for (int i = 0; i < states.length; i++) {
            right &= states[i] <= captures.states[i];
        }
        if (all == captures.rows.size()) {
            right &= peakMemoryBytes == captures.peakMemoryBytes && largestGapMillis == captures.largestGapMillis;
        }
        if (!right) {
            throw part.damaged("the sums are not those of the rows");
        }
    }

    private static long positive(ColumnReader part) {
        long value = part.leb();
        if (value < 0) {
            throw part.damaged("a count of more than 63 bits");
        }
        return value;
    }

    private List<CaptureRow> rows(ColumnReader part, long captures) {
        int count = part.count(1);
        if (count != Math.min(captures, Partial.MOST_ROWS)) {
            throw part.damaged(count + " rows of " + captures + " captures");
        }
        List<CaptureRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String identity = texts.text(part);
            String name = texts.text(part);
            CaptureRow.State state = CaptureRow.State.of(part.below(CaptureRow.State.values().length));
            long[] figures = part.longs(9);
            String problem = texts.text(part);
            SortedMap<String, String> labels = new TreeMap<>();
            for (int label = part.count(2); label > 0; label--) {
                String key = texts.text(part);
                if (!labels.isEmpty() && key.compareTo(labels.lastKey()) <= 0) {
                    throw part.damaged("a label is not after the one before it");
                }
                labels.put(key, texts.text(part));
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

    private SummedHeap heap(ColumnReader part, long readable) {
        boolean tooMany = part.below(2) == 1;
        long captures = positive(part);
        int hosts = part.count(2);
        boolean right = tooMany ? hosts == 0 : hosts <= captures && (hosts > 0 || captures == 0);
        if (captures > readable || !right) {
            throw part.damaged(captures + " captures on " + hosts + " hosts");
        }
        SortedMap<String, HeapSteps> byHost = new TreeMap<>();
        for (int i = 0; i < hosts; i++) {
            String host = texts.text(part);
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
