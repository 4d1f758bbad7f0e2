package dev.heapcrest.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.View;
import org.junit.jupiter.api.Test;

class CallTreeBuilderBenchmarkTest {
    @Test
    void theTreeHoldsEveryByteOfTheProfile() {
        CallTreeBuilderBenchmark benchmark = new CallTreeBuilderBenchmark();
        benchmark.nodes = 20_000;
        benchmark.make();
        CallTree tree = benchmark.build();
        assertEquals(
                benchmark.profile.figures(View.Kind.PEAK).totalBytes(),
                tree.primary().totalBytes());
        assertTrue(tree.nodeCount() > 15_000, () -> "only " + tree.nodeCount() + " nodes");
    }

    @Test
    void theSameNumberGivesTheSameProfile() {
        assertEquals(
                SyntheticProfile.of(5000).stacks().frames(),
                SyntheticProfile.of(5000).stacks().frames());
    }
}
