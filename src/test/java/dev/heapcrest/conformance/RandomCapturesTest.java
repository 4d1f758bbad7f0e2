package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.testing.AggregatedCaptureWriter;
import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.NaiveAggregate;
import dev.heapcrest.testing.NaiveModel;
import dev.heapcrest.testing.PlainReader;
import dev.heapcrest.testing.RandomProgram;
import dev.heapcrest.testing.Sinks;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures of invented programs, written by the test-side writer, against the naive model of the same programs. */
@ExtendWith(Seeds.class)
class RandomCapturesTest {
    private static final int PROGRAMS = 8;
    private static final int STEPS = 600;
    private static final int SAMPLES = 17;

    @TempDir
    Path folder;

    private static Map<String, byte[]> packings(byte[] stream) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("raw with padding", CaptureFiles.raw(stream));
        files.put("raw without padding", stream);
        files.put("LZ4", CaptureFiles.lz4(CaptureFiles.raw(stream), false));
        files.put("LZ4, stored blocks", CaptureFiles.lz4(CaptureFiles.raw(stream), true));
        return files;
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("capture.bin"), bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12, 13})
    void everyRecordArrivesAsItWasWritten(int version) throws IOException {
        for (int n = 0; n < PROGRAMS; n++) {
            CaptureHeader header = RandomProgram.header(version, Seeds.of(n));
            CaptureWriter writer = new CaptureWriter(header);
            List<String> written = new ArrayList<>();
            RandomProgram.run(
                    header,
                    Seeds.of(n),
                    STEPS,
                    Sinks.tee(RecordSink.class, writer, Sinks.log(RecordSink.class, written)));
            for (Map.Entry<String, byte[]> packing : packings(writer.stream()).entrySet()) {
                String hint = packing.getKey() + ", " + Seeds.hint(version, n);
                try (Capture capture = Capture.open(file(packing.getValue()))) {
                    requireSameRecords(capture, writer.header(), written, writer.stream().length, hint);
                }
                try (Capture capture = Capture.open(new ByteArrayInputStream(packing.getValue()))) {
                    requireSameRecords(capture, writer.header(), written, writer.stream().length, "pipe, " + hint);
                }
            }
        }
    }

    private static void requireSameRecords(
            Capture capture, CaptureHeader header, List<String> written, long streamBytes, String hint)
            throws IOException {
        assertEquals(header, capture.header(), hint);
        List<String> read = new ArrayList<>();
        Coverage coverage = capture.read(Sinks.log(RecordSink.class, read), ReadProgress.NONE);
        List<String> expected = header.version() == 6 ? withThreads(written) : written;
        List<String> found = header.version() == 6 ? withThreads(read) : read;
        for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
            assertEquals(expected.get(i), found.get(i), "record " + i + ", " + hint);
        }
        assertEquals(expected.size(), found.size(), hint);
        assertEquals(Coverage.State.COMPLETE, coverage.state(), hint);
        if (header.version() >= 8) {
            assertEquals(streamBytes, coverage.streamBytes(), hint);
        }
        if (header.version() >= 7) {
            assertEquals(written.size(), coverage.records(), hint);
        }
    }

    /** Version 6 has no context switches but a thread in each record that belongs to one. */
    private static List<String> withThreads(List<String> log) {
        List<String> lines = new ArrayList<>();
        String thread = "";
        for (String line : log) {
            if (line.startsWith("contextSwitch")) {
                thread = line.replace("contextSwitch", "");
            } else {
                boolean ofThread = line.matches("(allocation|deallocation|framePush|framePop|threadName).*");
                lines.add(ofThread ? line + " in" + thread : line);
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12, 13})
    void everyFigureIsThatOfTheNaiveModel(int version) throws IOException {
        for (int n = 0; n < 3 * PROGRAMS; n++) {
            CaptureHeader header = RandomProgram.header(version, Seeds.of(n));
            CaptureWriter writer = new CaptureWriter(header);
            TextStacks stacks = new TextStacks();
            NaiveModel model = new NaiveModel(header, stacks, Set.of());
            RandomProgram.run(header, Seeds.of(n), STEPS, Sinks.tee(RecordSink.class, writer, model));
            Path file = file(
                    n % 2 == 0
                            ? CaptureFiles.raw(writer.stream())
                            : CaptureFiles.lz4(CaptureFiles.raw(writer.stream()), false));
            requireModel(file, model, stacks, Seeds.hint(version, n));
        }
    }

    private static Profile profile(Path file, int temporaryThreshold) throws IOException {
        try (Capture capture = Capture.open(file)) {
            return HeapProfiler.profile(
                    capture,
                    ProfileOptions.DEFAULT
                            .withTemporaryThreshold(temporaryThreshold)
                            .withMaxMemoryRecords(SAMPLES));
        }
    }

    private static void requireModel(Path file, NaiveModel model, TextStacks stacks, String hint) throws IOException {
        for (int threshold : new int[] {-1, 0, 1, 2, 7}) {
            Profile profile = profile(file, threshold);
            ProfileViews views = new ProfileViews(profile, stacks);
            assertAll(
                    hint,
                    () -> assertEquals(model.peakBytes(), profile.peakBytes(), "peak bytes"),
                    () -> assertEquals(model.peakEvent(), profile.peakRecord(), "peak record"),
                    () -> assertEquals(model.eventCount(), profile.coverage().allocationRecords()),
                    () -> requireSame("peak", model.peak(), views.peak(), stacks),
                    () -> requireSame("leaks", model.leaks(), views.leaks(), stacks),
                    () -> assertEquals(model.timeline(SAMPLES), views.timeline(), "timeline"));
            if (threshold >= 0) {
                requireSame(
                        "temporary " + threshold + ", " + hint, model.temporary(threshold), views.temporary(), stacks);
            }
            model.threadNames().forEach((id, name) -> {
                if (Arrays.stream(profile.threads().ids().toArray()).anyMatch(known -> known == id)) {
                    assertEquals(name, views.threadName(id), hint);
                }
            });
        }
    }

    private static void requireSame(String question, TextView expected, TextView ours, TextStacks stacks) {
        List<String> differences = ours.differences(expected, stacks);
        assertEquals(
                List.of(),
                differences.subList(0, Math.min(5, differences.size())),
                question + ": " + differences.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12, 13})
    void aPrefixCutAtAnyByteGivesTheRecordsBeforeTheCut(int version) throws IOException {
        CaptureWriter writer = new CaptureWriter(RandomProgram.header(version, Seeds.of(version)));
        RandomProgram.run(RandomProgram.header(version, Seeds.of(version)), Seeds.of(version), 25, writer);
        requireAllPrefixes(writer.stream(), "raw, " + Seeds.hint(version, version));
        requireAllPrefixes(CaptureFiles.lz4(writer.stream(), false), "LZ4, " + Seeds.hint(version, version));
    }

    private void requireAllPrefixes(byte[] whole, String hint) throws IOException {
        Path file = file(whole);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int length = whole.length - 1; length >= 0; length--) {
                channel.truncate(length);
                requirePrefix(file, Arrays.copyOf(whole, length), "cut at " + length + ", " + hint);
            }
        }
    }

    private static void requirePrefix(Path file, byte[] prefix, String hint) throws IOException {
        PlainReader plain;
        try {
            plain = new PlainReader(prefix);
        } catch (PlainReader.Refused refused) {
            assertThrows(CaptureException.class, () -> Capture.open(file).close(), hint);
            return;
        }
        TextStacks stacks = new TextStacks();
        NaiveModel model = new NaiveModel(plain.header(), stacks, Set.of());
        PlainReader.Ending ending = plain.read(model);
        Profile profile = profile(file, 1);
        ProfileViews views = new ProfileViews(profile, stacks);
        assertAll(
                hint,
                () -> assertEquals(
                        ending.end().name(), profile.coverage().state().name()),
                () -> assertEquals(
                        ending.allocationRecords(), profile.coverage().allocationRecords()),
                () -> assertEquals(model.peakBytes(), profile.peakBytes()),
                () -> requireSame("peak", model.peak(), views.peak(), stacks),
                () -> requireSame("leaks", model.leaks(), views.leaks(), stacks),
                () -> requireSame("temporary", model.temporary(1), views.temporary(), stacks));
        if (plain.header().version() >= 8) {
            assertEquals(ending.offset(), profile.coverage().streamBytes(), hint);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 12, 13})
    void anAggregatedCaptureOfTheSameProgramGivesTheSameViews(int version) throws IOException {
        for (int n = 0; n < PROGRAMS; n++) {
            String hint = Seeds.hint(version, n);
            CaptureHeader header = RandomProgram.header(version, Seeds.of(n));
            CaptureWriter writer = new CaptureWriter(header);
            TextStacks stacks = new TextStacks();
            NaiveModel model = new NaiveModel(header, stacks, Set.of());
            RandomProgram.run(header, Seeds.of(n), STEPS, Sinks.tee(RecordSink.class, writer, model));

            CaptureHeader aggregatedHeader = RandomProgram.aggregated(header);
            AggregatedCaptureWriter aggregatedWriter = new AggregatedCaptureWriter(aggregatedHeader);
            NaiveAggregate naive = new NaiveAggregate(aggregatedHeader, stacks, Set.of());
            List<String> written = new ArrayList<>();
            writeAggregates(
                    version,
                    model,
                    Sinks.tee(AggregatedSink.class, aggregatedWriter, naive, Sinks.log(AggregatedSink.class, written)));
            for (Map.Entry<String, byte[]> packing :
                    packings(aggregatedWriter.stream()).entrySet()) {
                Path file = file(packing.getValue());
                try (Capture capture = Capture.open(file)) {
                    assertEquals(aggregatedHeader, capture.header(), hint);
                    List<String> read = new ArrayList<>();
                    capture.readAggregated(Sinks.log(AggregatedSink.class, read), ReadProgress.NONE);
                    assertEquals(written, read, hint);
                }
                Profile profile = profile(file, -1);
                ProfileViews views = new ProfileViews(profile, stacks);
                requireSame("peak, " + hint, model.peak(), views.peak(), stacks);
                requireSame("leaks, " + hint, model.leaks(), views.leaks(), stacks);
                requireSame("naive peak, " + hint, naive.peak(), views.peak(), stacks);
                assertEquals(naive.peakBytes(), profile.peakBytes(), hint);
                assertEquals(model.timeline(SAMPLES), views.timeline(), hint);
            }
        }
    }

    /** What memray's aggregating writer would put in a file, in its order. */
    private static void writeAggregates(int version, NaiveModel model, AggregatedSink sink) {
        for (NaiveModel.Point point : model.timeline(Integer.MAX_VALUE)) {
            sink.memorySnapshot(point.epochMillis(), point.residentBytes(), point.heapBytes());
        }
        model.threadNames().forEach((id, name) -> {
            sink.contextSwitch(id);
            sink.threadName(name);
        });
        Map<FrameText, Long> frames = new HashMap<>();
        Map<List<FrameText>, Long> nodes = new HashMap<>();
        nodes.put(List.of(), 0L);
        List<Runnable> treeNodes = new ArrayList<>();
        for (NaiveModel.Aggregate aggregate : model.aggregates().keySet()) {
            List<FrameText> stack = aggregate.stack();
            for (int from = stack.size() - 1; from >= 0; from--) {
                List<FrameText> part = stack.subList(from, stack.size());
                long parent = nodes.get(stack.subList(from + 1, stack.size()));
                if (!nodes.containsKey(part)) {
                    nodes.put(part, (long) nodes.size());
                    FrameText frame = part.get(0);
                    if (!frames.containsKey(frame)) {
                        frames.put(frame, (long) frames.size());
                        defineFrame(version, frames.get(frame), frame, sink);
                    }
                    long frameId = frames.get(frame);
                    treeNodes.add(() -> sink.stackTreeNode(frameId, parent));
                }
            }
        }
        treeNodes.forEach(Runnable::run);
        model.aggregates().forEach((aggregate, sums) -> {
            AggregatedSink.Figures figures = new AggregatedSink.Figures();
            figures.peakBytes = sums[0];
            figures.peakCount = sums[1];
            figures.leakBytes = sums[2];
            figures.leakCount = sums[3];
            sink.aggregatedAllocation(
                    aggregate.thread(), aggregate.allocator(), 0, nodes.get(aggregate.stack()), 0, figures);
        });
        sink.trailer();
    }

    private static void defineFrame(int version, long id, FrameText frame, AggregatedSink sink) {
        if (version < 12) {
            sink.frameDefinition(id, frame.function(), frame.file(), frame.line(), true);
            return;
        }
        // one run on the frame's own line, in each of the three table formats
        byte[] table = {(byte) (0x80 | 10 << 3), 0, 0};
        sink.codeObject(id, frame.function(), frame.file(), frame.line(), table);
        sink.codeFrameDefinition(id, id, 0, true);
    }

    @Test
    void framesOneAfterTheOtherAreOneStream() throws IOException {
        CaptureHeader header = RandomProgram.header(13, Seeds.of(0));
        CaptureWriter writer = new CaptureWriter(header);
        TextStacks stacks = new TextStacks();
        NaiveModel model = new NaiveModel(header, stacks, Set.of());
        RandomProgram.run(header, Seeds.of(0), 3000, Sinks.tee(RecordSink.class, writer, model));
        byte[] stream = writer.stream();
        byte[] first = CaptureFiles.lz4(Arrays.copyOf(stream, stream.length / 2), false);
        byte[] second = CaptureFiles.lz4(Arrays.copyOfRange(stream, stream.length / 2, stream.length), true);
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        requireModel(file(both), model, stacks, Seeds.hint(13, 0));
    }
}
