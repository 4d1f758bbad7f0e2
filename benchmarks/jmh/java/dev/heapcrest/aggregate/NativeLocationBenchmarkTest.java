package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NativeLocationBenchmarkTest {
    @Test
    void native_stacks_do_not_change_the_peak() {
        long expected = peak(0);
        assertTrue(expected > 0);
        assertEquals(expected, peak(1));
        assertEquals(expected, peak(4000));
    }

    private static long peak(int nativeStacks) {
        NativeLocationBenchmark benchmark = new NativeLocationBenchmark();
        benchmark.nativeStacks = nativeStacks;
        benchmark.prepare();
        benchmark.pairs();
        benchmark.pairs();
        return benchmark.peakBytes();
    }
}
