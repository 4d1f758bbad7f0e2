package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.AggregatedCaptureWriter;
import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.conformance.ProfileViews;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.NaiveAggregate;
import dev.heapcrest.testing.PlainReader;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A capture and what is compacted of it have the same figures, read by us and by the plain reading of the format. */
class CompactTest {
    private static final int NEWEST = AggregatedCaptureWriter.NEWEST;

    private static CompactedCapture compact(Capture capture) throws IOException {
        try (capture) {
            return CaptureCompactor.compact(capture, ProfileOptions.DEFAULT);
        }
    }

    private static byte[] compact(Path file, int version, boolean mergeThreads) throws IOException {
        return written(compact(Capture.open(file)), version, mergeThreads);
    }

    private static byte[] written(CompactedCapture compacted, int version, boolean mergeThreads) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        compacted.writeTo(version, mergeThreads, out);
        return out.toByteArray();
    }

    private static Path capture(String name) {
        return CommandRun.CAPTURES.resolve(name + ".bin");
    }

    /** Those that can be opened. */
    private static List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(CommandRun.CAPTURES)) {
            return files.filter(file -> file.toString().endsWith(".bin"))
                    .filter(CompactTest::opens)
                    .sorted()
                    .toList();
        }
    }

    private static boolean opens(Path file) {
        try (Capture capture = Capture.open(file)) {
            return capture.header().version() > 0;
        } catch (CaptureException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Profile profile(Capture capture) throws IOException {
        try (capture) {
            return HeapProfiler.profile(capture, ProfileOptions.DEFAULT.withMaxMemoryRecords(Integer.MAX_VALUE));
        }
    }

    private static void assertSame(TextView expected, TextView actual, TextStacks stacks, String what) {
        assertEquals(List.of(), actual.differences(expected, stacks), what);
    }

    @Test
    void figures_names_and_samples_are_those_of_the_source() throws Exception {
        List<Path> captures = captures();
        assertTrue(captures.size() > 200, captures.size() + " captures");
        for (int i = 0; i < captures.size(); i++) {
            int version = AggregatedCaptureWriter.OLDEST + i % 4;
            String what = captures.get(i) + " as version " + version;
            byte[] file = compact(captures.get(i), version, false);
            Profile source = profile(Capture.open(captures.get(i)));
            TextStacks stacks = new TextStacks();
            ProfileViews expected = new ProfileViews(source, stacks);

            PlainReader reader = new PlainReader(file);
            NaiveAggregate plain = new NaiveAggregate(reader.header(), stacks, Set.of());
            PlainReader.Ending end = reader.readAggregated(plain);
            assertEquals(
                    source.coverage().complete() ? PlainReader.End.COMPLETE : PlainReader.End.TRUNCATED,
                    end.end(),
                    what);
            assertSame(expected.peak(), plain.peak(), stacks, what);
            assertSame(expected.leaks(), plain.leaks(), stacks, what);
            plain.threadNames().forEach((thread, name) -> assertEquals(expected.threadName(thread), name, what));

            Profile ours = profile(Capture.open(new ByteArrayInputStream(file)));
            assertEquals(source.timeline(), ours.timeline(), what);
            assertEquals(source.coverage().complete(), ours.coverage().complete(), what);
            assertSame(expected.peak(), new ProfileViews(ours, stacks).peak(), stacks, what);
        }
    }

    @Test
    void what_was_compacted_gives_its_own_bytes_again() throws IOException {
        List<Path> captures = captures();
        for (int i = 0; i < captures.size(); i++) {
            int version = AggregatedCaptureWriter.OLDEST + i % 4;
            byte[] once = compact(captures.get(i), version, i % 2 == 0);
            CompactedCapture again = compact(Capture.open(new ByteArrayInputStream(once)));
            assertArrayEquals(
                    once, written(again, version, i % 2 == 0), captures.get(i).toString());
        }
    }

    @Test
    void the_header_is_kept_but_for_what_cannot_be() throws IOException {
        CaptureHeader source = header(Files.readAllBytes(capture("complex-h13-py313-lz4")));
        CaptureHeader written = header(compact(capture("complex-h13-py313-lz4"), NEWEST, false));
        assertEquals(
                new CaptureHeader(
                        13,
                        source.pythonVersion(),
                        false,
                        true,
                        0,
                        0,
                        source.startMillis(),
                        source.endMillis(),
                        source.commandLine(),
                        source.pid(),
                        source.mainThreadId(),
                        source.skippedMainThreadFrames(),
                        source.pythonAllocator(),
                        source.pythonAllocatorsTraced(),
                        false,
                        source.stdlibDirectory(),
                        source.sitePackages(),
                        source.modulePath()),
                written);
        assertEquals(
                "3.13",
                header(compact(capture("complex-h10-py311-m1.8.0-raw"), NEWEST, false))
                        .pythonVersionText());
        assertTrue(header(compact(capture("complex-h10-py311-m1.8.0-raw"), 11, false))
                        .frameCount()
                > 0);
    }

    private static CaptureHeader header(byte[] file) throws IOException {
        try (Capture capture = Capture.open(new ByteArrayInputStream(file))) {
            return capture.header();
        }
    }

    @Test
    void merged_threads_are_one_row_for_each_stack() throws IOException {
        Path file = capture("threads8-h13-py313-lz4");
        TextStacks stacks = new TextStacks();
        Profile source = profile(Capture.open(file));
        Profile merged = profile(Capture.open(new ByteArrayInputStream(compact(file, NEWEST, true))));
        assertSame(
                new ProfileViews(source, stacks).leaks().merged(),
                new ProfileViews(merged, stacks).leaks().merged(),
                stacks,
                "leaks");
        Set<Integer> distinct = new TreeSet<>();
        for (int i = 0; i < merged.locations().count(); i++) {
            assertTrue(distinct.add(merged.locations().stacks().get(i)), "a stack has two rows");
        }
        assertTrue(merged.locations().count() < source.locations().count());
    }

    @Test
    void a_killed_program_stays_truncated() throws IOException {
        byte[] file = compact(capture("killed-h13-py313-sigkill-raw"), NEWEST, false);
        Profile profile = profile(Capture.open(new ByteArrayInputStream(file)));
        assertFalse(profile.coverage().complete());
        assertTrue(profile.figures(View.Kind.PEAK).totalBytes() > 0);
    }

    /** Native stacks and images of each row, resolved and summed. */
    private static final class NativeRows implements AggregatedSink {
        private final List<Long> pointers = new ArrayList<>(List.of(0L));
        private final List<Long> parents = new ArrayList<>(List.of(0L));
        private final List<String> maps = new ArrayList<>(List.of(""));
        private final List<String> nodes = new ArrayList<>(List.of(""));
        private final Map<Long, String> frames = new HashMap<>();
        private final Map<Long, String> codes = new HashMap<>();
        final Map<String, Long> leaked = new HashMap<>();
        final Map<String, Long> peak = new HashMap<>();

        @Override
        public void aggregatedAllocation(
                long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures figures) {
            StringBuilder row = new StringBuilder(nodes.get((int) stackIndex)).append(" / ");
            for (int at = (int) nativeFrameId; at != 0; at = parents.get(at).intValue()) {
                row.append(Long.toHexString(pointers.get(at))).append(' ');
            }
            row.append(" of ").append(nativeFrameId == 0 ? "" : maps.get((int) generation));
            String key = threadId + " " + allocator + " " + row;
            leaked.merge(key, figures.leakBytes, Long::sum);
            peak.merge(key, figures.peakBytes, Long::sum);
        }

        @Override
        public void stackTreeNode(long frameId, long parentIndex) {
            nodes.add(nodes.get((int) parentIndex) + " " + frames.get(frameId));
        }

        @Override
        public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
            frames.put(frameId, function + entryFrame);
        }

        @Override
        public void codeFrameDefinition(long frameId, long codeObjectId, int instructionOffset, boolean entryFrame) {
            frames.put(frameId, codes.get(codeObjectId) + entryFrame);
        }

        @Override
        public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
            codes.put(codeObjectId, function);
        }

        @Override
        public void nativeFrame(long pointer, long parent) {
            pointers.add(pointer);
            parents.add(parent);
        }

        @Override
        public void memoryMapStart() {
            maps.add("");
        }

        @Override
        public void segmentHeader(String file, long segmentCount, long loadAddress) {
            more("|" + file + "@" + loadAddress);
        }

        @Override
        public void segment(long virtualAddress, long sizeBytes) {
            more(" " + virtualAddress + "+" + sizeBytes);
        }

        private void more(String text) {
            maps.set(maps.size() - 1, maps.get(maps.size() - 1) + text);
        }

        @Override
        public void contextSwitch(long threadId) {}

        @Override
        public void threadName(String name) {}

        @Override
        public void memorySnapshot(long epochMillis, long residentBytes, long heapBytes) {}

        NativeRows read(Capture capture) throws IOException {
            try (capture) {
                capture.readAggregated(this, ReadProgress.NONE);
            }
            return this;
        }
    }

    private static CaptureHeader nativeHeader(int version) {
        return new CaptureHeader(
                version,
                0x030D00F0,
                true,
                false,
                0,
                0,
                1000,
                2000,
                "x",
                1,
                1,
                0,
                1,
                false,
                false,
                "",
                List.of(),
                List.of());
    }

    private static void image(CaptureWriter program, String path, long loadAddress) {
        program.segmentHeader(path, 1, loadAddress);
        program.segment(64, 4096);
    }

    /** g runs in the interpreter loop of f; images are told three times, and the last time there is one more. */
    private static byte[] nativeProgram(int version) {
        int malloc = Allocator.MALLOC.number();
        CaptureWriter program = new CaptureWriter(nativeHeader(version));
        program.memoryMapStart();
        image(program, "/bin/a", 1 << 20);
        program.contextSwitch(1);
        if (version >= 12) {
            program.codeObject(1, "f", "x.py", 1, new byte[] {(byte) 0x80, 0});
            program.codeObject(2, "g", "x.py", 9, new byte[] {(byte) 0x80, 0});
            program.codeFramePush(1, 0, true);
            program.codeFramePush(2, 0, false);
        } else {
            program.frameDefinition(1, "f", "x.py", 1, true);
            program.frameDefinition(2, "g", "x.py", 9, false);
            program.framePush(1);
            program.framePush(2);
        }
        program.nativeFrame(0x100010, 0);
        program.nativeFrame(0x100020, 1);
        program.nativeFrame(0x100030, 1);
        program.nativeFrame(0x100099, 2);
        program.allocation(malloc, 8, 100, 2);
        program.allocation(malloc, 16, 50, 3);
        program.allocation(malloc, 24, 7, 0);
        program.memoryMapStart();
        image(program, "/bin/a", 1 << 20);
        program.allocation(malloc, 32, 1, 2);
        program.memoryMapStart();
        image(program, "/bin/a", 1 << 20);
        image(program, "/lib/b", 1 << 30);
        program.allocation(malloc, 40, 5, 2);
        program.trailer();
        return CaptureFiles.lz4(program.stream(), false);
    }

    /** A native stack is kept to the last address, with the images of its time, and Python frames know their loop. */
    @Test
    void native_stacks_and_images_are_kept() throws IOException {
        for (int version : new int[] {9, 11, 13}) {
            byte[] program = nativeProgram(version);
            for (int written = AggregatedCaptureWriter.OLDEST; written <= NEWEST; written++) {
                byte[] file = written(compact(Capture.open(new ByteArrayInputStream(program))), written, false);
                NativeRows rows = new NativeRows().read(Capture.open(new ByteArrayInputStream(file)));
                String stack = "1 6  ftrue gfalse / ";
                String a = "|/bin/a@1048576 64+4096";
                assertEquals(
                        Map.of(
                                stack + "100020 100010  of " + a, 101L,
                                stack + "100030 100010  of " + a, 50L,
                                stack + " of ", 7L,
                                stack + "100020 100010  of " + a + "|/lib/b@1073741824 64+4096", 5L),
                        rows.leaked,
                        "from " + version + " to " + written);
                assertEquals(rows.leaked, rows.peak);
                assertEquals(3, rows.maps.size(), "equal lists of images are one");
                assertEquals(4, rows.pointers.size(), "a native frame without memory is left out");
                byte[] again = written(compact(Capture.open(new ByteArrayInputStream(file))), written, false);
                assertArrayEquals(file, again);
            }
        }
    }

    /** Each record goes to our writer and to that of the tests, which shares no code with it. */
    @Test
    void two_writers_write_the_same_bytes() throws IOException {
        int compared = 0;
        for (Path file : captures()) {
            try (Capture capture = Capture.open(file)) {
                CaptureHeader header = capture.header();
                if (!header.aggregated()) {
                    continue;
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                AggregatedCaptureWriter ours = new AggregatedCaptureWriter(header, bytes);
                dev.heapcrest.testing.AggregatedCaptureWriter theirs =
                        new dev.heapcrest.testing.AggregatedCaptureWriter(header);
                capture.readAggregated(
                        (AggregatedSink) Proxy.newProxyInstance(
                                CompactTest.class.getClassLoader(),
                                new Class<?>[] {AggregatedSink.class},
                                (proxy, method, arguments) -> {
                                    method.invoke(ours, arguments);
                                    return method.invoke(theirs, arguments);
                                }),
                        ReadProgress.NONE);
                ours.flush();
                assertEquals(
                        withoutPadding(header, theirs.stream()),
                        withoutPadding(header, bytes.toByteArray()),
                        file.toString());
                compared++;
            }
        }
        assertTrue(compared > 15, compared + " captures");
    }

    /** The seven bytes after an allocator are any: the other writer fills them, so that no reader looks. */
    private static String withoutPadding(CaptureHeader header, byte[] stream) throws IOException {
        StringBuilder records = new StringBuilder(header.toString());
        try (Capture capture = Capture.open(new ByteArrayInputStream(stream))) {
            assertEquals(header, capture.header());
        }
        byte[] zeroed = stream.clone();
        for (int i = 0; i + 6 < zeroed.length; i++) {
            boolean padding = true;
            for (int j = 0; j < 7; j++) {
                padding &= zeroed[i + j] == (byte) 0xA5 || zeroed[i + j] == 0;
            }
            if (padding) {
                Arrays.fill(zeroed, i, i + 7, (byte) 0);
            }
        }
        return records.append(HexFormat.of().formatHex(zeroed)).toString();
    }
}
