package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.FoldedTree;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Trees of many equal nodes: what is left of them comes close to what is allowed, and adds up. */
class FoldingTiesTest {
    /** Nodes whose values are of three sizes only. The frame of each node is its number, so folded trees tell them. */
    private static CallTree randomTree(long seed) {
        Random random = new Random(seed);
        int nodes = 200 + random.nextInt(2000);
        int maxDepth = 2 + random.nextInt(20);
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        int depth = 0;
        for (int i = 1; i <= nodes; i++) {
            depth = 1 + random.nextInt(Math.min(depth + 1, maxDepth));
            maker.node(depth, "f" + i, "m.py", i);
            for (int thread = 0; thread < 2; thread++) {
                if (random.nextBoolean()) {
                    long bytes = new long[] {0, 64, 4096}[random.nextInt(3)];
                    maker.own(thread, 6 + random.nextInt(2), bytes, 1, random.nextBoolean() ? bytes : 0, 1);
                }
            }
        }
        return maker.tree();
    }

    /** Groups of equal leaves, each of the same bytes. */
    private static CallTree equalLeaves(int groups, int leaves) {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (int group = 0; group < groups; group++) {
            maker.node(1, "group" + group, "m.py", 1);
            for (int leaf = 0; leaf < leaves; leaf++) {
                maker.node(2, "leaf" + leaf, "m.py", 2).own(0, 6, 100, 1, 100, 1);
            }
        }
        return maker.tree();
    }

    private static void isAsLargeAsAllowed(int maxNodes, FoldedTree folded, String what) {
        int nodes = folded.tree().nodeCount();
        assertTrue(nodes == maxNodes || nodes == maxNodes - 1, what + ": " + nodes + " of " + maxNodes);
    }

    @Test
    void equal_leaves_fill_the_room_that_there_is() {
        CallTree whole = equalLeaves(100, 200);
        for (int maxNodes : new int[] {202, 203, 401, 5000, 14_951, 20_099, 20_100}) {
            FoldedTree folded = FoldedTree.fold(whole, maxNodes);
            isAsLargeAsAllowed(maxNodes, folded, "equal leaves");
            assertEquals(whole.nodeCount(), folded.tree().nodeCount() - folded.boxCount() + folded.foldedNodes());
        }
    }

    @Test
    void of_equal_leaves_the_first_stay() {
        CallTree tree = FoldedTree.fold(equalLeaves(3, 4), 12).tree();
        assertArrayEquals(new int[] {0, 1, 2, 2, 2, 2, 1, 2, 2, 2, 1, 2}, tree.depths());
        assertEquals("(2 smaller)", tree.frames().function(tree.nodeFrames()[9]));
        assertEquals("(4 smaller)", tree.frames().function(tree.nodeFrames()[11]));
        assertArrayEquals(
                new long[] {100, 100, 100, 100, 100, 100, 200, 400},
                tree.primary().bytes().toArray());
    }

    @Test
    void a_tree_that_fits_is_left_as_it_is() {
        CallTree whole = equalLeaves(3, 4);
        FoldedTree folded = FoldedTree.fold(whole, 16);
        assertArrayEquals(whole.depths(), folded.tree().depths());
        assertEquals(0, folded.boxCount());
        assertEquals(0, folded.foldedNodes());
    }

    @Test
    void random_trees_with_many_ties_fill_the_room_and_all_values_add_up() {
        for (long seed = 1; seed <= 150; seed++) {
            CallTree whole = randomTree(seed);
            int maxNodes = 2 + new Random(-seed).nextInt(whole.nodeCount() - 2);
            FoldedTree folded = FoldedTree.fold(whole, maxNodes);
            isAsLargeAsAllowed(maxNodes, folded, "seed " + seed);
            assertEquals(valuesWithBoxes(whole, folded), values(folded), "seed " + seed);
        }
    }

