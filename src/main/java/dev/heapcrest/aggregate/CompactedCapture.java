package dev.heapcrest.aggregate;

import dev.heapcrest.bytes.Lz4Output;
import dev.heapcrest.capture.AggregatedCaptureWriter;
import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.profile.View;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a capture holds at its peak and at its end, to be written as an aggregated capture that memray opens
 * (docs/capture-format.md, section 8). Frames are collapsed to (function, file, line). Equal contents give equal bytes,
 * and a capture that was compacted before gives its own bytes again. Not thread-safe.
 */
public final class CompactedCapture {
    /** For captures that do not say theirs: names the format of the line tables that are written. */
    private static final int ASSUMED_PYTHON = 0x030D_00F0;

    private static final int PYMALLOC_MALLOC = Allocator.PYMALLOC_MALLOC.number();
    private static final int PYMALLOC_REALLOC = Allocator.PYMALLOC_REALLOC.number();

    private final Profile profile;
    private final NativeMarks marks;
    private final long memorySamples;

    CompactedCapture(Profile profile, NativeMarks marks, long memorySamples) {
        this.profile = profile;
        this.marks = marks;
        this.memorySamples = memorySamples;
    }

    /** Of the capture that was read. */
    public CaptureHeader header() {
        return profile.header();
    }

    /** How much of it was read. */
    public Coverage coverage() {
        return profile.coverage();
    }

    /** The capture's own total at its peak. */
    public long peakBytes() {
        return profile.peakBytes();
    }

    /** The sum of what stacks held then, which is what memray will call the peak memory: less where memory was overwritten. */
    public long heldAtPeakBytes() {
        return profile.figures(View.Kind.PEAK).totalBytes();
    }

    /** Memory samples of the capture. */
    public long memorySamples() {
        return memorySamples;
    }

    /** Those that are written: more than a million are thinned evenly. */
    public long writtenSamples() {
        return profile.timeline().count();
    }

    /** Native frames that the capture names and does not define; their stacks count without them. */
    public long undefinedNativeFrames() {
        return marks.undefined();
    }

    /** Figures of a (stack, thread, allocator, native stack, images). */
    private static final class Row {
        final long thread;
        final int threadIndex;
        final int allocator;
        final int stack;
        final int nativeFrame;
        final int imageList;
        final AggregatedSink.Figures figures = new AggregatedSink.Figures();

        Row(long thread, int threadIndex, int allocator, int stack, int nativeFrame, int imageList) {
            this.thread = thread;
            this.threadIndex = threadIndex;
            this.allocator = allocator;
            this.stack = stack;
            this.nativeFrame = nativeFrame;
            this.imageList = imageList;
        }

        void add(AggregatedSink.Figures other) {
            figures.peakBytes += other.peakBytes;
            figures.peakCount += other.peakCount;
            figures.leakBytes += other.leakBytes;
            figures.leakCount += other.leakCount;
        }
    }

    private record Group(int stack, int nativeFrame, int imageList) {
        /** Salted: a capture chooses its stacks. */
        @Override
        public int hashCode() {
            return Salted.hash(Salted.hash(imageList, stack), nativeFrame);
        }
    }

