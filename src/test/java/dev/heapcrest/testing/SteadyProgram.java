package dev.heapcrest.testing;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordSink;

/**
 * A program that does the same thing for as long as it is told: four threads in turns call one of 50 functions that
 * allocates, and free what was allocated 500 rounds ago. Its stacks, locations and live memory are those of the first
 * thousand rounds, so what a longer run needs more, it needs for each record.
 */
public final class SteadyProgram {
    /** Push, allocation, free and pop in each round, a context switch in every eighth. */
    public static final double RECORDS_PER_ROUND = 4 + 1 / 8.0;

    /** Memory samples of the whole run: each is kept, up to a million. */
    private static final int SAMPLES = 100;

    private static final int FUNCTIONS = 50;
    private static final int THREADS = 4;
    private static final int ROUNDS_IN_A_ROW = 8;
    private static final int LIVE = 500;
    private static final long HEAP = 0x7F12_3400_0000L;

    private SteadyProgram() {}

    /** A finished capture of that many rounds, header versions 7 to 13. */
    public static byte[] capture(int version, int rounds) {
        CaptureWriter writer = new CaptureWriter(RandomProgram.header(version, 1));
        run(writer.header(), rounds, writer);
        return writer.stream();
    }

    private static void run(CaptureHeader header, int rounds, RecordSink sink) {
        boolean codeObjects = header.version() >= 12;
        for (int function = 0; function < FUNCTIONS; function++) {
            if (codeObjects) {
                // one run of one unit on the first line
                byte[] table = {(byte) (0x80 | 10 << 3), 0, 0};
                sink.codeObject(function, "function" + function, "program.py", 10 * function + 1, table);
            } else {
                sink.frameDefinition(function, "function" + function, "program.py", 10 * function + 1, true);
            }
        }
        for (int round = 0; round < rounds; round++) {
            if (round % ROUNDS_IN_A_ROW == 0) {
                sink.contextSwitch(1 + round / ROUNDS_IN_A_ROW % THREADS);
            }
            int function = round * 7 % FUNCTIONS;
            if (codeObjects) {
                sink.codeFramePush(function, 0, true);
            } else {
                sink.framePush(function);
            }
            sink.allocation(Allocator.MALLOC.number(), address(round), 64 + round % 3, 0);
            if (round >= LIVE) {
                sink.deallocation(Allocator.FREE.number(), address(round - LIVE), 0);
            }
            sink.framePop(1);
            if (round % (rounds / SAMPLES) == 0) {
                sink.memory(header.startMillis() + round, 1 << 24);
            }
        }
        sink.trailer();
    }

    private static long address(int round) {
        return HEAP + round % (2 * LIVE) * 48L;
    }
}
