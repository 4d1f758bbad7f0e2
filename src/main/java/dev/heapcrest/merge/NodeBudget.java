package dev.heapcrest.merge;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.tree.CallTree;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * Folds the call tree of one capture to its largest nodes, before it is added to others: folding sums would depend on the
 * order in which they were added. What is folded below a node is one box, with the exact sum. 28 bytes a node while it
 * works.
 */
final class NodeBudget {
    /** What is folded; without their number, so that the boxes of several captures add up. */
    static final String SMALLER = "(smaller)";

    private final CallTree tree;
    private final int[] parents;
    /** Largest magnitude of any view of each node with all below it; never below that of a child. */
    private final long[] weights;
    /** Nodes above that are kept. */
    private final long limit;

    private NodeBudget(CallTree tree, int most) {
        this.tree = tree;
        parents = tree.parents();
        weights = weights();
        weights[0] = Long.MAX_VALUE;
        long[] sorted = Arrays.copyOfRange(weights, 1, weights.length);
        Arrays.sort(sorted);
        limit = sorted[sorted.length - 1 - most];
    }

    /**
     * A tree of at most so many nodes, and a box below each that has one. Of equal nodes all are kept, or none.
     *
     * @param most 0 for no limit
     */
    static CallTree fold(CallTree tree, int most) {
        return most == 0 || tree.nodeCount() - 1 <= most ? tree : new NodeBudget(tree, most).folded();
    }

    private long[] weights() {
        long[] largest = new long[tree.nodeCount()];
        for (Figures each : tree.figures()) {
            long[] totals = new long[largest.length];
            for (int i = 0; i < tree.ownNodes().length; i++) {
                totals[tree.ownNodes()[i]] += each.bytes().get(i);
            }
            for (int node = totals.length - 1; node >= 0; node--) {
                largest[node] = Math.max(largest[node], Math.abs(totals[node]));
                if (node > 0) {
                    totals[parents[node]] += totals[node];
                }
            }
        }
        for (int node = largest.length - 1; node > 0; node--) {
            largest[parents[node]] = Math.max(largest[parents[node]], largest[node]);
        }
        return largest;
    }

    private boolean kept(int node) {
        return weights[node] > limit;
    }

    private CallTree folded() {
        int count = tree.nodeCount();
        boolean[] box = new boolean[count];
        for (int node = 1; node < count; node++) {
            box[parents[node]] |= !kept(node);
        }
        IntArrayList depths = new IntArrayList();
        IntArrayList frames = new IntArrayList();
        int smaller = tree.frames().count() + 1;
        // of a kept node itself, of another one the box that it is in
        int[] numbers = new int[count];
        for (int node = 0; node < count; node++) {
            if (!kept(node)) {
                // the box of a kept node follows it directly
                numbers[node] = numbers[parents[node]] + (kept(parents[node]) ? 1 : 0);
                continue;
            }
            numbers[node] = depths.size();
            depths.add(tree.depths()[node]);
            frames.add(tree.nodeFrames()[node]);
            if (box[node]) {
                depths.add(tree.depths()[node] + 1);
                frames.add(smaller);
            }
        }
        int[] ownNodes = new int[tree.ownNodes().length];
        Arrays.setAll(ownNodes, i -> numbers[tree.ownNodes()[i]]);
        return new CallTree(
                depths.toIntArray(),
                frames.toIntArray(),
                new WithBox(tree.frames()),
                ownNodes,
                tree.ownThreads(),
                tree.ownAllocators(),
                tree.figures());
    }

    /** Frames, and one more after them. */
    private record WithBox(FrameTable frames) implements FrameTable {
        @Override
        public int count() {
            return frames.count() + 1;
        }

        private boolean isBox(int frame) {
            return frame > frames.count();
        }

        @Override
        public String function(int frame) {
            return isBox(frame) ? SMALLER : frames.function(frame);
        }

        @Override
        public String file(int frame) {
            return isBox(frame) ? "" : frames.file(frame);
        }

        @Override
        public int line(int frame) {
            return isBox(frame) ? 0 : frames.line(frame);
        }

        @Override
        public int firstLine(int frame) {
            return isBox(frame) ? 0 : frames.firstLine(frame);
        }
    }
}
