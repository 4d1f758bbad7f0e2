package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.SteadyProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and replaying allocates nothing for a record, whatever the compiler makes of the code. */
class NoGarbageTest {
    private static final int ROUNDS = 30_000;
    private static final int RUNS = 4;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9, 10, 11, 12, 13})
    void aLongerRunOfTheSameProgramAllocatesNoMore(int version) throws IOException {
        require(version, UnaryOperator.identity());
        require(version, stream -> CaptureFiles.lz4(stream, false));
    }

    private static void require(int version, UnaryOperator<byte[]> packing) throws IOException {
        byte[] once = packing.apply(SteadyProgram.capture(version, ROUNDS));
        byte[] thrice = packing.apply(SteadyProgram.capture(version, 3 * ROUNDS));
        long more = leastAllocatedBytes(thrice) - leastAllocatedBytes(once);
        long records = (long) (2 * ROUNDS * SteadyProgram.RECORDS_PER_ROUND);
        assertTrue(
                more < records / 100, () -> more + " bytes more for " + records + " records more, version " + version);
    }

    /** Of several runs: the first ones load classes, and a compiler that gives code up allocates once. */
    private static long leastAllocatedBytes(byte[] file) throws IOException {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            least = Math.min(least, allocatedBytes(file));
        }
        return least;
    }

    private static long allocatedBytes(byte[] file) throws IOException {
        ProfileOptions options =
                ProfileOptions.DEFAULT.withTemporaryThreshold(1).withMaxMemoryRecords(100);
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        try (Capture capture = Capture.open(new ByteArrayInputStream(file))) {
            Profile profile = HeapProfiler.profile(capture, options);
            assertEquals(
                    capture.header().allocationRecords(), profile.coverage().allocationRecords());
        }
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
}