    /**
     * Writes an LZ4 file. It has a trailer only if the capture was read to its end, so one that was cut stays cut.
     *
     * @param version {@value AggregatedCaptureWriter#OLDEST} to {@value AggregatedCaptureWriter#NEWEST}
     * @param mergeThreads one row for each stack, whatever the threads and allocators: so memray, which counts rows where
     *     it merges threads, counts rightly
     * @param out neither flushed nor closed
     * @throws IllegalArgumentException if there is no such version
     * @throws IOException what the stream throws
     */
    public void writeTo(int version, boolean mergeThreads, OutputStream out) throws IOException {
        List<Row> rows = mergeThreads ? merged(rows()) : rows();
        try {
            Lz4Output lz4 = new Lz4Output(out);
            Numbering numbering = new Numbering(rows);
            AggregatedCaptureWriter writer =
                    new AggregatedCaptureWriter(headerOf(version, rows, numbering.frames.size()), lz4);
            write(writer, version, rows, numbering);
            if (coverage().complete()) {
                writer.trailer();
            }
            writer.flush();
            lz4.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private List<Row> rows() {
        Figures peak = profile.figures(View.Kind.PEAK);
        Figures leaks = profile.figures(View.Kind.LEAKS);
        Profile.Locations locations = profile.locations();
        ProfileFrames frames = profile.frames();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < locations.count(); i++) {
            int stack = locations.stacks().get(i);
            int frame = profile.stacks().frames().get(stack);
            int nativeFrame = 0;
            int list = 0;
            if (frame != 0 && NativeMarks.isNative(frames.function(frame))) {
                stack = profile.stacks().parents().get(stack);
                nativeFrame = frames.line(frame);
                list = NativeMarks.list(frames.function(frame));
            }
            int thread = locations.threads().get(i);
            Row row = new Row(
                    profile.threads().ids().get(thread),
                    thread,
                    locations.allocators().get(i),
                    stack,
                    nativeFrame,
                    list);
            row.figures.peakBytes = peak.bytes().get(i);
            row.figures.peakCount = peak.counts().get(i);
            row.figures.leakBytes = leaks.bytes().get(i);
            row.figures.leakCount = leaks.counts().get(i);
            rows.add(row);
        }
        return rows;
    }

    private List<Row> merged(List<Row> rows) {
        Map<Group, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            groups.computeIfAbsent(new Group(row.stack, row.nativeFrame, row.imageList), any -> new ArrayList<>())
                    .add(row);
        }
        List<Row> merged = new ArrayList<>();
        for (List<Row> group : groups.values()) {
            Row thread = group.get(0);
            Row largest = thread;
            for (Row row : group) {
                thread = before(row, thread) ? row : thread;
                largest = larger(row.figures, largest.figures) ? row : largest;
            }
            Row sum = new Row(
                    thread.thread,
                    thread.threadIndex,
                    largest.allocator,
                    thread.stack,
                    thread.nativeFrame,
                    thread.imageList);
            group.forEach(row -> sum.add(row.figures));
            merged.add(sum);
        }
        return merged;
    }

    /** The main thread comes first, then the smallest number. */
    private boolean before(Row row, Row other) {
        long main = header().mainThreadId();
        if (main != 0 && (row.thread == main) != (other.thread == main)) {
            return row.thread == main;
        }
        return Long.compareUnsigned(row.thread, other.thread) < 0;
    }

    private static boolean larger(AggregatedSink.Figures figures, AggregatedSink.Figures other) {
        return figures.peakBytes != other.peakBytes
                ? figures.peakBytes > other.peakBytes
                : figures.leakBytes > other.leakBytes;
    }

    /** What rows need, numbered in order of use, parents before children. */
    private final class Numbering {
        /** New number of each stack node, frame and native frame; 0 = not used. */
        final int[] nodeNumbers = new int[profile.stacks().count()];

        final int[] frameNumbers = new int[profile.frames().count() + 1];
        final int[] nativeNumbers = new int[marks.frames() + 1];
        final int[] listNumbers = new int[marks.lists()];
        /** Old numbers in order of the new ones. */
        final IntArrayList nodes = new IntArrayList();

        final IntArrayList frames = new IntArrayList();
        final IntArrayList natives = new IntArrayList();
        final IntArrayList lists = new IntArrayList();
        /** Indexes of threads. */
        final IntArrayList threads = new IntArrayList();

        private final IntArrayList path = new IntArrayList();

        Numbering(List<Row> rows) {
            boolean[] seen = new boolean[profile.threads().count()];
            for (Row row : rows) {
                addNodes(row.stack);
                addNatives(row.nativeFrame);
                // list 0 is none: it has no number
                if (row.imageList != 0 && listNumbers[row.imageList] == 0) {
                    lists.add(row.imageList);
                    listNumbers[row.imageList] = lists.size();
                }
                if (!seen[row.threadIndex]) {
                    seen[row.threadIndex] = true;
                    threads.add(row.threadIndex);
                }
            }
        }

        private void addNodes(int stack) {
            for (int node = stack; node != 0 && nodeNumbers[node] == 0; ) {
                path.add(node);
                node = profile.stacks().parents().get(node);
            }
            while (!path.isEmpty()) {
                int node = path.popInt();
                nodes.add(node);
                nodeNumbers[node] = nodes.size();
                int frame = profile.stacks().frames().get(node);
                if (frameNumbers[frame] == 0) {
                    frames.add(frame);
                    frameNumbers[frame] = frames.size();
                }
            }
        }

