package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveAllocationsBenchmarkTest {
    @ParameterizedTest
    @ValueSource(strings = {"shuffled", "neighbours"})
    void bothTablesGiveBackTheSizesThatWerePutIn(String order) {
        LiveAllocationsBenchmark benchmark = new LiveAllocationsBenchmark();
        benchmark.live = 30_000;
        benchmark.order = order;
        benchmark.fill();
        int step = 0;
        for (int invocation = 0; invocation < 3; invocation++) {
            long expected = 0;
            for (int i = 0; i < LiveAllocationsBenchmark.PAIRS; i++) {
                expected += AddressWindow.sizeBytes(step++ % 60_000);
            }
            assertEquals(expected, benchmark.ours());
            assertEquals(expected, benchmark.fastutil());
        }
    }
}
