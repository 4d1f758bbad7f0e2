package dev.heapcrest.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StackTreeBenchmarkTest {
    @Test
    void bothTablesFindTheSameNodes() {
        StackTreeBenchmark benchmark = new StackTreeBenchmark();
        benchmark.nodes = 10_000;
        benchmark.grow();
        long sum = benchmark.fastutil();
        assertTrue(sum >= StackTreeBenchmark.LOOKUPS);
        assertEquals(sum, benchmark.ours());
    }
}
