package dev.heapcrest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.bytes.ByteInput;
import dev.heapcrest.bytes.WindowSource;
import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.RandomProgram;
import dev.heapcrest.testing.Sinks;
import dev.heapcrest.testing.SteadyProgram;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second thread that decodes ahead is never seen: what is told is what one thread tells. */
class DecodeAheadTest {
    private static final int SMALL_WINDOW_BYTES = 67;

    /** Bytes of which none, or only those read so far, are there. */
    private static final class Bytes implements ByteInput {
        private final byte[] bytes;
        private final int failFrom;
        private final Throwable failure;
        private final boolean pipe;
        private final AtomicLong position = new AtomicLong();

        Bytes(byte[] bytes, int failFrom, Throwable failure, boolean pipe) {
            this.bytes = bytes;
            this.failFrom = failFrom;
            this.failure = failure;
            this.pipe = pipe;
        }

        static Bytes of(byte[] bytes) {
            return new Bytes(bytes, Integer.MAX_VALUE, new AssertionError(), false);
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            int from = (int) position.get();
            if (from >= failFrom) {
                if (failure instanceof IOException problem) {
                    throw problem;
                }
                throw (Error) failure;
            }
            int got = Math.min(Math.min(count, failFrom - from), bytes.length - from);
            if (got == 0) {
                return -1;
            }
            System.arraycopy(bytes, from, target, offset, got);
            position.addAndGet(got);
            return got;
        }

        @Override
        public long sizeBytes() {
            return pipe ? -1 : bytes.length;
        }

        @Override
        public void close() {}
    }

    private static Coverage read(
            ByteInput input, int windowBytes, boolean ahead, RecordSink sink, ReadProgress progress)
            throws IOException {
        try (Capture capture = Capture.open(input, windowBytes, Limits.DEFAULT)) {
            return ahead ? capture.readAhead(sink, progress) : capture.read(sink, progress);
        }
    }

    private static byte[] program(int version, long seed, int steps) {
        CaptureHeader header = RandomProgram.header(version, seed);
        CaptureWriter writer = new CaptureWriter(header);
        RandomProgram.run(header, seed, steps, writer);
        return writer.stream();
    }

