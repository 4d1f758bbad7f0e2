package dev.heapcrest.report.html;

import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a call tree in the columnar form of docs/report-format.md, not yet compressed. Beside the tree it needs memory
 * for one section at a time.
 */
final class PayloadWriter {
    static final byte[] MAGIC = "HCREPORT".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 2;

    /** Ids of sections; those of figures are in {@link dev.heapcrest.profile.View.Kind#payloadSection()}. */
    private static final int METADATA = 1;

    private static final int STRINGS = 2;
    private static final int FILES = 3;
    private static final int FRAMES = 4;
    private static final int TREE = 5;
    private static final int NODE_FRAMES = 6;
    private static final int OWN_VALUES = 7;
    private static final int THREADS = 11;
    private static final int SAMPLES = 12;
    private static final int BUCKETS = 13;
    private static final int LIFETIMES = 14;
    private static final int CAPTURES = 17;
    private static final int EXTREMES = 18;
    private static final int END = 127;

    private final CheckedOutputStream stream;

    private PayloadWriter(OutputStream stream) {
        this.stream = new CheckedOutputStream(stream, new CRC32());
    }

    static void write(
            CallTree tree,
            ReportFrames frames,
            Profile.Threads threads,
            Profile.Timeline timeline,
            History.Buckets buckets,
            @Nullable CaptureExtremes extremes,
            String metadata,
            OutputStream stream)
            throws IOException {
        List<String> texts = new ArrayList<>();
        List<String> captures = extremes == null ? List.of() : extremes.captureNames();
        texts.addAll(captures);
        for (String name : threads.names()) {
            texts.add(ShortText.ofText(name));
        }
        frames.collectStrings(texts);
        StringTable strings = new StringTable(texts);

        PayloadWriter payload = new PayloadWriter(stream);
        payload.begin();
        payload.section(METADATA, 1, columns -> columns.octets(metadata.getBytes(StandardCharsets.UTF_8)));
        payload.section(STRINGS, strings.count(), strings::write);
        payload.section(FILES, frames.fileNames.length, columns -> frames.writeFiles(columns, strings));
        payload.section(FRAMES, frames.count(), columns -> frames.writeFrames(columns, strings));
        payload.section(TREE, tree.nodeCount(), columns -> NodeColumns.writeDepths(tree, columns));
        payload.section(NODE_FRAMES, tree.nodeCount(), columns -> NodeColumns.writeFrames(tree, frames, columns));
        payload.section(OWN_VALUES, tree.ownNodes().length, columns -> NodeColumns.writeOwnValues(tree, columns));
        payload.figures(tree.figures(), 0, THREADS);
        payload.section(THREADS, threads.count(), columns -> writeThreads(threads, strings, columns));
        payload.section(SAMPLES, timeline.count(), columns -> writeSamples(timeline, columns));
        if (buckets.count() > 0) {
            payload.section(BUCKETS, buckets.count(), columns -> HistoryColumns.writeBuckets(buckets, columns));
            payload.section(
                    LIFETIMES, tree.lifetimes().count(), columns -> HistoryColumns.writeLifetimes(tree, columns));
        }
        payload.figures(tree.figures(), THREADS, CAPTURES);
        if (extremes != null) {
            payload.section(CAPTURES, captures.size(), columns -> {
                for (String name : captures) {
                    columns.leb(strings.id(name));
                }
            });
            payload.section(EXTREMES, extremes.nodeCount(), extremes::write);
        }
        payload.figures(tree.figures(), EXTREMES, END);
        payload.end();
    }

    /** Those whose sections are from one id up to another: sections come in the order of their ids. */
    private void figures(List<Figures> figures, int from, int to) throws IOException {
        List<Figures> byKind = new ArrayList<>(figures);
        byKind.sort(Comparator.comparing(each -> each.view().kind()));
        Figures first = byKind.get(0);
        for (int i = 0; i < byKind.size(); i++) {
            Figures each = byKind.get(i);
            boolean isFirst = i == 0;
            int section = each.view().kind().payloadSection();
            if (section < from || section >= to) {
                continue;
            }
            section(each, columns -> {
                if (isFirst) {
                    NodeColumns.writeFigures(first, columns);
                } else {
                    NodeColumns.writeFigures(each, first, columns);
                }
            });
        }
    }

    private void section(Figures figures, Section section) throws IOException {
        section(figures.view().kind().payloadSection(), figures.bytes().size(), section);
    }

    private static void writeThreads(Profile.Threads threads, StringTable strings, ColumnWriter columns) {
        for (int i = 0; i < threads.count(); i++) {
            columns.leb(threads.ids().get(i));
        }
        for (String name : threads.names()) {
            columns.leb(strings.id(ShortText.ofText(name)));
        }
    }

    private static void writeSamples(Profile.Timeline timeline, ColumnWriter columns) {
        HistoryColumns.writeTimes(timeline.epochMillis(), columns);
        writeSteps(timeline.residentBytes(), columns);
        writeSteps(timeline.heapBytes(), columns);
    }

    private static void writeSteps(LongColumn values, ColumnWriter columns) {
        long before = 0;
        for (int i = 0; i < values.size(); i++) {
            long value = values.get(i);
            columns.zigzag(value - before);
            before = value;
        }
    }

    private interface Section {
        void write(ColumnWriter columns);
    }

    private void begin() throws IOException {
        stream.write(MAGIC);
        ColumnWriter version = new ColumnWriter();
        version.leb(VERSION);
        version.writeTo(stream);
    }

    private void section(int id, int count, Section section) throws IOException {
        ColumnWriter columns = new ColumnWriter();
        section.write(columns);
        header(id, count, columns.sizeBytes());
        columns.writeTo(stream);
    }

    private void end() throws IOException {
        header(END, 0, Integer.BYTES);
        int crc = (int) stream.getChecksum().getValue();
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            stream.write(crc >>> shift);
        }
        stream.flush();
    }

    private void header(int id, int count, long sizeBytes) throws IOException {
        ColumnWriter header = new ColumnWriter();
        header.leb(id);
        header.leb(count);
        header.leb(sizeBytes);
        header.writeTo(stream);
    }
}
