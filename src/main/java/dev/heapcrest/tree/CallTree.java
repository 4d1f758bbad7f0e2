package dev.heapcrest.tree;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.View;
import java.util.BitSet;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The call tree of a profile's surviving stacks, in depth-first preorder: node 0 is the root ("memray"), the first
 * child of a node follows it directly. Siblings are distinct frames, largest total bytes of the first view first,
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
 * @param figures of each view, by own value; at least one, and siblings are ordered by the first
 * @param lifetimes memory over time: their locations are own values here; none where the profile has no history
 */
@API(status = API.Status.STABLE, since = "0.1")
public record CallTree(
        int[] depths,
        int[] nodeFrames,
        FrameTable frames,
        int[] ownNodes,
        int[] ownThreads,
        byte[] ownAllocators,
        List<Figures> figures,
        History.Lifetimes lifetimes) {

    /** A tree without memory over time. */
    public CallTree(
            int[] depths,
            int[] nodeFrames,
            FrameTable frames,
            int[] ownNodes,
            int[] ownThreads,
            byte[] ownAllocators,
            List<Figures> figures) {
        this(depths, nodeFrames, frames, ownNodes, ownThreads, ownAllocators, figures, History.NONE.lifetimes());
    }

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
        return DepthFirst.deepest(depths);
    }

    /** Parent of each node, computed at each call; -1 for the root. */
    public int[] parents() {
        return DepthFirst.parents(depths);
    }

    /**
     * What each node holds together with all below it.
     *
     * @param ownValues parallel to {@code ownNodes}
     * @param parents of this tree
     */
    public long[] totals(LongColumn ownValues, int[] parents) {
        long[] totals = new long[parents.length];
        for (int i = 0; i < ownNodes.length; i++) {
            totals[ownNodes[i]] += ownValues.get(i);
        }
        for (int node = totals.length - 1; node > 0; node--) {
            totals[parents[node]] += totals[node];
        }
        return totals;
    }

    /** The figures that siblings are ordered by. */
    public Figures primary() {
        return figures.get(0);
    }

    /** The figures of a kind of view; null where the tree does not have it. */
    public @Nullable Figures find(View.Kind kind) {
        for (Figures each : figures) {
            if (each.view().kind() == kind) {
                return each;
            }
        }
        return null;
    }
}
