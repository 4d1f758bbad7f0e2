package dev.heapcrest.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CallTreeBuilderBenchmarkTest {
    @Test
    void theTreeHoldsEveryByteOfTheProfile() {
        CallTreeBuilderBenchmark benchmark = new CallTreeBuilderBenchmark();
        benchmark.nodes = 20_000;
        benchmark.make();
        CallTree tree = benchmark.build();
        assertEquals(
                benchmark.profile.peak().totalBytes(),
                Arrays.stream(tree.metrics().get(0).bytes()).sum());
        assertTrue(tree.nodeCount() > 15_000, () -> "only " + tree.nodeCount() + " nodes");
    }

    @Test
    void theSameNumberGivesTheSameProfile() {
        assertArrayEquals(
                SyntheticProfile.of(5000).stackFrames(),
                SyntheticProfile.of(5000).stackFrames());
    }
}
