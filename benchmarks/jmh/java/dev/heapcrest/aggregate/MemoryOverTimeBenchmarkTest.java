package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MemoryOverTimeBenchmarkTest {
    @Test
    void findsThePeakOfTheRunningTotal() {
        MemoryOverTimeBenchmark benchmark = new MemoryOverTimeBenchmark();
        benchmark.lifetime = 1000;
        benchmark.locations = 1000;
        benchmark.draw();
        assertEquals(HighWaterMarkBenchmark.expectedPeakBytes(), benchmark.changes());
    }
}
