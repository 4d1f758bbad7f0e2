package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapProfilerBenchmarkTest {
    @ParameterizedTest
    @ValueSource(ints = {11, 13})
    void theProfileIsThatOfTheProgram(int version) throws IOException {
        HeapProfilerBenchmark benchmark = new HeapProfilerBenchmark();
        benchmark.version = version;
        benchmark.rounds = 10_000;
        benchmark.write();
        HeapProfilerBenchmark.Read read = new HeapProfilerBenchmark.Read();
        Profile profile = benchmark.profile(read);
        assertTrue(profile.coverage().complete());
        assertEquals(profile.coverage().records(), read.records);
        // 500 stay live, and one more before each free, of 64, 65 and 66 bytes in turns
        assertEquals(501 * 65, profile.peakBytes(), 2);
        assertEquals(500 * 65, profile.figures(View.Kind.LEAKS).totalBytes(), 2);
        assertEquals(10_000 + 10_000 - 500, profile.coverage().allocationRecords());
    }
}
