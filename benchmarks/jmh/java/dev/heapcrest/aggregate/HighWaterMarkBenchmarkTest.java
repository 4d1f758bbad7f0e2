package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HighWaterMarkBenchmarkTest {
    @Test
    void findsThePeakOfTheRunningTotal() {
        HighWaterMarkBenchmark benchmark = new HighWaterMarkBenchmark();
        benchmark.locations = 1000;
        benchmark.draw();
        assertEquals(HighWaterMarkBenchmark.expectedPeakBytes(), benchmark.changes());
    }
}
