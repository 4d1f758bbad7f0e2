package dev.heapcrest.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CallTreeBuilderBenchmarkTest {
    @Test
    void theTreeHoldsEveryByteOfTheProfile() {
        CallTreeBuilderBenchmark benchmark = new CallTreeBuilderBenchmark();
        benchmark.nodes = 20_000;
        benchmark.make();
        CallTree tree = benchmark.build();
        assertEquals(benchmark.profile.peak().totalBytes(), tree.primary().totalBytes());
        assertTrue(tree.nodeCount() > 15_000, () -> "only " + tree.nodeCount() + " nodes");
    }

    @Test
    void theSameNumberGivesTheSameProfile() {
        assertArrayEquals(
                SyntheticProfile.of(5000).stackFrames(),
                SyntheticProfile.of(5000).stackFrames());
    }
}
