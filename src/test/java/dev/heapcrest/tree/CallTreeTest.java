package dev.heapcrest.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.View;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallTreeTest {
    private static CallTree tree(int[] depths, int[] ownNodes, long[] bytes, long[] counts) {
        return new CallTree(
                depths,
                new int[depths.length],
                CallTreeBuilderTest.LETTERS,
                ownNodes,
                new int[ownNodes.length],
                new byte[ownNodes.length],
                List.of(new Figures(View.PEAK, LongColumn.of(bytes), LongColumn.of(counts))));
    }

    @Test
    void parents_and_the_greatest_depth_follow_from_the_depths() {
        CallTree tree = tree(new int[] {0, 1, 2, 3, 2, 1}, new int[0], new long[0], new long[0]);
        assertArrayEquals(new int[] {-1, 0, 1, 2, 1, 0}, tree.parents());
        assertEquals(3, tree.maxDepth());
    }

    @Test
    void frames_are_counted_once_and_the_root_has_none() {
        CallTree tree = new CallTree(
                new int[] {0, 1, 2, 2, 1},
                new int[] {0, 2, 3, 2, 1},
                CallTreeBuilderTest.LETTERS,
                new int[0],
                new int[0],
                new byte[0],
                List.of(new Figures(View.PEAK, LongColumn.of(), LongColumn.of())));
        assertEquals(3, tree.distinctFrames());
    }

    @Test
    void a_tree_of_its_root_alone_has_no_parents() {
        CallTree tree = tree(new int[] {0}, new int[] {0, 0}, new long[] {5, 6}, new long[] {1, 1});
        assertArrayEquals(new int[] {-1}, tree.parents());
        assertEquals(0, tree.maxDepth());
        assertArrayEquals(new long[] {11}, tree.totals(LongColumn.of(new long[] {5, 6}), tree.parents()));
    }

    @Test
    void totals_hold_what_a_node_and_all_below_it_own() {
        long[] bytes = {1, 10, 100, 1000, 10000};
        // two own values of node 3: of two threads or allocators
        CallTree tree =
                tree(new int[] {0, 1, 2, 3, 2, 1}, new int[] {1, 3, 3, 4, 5}, bytes, new long[] {1, 2, 3, 4, 5});
        assertArrayEquals(
                new long[] {11111, 1111, 110, 110, 1000, 10000}, tree.totals(LongColumn.of(bytes), tree.parents()));
        assertEquals(11111, tree.primary().totalBytes());
        assertEquals(15, tree.primary().totalCount());
    }

    @Test
    void totals_of_any_tree_are_those_of_a_walk_from_each_own_value_to_the_root() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            int[] depths = new int[200];
            for (int node = 1; node < depths.length; node++) {
                depths[node] = 1 + random.nextInt(depths[node - 1] + 1);
            }
            long[] bytes = random.longs(300, 0, 1 << 20).toArray();
            int[] ownNodes = random.ints(300, 0, depths.length).sorted().toArray();
            CallTree tree = tree(depths, ownNodes, bytes, bytes);
            long[] walked = new long[depths.length];
            for (int i = 0; i < ownNodes.length; i++) {
                walked[ownNodes[i]] += bytes[i];
                int depth = depths[ownNodes[i]];
                for (int node = ownNodes[i]; node >= 0; node--) {
                    if (depths[node] < depth) {
                        depth = depths[node];
                        walked[node] += bytes[i];
                    }
                }
            }
            assertArrayEquals(walked, tree.totals(LongColumn.of(bytes), tree.parents()), "seed " + seed);
        }
    }
}