        private void addNatives(int innermost) {
            for (int frame = innermost; frame != 0 && nativeNumbers[frame] == 0; frame = marks.parent(frame)) {
                path.add(frame);
            }
            while (!path.isEmpty()) {
                int frame = path.popInt();
                natives.add(frame);
                nativeNumbers[frame] = natives.size();
            }
        }
    }

    private CaptureHeader headerOf(int version, List<Row> rows, int frames) {
        CaptureHeader from = header();
        boolean codeObjects = version >= 12;
        boolean traced = from.pythonAllocatorsTraced()
                || (from.version() < 11 && rows.stream().anyMatch(CompactedCapture::byPythonAllocator));
        return new CaptureHeader(
                version,
                pythonVersion(),
                from.nativeTraces(),
                true,
                0,
                codeObjects ? 0 : frames,
                from.startMillis(),
                from.endMillis(),
                from.commandLine(),
                from.pid(),
                from.mainThreadId(),
                from.skippedMainThreadFrames(),
                from.pythonAllocator(),
                traced,
                false,
                from.stdlibDirectory(),
                from.sitePackages(),
                from.modulePath());
    }

    private static boolean byPythonAllocator(Row row) {
        return row.allocator >= PYMALLOC_MALLOC && row.allocator <= PYMALLOC_REALLOC;
    }

    private int pythonVersion() {
        return header().pythonVersion() == 0 ? ASSUMED_PYTHON : header().pythonVersion();
    }

    private void write(AggregatedCaptureWriter writer, int version, List<Row> rows, Numbering numbering) {
        Profile.Timeline timeline = profile.timeline();
        for (int i = 0; i < timeline.count(); i++) {
            writer.memorySnapshot(
                    timeline.epochMillis().get(i),
                    timeline.residentBytes().get(i),
                    timeline.heapBytes().get(i));
        }
        for (int thread : numbering.threads) {
            String name = profile.threads().names().get(thread);
            if (!name.isEmpty()) {
                writer.contextSwitch(profile.threads().ids().get(thread));
                writer.threadName(name);
            }
        }
        for (int list : numbering.lists) {
            marks.write(list, writer);
        }
        writeFrames(writer, version, numbering);
        for (int node : numbering.nodes) {
            int frame = numbering.frameNumbers[profile.stacks().frames().get(node)];
            writer.stackTreeNode(
                    frame - 1, numbering.nodeNumbers[profile.stacks().parents().get(node)]);
        }
        for (Row row : rows) {
            writer.aggregatedAllocation(
                    row.thread,
                    row.allocator,
                    numbering.nativeNumbers[row.nativeFrame],
                    numbering.nodeNumbers[row.stack],
                    numbering.listNumbers[row.imageList],
                    row.figures);
        }
    }

    private void writeFrames(AggregatedCaptureWriter writer, int version, Numbering numbering) {
        ProfileFrames frames = profile.frames();
        @Nullable CollapsedCode code = version >= 12 ? new CollapsedCode(pythonVersion()) : null;
        CollapsedCode.Instruction[] instructions = new CollapsedCode.Instruction[numbering.frames.size()];
        if (code != null) {
            for (int i = 0; i < instructions.length; i++) {
                int frame = numbering.frames.getInt(i);
                instructions[i] =
                        code.add(NativeMarks.plain(frames.function(frame)), frames.file(frame), frames.line(frame));
            }
            code.write(writer);
        }
        for (int frame : numbering.natives) {
            writer.nativeFrame(marks.pointer(frame), numbering.nativeNumbers[marks.parent(frame)]);
        }
        for (int i = 0; i < instructions.length; i++) {
            int frame = numbering.frames.getInt(i);
            String function = frames.function(frame);
            boolean entry = !NativeMarks.isInner(function);
            if (code != null) {
                writer.codeFrameDefinition(i, instructions[i].codeObject(), instructions[i].offset(), entry);
            } else {
                writer.frameDefinition(i, NativeMarks.plain(function), frames.file(frame), frames.line(frame), entry);
            }
        }
    }
}