    private static boolean decoding() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("heapcrest-decode"));
    }

    /** What is told of a capture whose sink finds damage at a call. */
    private static String damagedAt(byte[] file, int windowBytes, boolean ahead, int call) throws IOException {
        List<String> calls = new ArrayList<>();
        RecordSink log = Sinks.log(RecordSink.class, calls);
        RecordSink picky = Sinks.counting(log, number -> {
            if (number == call) {
                throw new CaptureDamage(Rule.LIVE_BYTES, number, 1);
            }
        });
        Coverage coverage = read(Bytes.of(file), windowBytes, ahead, picky, ReadProgress.NONE);
        return coverage + " after " + calls;
    }

    @ParameterizedTest
    @ValueSource(strings = {"complex-h13-py313-lz4", "simple-h13-py313-native-lz4", "complex-h12-py311-m1.19.3-raw"})
    void damage_that_a_sink_finds_is_at_the_same_record(String name) throws IOException {
        Path capture = Path.of("testdata/captures", name + ".bin");
        byte[] file = Files.readAllBytes(capture);
        List<String> calls = new ArrayList<>();
        read(Bytes.of(file), WindowSource.USUAL_BYTES, false, Sinks.log(RecordSink.class, calls), ReadProgress.NONE);
        // every call of the beginning, then some: each reading takes as long as it is far
        for (int call = 0; call < calls.size(); call += call < 150 ? 1 : calls.size() / 60) {
            for (int windowBytes : new int[] {WindowSource.USUAL_BYTES, 1000}) {
                String alone = damagedAt(file, windowBytes, false, call);
                assertEquals(alone, damagedAt(file, windowBytes, true, call), name + " at call " + call);
            }
        }
        assertFalse(decoding());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 9, 11, 12, 13})
    void damage_is_at_the_same_record_in_all_versions(int version) throws IOException {
        byte[] file = program(version, 7, 60);
        for (int call = 0; call < 200; call++) {
            String alone = damagedAt(file, SMALL_WINDOW_BYTES, false, call);
            assertEquals(alone, damagedAt(file, SMALL_WINDOW_BYTES, true, call), "call " + call);
        }
    }

    @Test
    void progress_is_told_alike_and_ends_the_reading_at_the_same_record() throws IOException {
        byte[] file = CaptureFiles.lz4(program(13, 3, 4000), false);
        for (int ending = 1; ending < 40; ending++) {
            List<String> told = new ArrayList<>();
            int last = ending;
            for (boolean ahead : new boolean[] {false, true}) {
                List<String> progress = new ArrayList<>();
                List<String> calls = new ArrayList<>();
                Thread caller = Thread.currentThread();
                Coverage coverage = read(
                        Bytes.of(file), 1000, ahead, Sinks.log(RecordSink.class, calls), (input, size, records) -> {
                            assertSame(caller, Thread.currentThread());
                            progress.add(input + " of " + size + ", " + records + " after " + calls.size());
                            return progress.size() < last;
                        });
                told.add(coverage + " " + progress + " " + calls);
            }
            assertEquals(told.get(0), told.get(1));
        }
        assertFalse(decoding());
    }

    @Test
    void a_failure_to_read_comes_after_all_records_before_it() throws IOException {
        byte[] file = program(13, 5, 3000);
        for (Throwable failure : List.of(new IOException("the disk is gone"), new OutOfMemoryError("no more"))) {
            for (int from : new int[] {file.length / 3, file.length - 10}) {
                List<List<String>> told = new ArrayList<>();
                for (boolean ahead : new boolean[] {false, true}) {
                    List<String> calls = new ArrayList<>();
                    RecordSink log = Sinks.log(RecordSink.class, calls);
                    Bytes input = new Bytes(file, from, failure, false);
                    assertSame(
                            failure,
                            assertThrows(Throwable.class, () -> read(input, 1000, ahead, log, ReadProgress.NONE)));
                    told.add(calls);
                }
                assertEquals(told.get(0), told.get(1));
                assertNotEquals(List.of(), told.get(0));
            }
        }
        assertFalse(decoding());
    }

    @Test
    void what_a_sink_throws_ends_both_threads() {
        byte[] file = SteadyProgram.capture(13, 100_000);
        IllegalStateException problem = new IllegalStateException("enough");
        RecordSink sink = Sinks.counting(Sinks.log(RecordSink.class, new ArrayList<>()), number -> {
            if (number == 20_000) {
                throw problem;
            }
        });
        assertSame(
                problem,
                assertThrows(
                        IllegalStateException.class,
                        () -> read(Bytes.of(file), WindowSource.USUAL_BYTES, true, sink, ReadProgress.NONE)));
        assertFalse(decoding());
    }

    @Test
    void an_interrupted_caller_ends_both_threads_and_is_told_so() {
        byte[] file = SteadyProgram.capture(13, 100_000);
        RecordSink sink = Sinks.counting(Sinks.log(RecordSink.class, new ArrayList<>()), number -> {
            if (number == 20_000) {
                Thread.currentThread().interrupt();
            }
        });
        assertThrows(
                ClosedByInterruptException.class,
                () -> read(Bytes.of(file), WindowSource.USUAL_BYTES, true, sink, ReadProgress.NONE));
        assertTrue(Thread.interrupted(), "the flag stays");
        assertFalse(decoding());
    }

    /** Decoding comes to a stop when the ring is full, however long the capture is. */
    @Test
    @Timeout(60)
    void decoding_ahead_is_bounded() throws IOException {
        byte[] file = SteadyProgram.capture(13, 400_000);
        Bytes input = Bytes.of(file);
        AtomicLong ahead = new AtomicLong();
        RecordSink sink = Sinks.counting(Sinks.log(RecordSink.class, new Forgetful()), number -> {
            if (number == 0) {
                awaitWaiting();
                ahead.set(input.position.get());
            }
        });
        assertTrue(read(input, WindowSource.USUAL_BYTES, true, sink, ReadProgress.NONE)
                .complete());
        assertTrue(ahead.get() > 0 && ahead.get() < file.length / 2, ahead + " of " + file.length);
    }

    private static final class Forgetful extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean add(String line) {
            return true;
        }
    }

    private static void awaitWaiting() {
        while (Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread ->
                        thread.getName().equals("heapcrest-decode") && thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }

    /** Waiting for the thread that waits for the pipe would wait for ever. */
    @Test
    @Timeout(60)
    void a_pipe_that_gives_nothing_more_holds_nobody() throws Exception {
        byte[] file = SteadyProgram.capture(13, 100_000);
        CountDownLatch more = new CountDownLatch(1);
        ByteInput pipe = new ByteInput() {
            private final Bytes bytes = Bytes.of(file);

            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                if (bytes.position.get() > file.length / 2) {
                    while (more.getCount() > 0) {
                        try {
                            more.await();
                        } catch (InterruptedException e) {
                            // as a system's pipe, which knows no interruption
                        }
                    }
                }
                return bytes.read(target, offset, count);
            }

            @Override
            public long sizeBytes() {
                return -1;
            }

            @Override
            public void close() {}
        };
        try {
            RecordSink sink = Sinks.counting(Sinks.log(RecordSink.class, new Forgetful()), number -> {
                if (number == 20_000) {
                    throw new CaptureDamage(Rule.LIVE_BYTES, 1, 2);
                }
            });
            Coverage coverage = read(pipe, WindowSource.USUAL_BYTES, true, sink, ReadProgress.NONE);
            assertEquals(Coverage.State.DAMAGED, coverage.state());
        } finally {
            more.countDown();
        }
        while (decoding()) {
            Thread.onSpinWait();
        }
    }

    /** No number is too large for a block: what has no short form takes the long one. */
    @Test
    void large_addresses_code_objects_and_counts_are_told_as_they_are() throws IOException {
        CaptureHeader header = RandomProgram.header(13, 1);
        CaptureWriter writer = new CaptureWriter(header);
        List<String> written = new ArrayList<>();
        RecordSink both = Sinks.tee(RecordSink.class, writer, Sinks.log(RecordSink.class, written));
        both.contextSwitch(-1);
        for (long id : new long[] {1, (1 << 24) - 1, 1 << 24, Integer.MAX_VALUE}) {
            both.codeObject(id, "f", "f.py", 1, new byte[] {1, 2});
            both.codeFramePush(id, Integer.MIN_VALUE, true);
            both.codeFramePush(id, -1, false);
        }
        for (long address : new long[] {8, 1L << 55, 1L << 56, -8}) {
            both.allocation(Allocator.MALLOC.number(), address, Long.MAX_VALUE, 0);
            both.allocation(Allocator.MMAP.number(), address, 4096, 0);
            both.deallocation(Allocator.MUNMAP.number(), address, 1L << 40);
            both.deallocation(Allocator.FREE.number(), address, 0);
        }
        both.trailer();
        for (boolean ahead : new boolean[] {false, true}) {
            List<String> calls = new ArrayList<>();
            read(Bytes.of(writer.stream()), 4096, ahead, Sinks.log(RecordSink.class, calls), ReadProgress.NONE);
            assertEquals(written, calls);
        }
    }

    /** Texts of a hostile capture wait for their reader: they do not add up in the ring. */
    @Test
    void large_line_tables_are_handed_on_one_by_one() throws IOException {
        CaptureHeader header = RandomProgram.header(13, 1);
        CaptureWriter writer = new CaptureWriter(header);
        List<String> written = new ArrayList<>();
        RecordSink both = Sinks.tee(RecordSink.class, writer, Sinks.log(RecordSink.class, written));
        for (int id = 1; id < 40; id++) {
            both.codeObject(id, "f" + id, "f.py", 1, new byte[id % 5 == 0 ? 3 << 20 : 100]);
        }
        both.trailer();
        List<String> calls = new ArrayList<>();
        read(Bytes.of(writer.stream()), 4096, true, Sinks.log(RecordSink.class, calls), ReadProgress.NONE);
        assertEquals(written.size(), calls.size());
        assertTrue(written.equals(calls), "the same calls");
    }
}
