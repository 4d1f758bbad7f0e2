package dev.heapcrest.tree;

import dev.heapcrest.aggregate.HeapProfile;
import dev.heapcrest.stacks.FrameTable;
import java.util.BitSet;
import java.util.List;

/**
 * The call tree of a profile's surviving stacks, in depth-first preorder: node 0 is the root ("memray"), the first
 * child of a node follows it directly. Siblings are distinct frames, largest total bytes of the first metric first,
 * ties by frame text. Frames hidden on the main thread (the launcher's) are left out. Arrays are shared and must not be
 * written.
 *
 * <p>Own values are kept by (node, thread, allocator), so that any choice of threads can be computed exactly.
 *
 * @param depths depth of each node, root 0
 * @param nodeFrames frame id of each node in {@code frames}; 0 for the root
 * @param frames names of the frames
 * @param ownNodes node of each own value, ascending
 * @param ownThreads thread index of each own value
 * @param ownAllocators {@link dev.heapcrest.capture.Allocator#number()} of each own value
 * @param metrics at least one; the first is the one siblings are ordered by
 */
public record CallTree(
        int[] depths,
        int[] nodeFrames,
        FrameTable frames,
        int[] ownNodes,
        int[] ownThreads,
        byte[] ownAllocators,
        List<Metric> metrics) {

    public int nodeCount() {
        return depths.length;
    }

    /** Frames that nodes have, computed at each call. */
    public int distinctFrames() {
        BitSet seen = new BitSet();
        for (int node = 1; node < nodeFrames.length; node++) {
            seen.set(nodeFrames[node]);
        }
        return seen.cardinality();
    }

    /** Depth of the deepest node, computed at each call. */
    public int maxDepth() {
        int max = 0;
        for (int depth : depths) {
            max = Math.max(max, depth);
        }
        return max;
    }

    /** Parent of each node, computed at each call; -1 for the root. */
    public int[] parents() {
        int[] path = new int[maxDepth() + 1];
        int[] parents = new int[depths.length];
        parents[0] = -1;
        for (int node = 1; node < depths.length; node++) {
            path[depths[node]] = node;
            parents[node] = path[depths[node] - 1];
        }
        return parents;
    }

    /**
     * What each node holds together with all below it.
     *
     * @param ownValues parallel to {@code ownNodes}
     * @param parents of this tree
     */
    public long[] totals(long[] ownValues, int[] parents) {
        long[] totals = new long[parents.length];
        for (int i = 0; i < ownNodes.length; i++) {
            totals[ownNodes[i]] += ownValues[i];
        }
        for (int node = totals.length - 1; node > 0; node--) {
            totals[parents[node]] += totals[node];
        }
        return totals;
    }

    /** What a metric counts. */
    public enum Kind {
        /** Held at the high-water mark. */
        PEAK,
        /** Held at the end of the capture. */
        LEAKS,
        /** Given back within the threshold that the profile was made with. */
        TEMPORARY
    }

    /**
     * Bytes and allocation counts of each own value.
     *
     * @param kind what is counted
     * @param bytes parallel to {@link CallTree#ownNodes}
     * @param counts parallel to {@link CallTree#ownNodes}
     */
    public record Metric(Kind kind, long[] bytes, long[] counts) {
        /** Sum of all bytes, computed at each call. */
        public long totalBytes() {
            return figures().totalBytes();
        }

        /** Number of all allocations, computed at each call. */
        public long totalCount() {
            return figures().totalCount();
        }

        private HeapProfile.Figures figures() {
            return new HeapProfile.Figures(bytes, counts);
        }
    }
}