    @Test
    void what_stays_is_not_smaller_than_what_goes_but_within_the_precision_of_a_share() {
        for (long seed = 1; seed <= 50; seed++) {
            CallTree whole = randomTree(seed);
            FoldedTree folded = FoldedTree.fold(whole, whole.nodeCount() / 2);
            boolean[] left = left(whole, folded);
            double[] shares = shares(whole);
            double largestFolded = 0;
            for (int node = 1; node < left.length; node++) {
                largestFolded = left[node] ? largestFolded : Math.max(largestFolded, shares[node]);
            }
            assertTrue(largestFolded < folded.threshold(), "seed " + seed);
            int[] parents = whole.parents();
            for (int node = 1; node < left.length; node++) {
                // beside a node that would be alone in a box no other one is folded
                boolean alone = left[node];
                for (int other = 1; alone && other < left.length; other++) {
                    alone = left[other] || parents[other] != parents[node];
                }
                boolean large = shares[node] >= largestFolded * (1 - 1 / 128.0);
                assertTrue(!left[node] || large || alone, "seed " + seed + ", node " + node);
            }
        }
    }

    @Test
    void the_same_tree_is_folded_in_the_same_way_again() {
        for (long seed = 1; seed <= 5; seed++) {
            FoldedTree first = FoldedTree.fold(randomTree(seed), 150);
            FoldedTree second = FoldedTree.fold(randomTree(seed), 150);
            assertArrayEquals(first.tree().depths(), second.tree().depths());
            assertArrayEquals(first.tree().nodeFrames(), second.tree().nodeFrames());
            assertEquals(values(first), values(second));
            assertEquals(first.threshold(), second.threshold());
        }
    }

    /** Which nodes of the whole tree a folded one has. */
    private static boolean[] left(CallTree whole, FoldedTree folded) {
        boolean[] left = new boolean[whole.nodeCount()];
        for (int frame : folded.tree().nodeFrames()) {
            if (frame < folded.firstBoxFrame()) {
                left[frame] = true;
            }
        }
        return left;
    }

    /** Largest share of each node in any metric. */
    private static double[] shares(CallTree tree) {
        int[] parents = tree.parents();
        double[] shares = new double[parents.length];
        for (Figures metric : tree.figures()) {
            long[] totals = tree.totals(metric.bytes(), parents);
            for (int node = 0; node < totals.length; node++) {
                shares[node] = Math.max(shares[node], totals[node] / (double) totals[0]);
            }
        }
        return shares;
    }

    /** Own values of a folded tree by place, thread, allocator and metric; those of a box are "in" its parent. */
    private static Map<String, Long> values(FoldedTree folded) {
        CallTree tree = folded.tree();
        int[] parents = tree.parents();
        Map<String, Long> values = new HashMap<>();
        for (int i = 0; i < tree.ownNodes().length; i++) {
            int node = tree.ownNodes()[i];
            int frame = tree.nodeFrames()[node];
            boolean box = frame >= folded.firstBoxFrame();
            add(values, box ? "in " + tree.nodeFrames()[parents[node]] : "of " + frame, tree, i);
        }
        return values;
    }

    /** The same from the whole tree: what is not left stands in the box of the nearest ancestor that is. */
    private static Map<String, Long> valuesWithBoxes(CallTree whole, FoldedTree folded) {
        boolean[] left = left(whole, folded);
        int[] parents = whole.parents();
        Map<String, Long> values = new HashMap<>();
        for (int i = 0; i < whole.ownNodes().length; i++) {
            int node = whole.ownNodes()[i];
            int place = node;
            while (!left[place]) {
                place = parents[place];
            }
            add(values, (place == node ? "of " : "in ") + place, whole, i);
        }
        return values;
    }

    private static void add(Map<String, Long> values, String place, CallTree tree, int i) {
        String key = place + ", thread " + tree.ownThreads()[i] + ", allocator " + tree.ownAllocators()[i];
        for (Figures metric : tree.figures()) {
            values.merge(metric.view() + " bytes " + key, metric.bytes().get(i), Long::sum);
            values.merge(metric.view() + " count " + key, metric.counts().get(i), Long::sum);
        }
    }
}
