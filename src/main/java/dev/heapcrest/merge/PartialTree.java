package dev.heapcrest.merge;

import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.View;
import dev.heapcrest.tree.DepthFirst;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The call tree of a {@link Partial} in depth-first preorder: node 0 is the root, the first child of a node follows it
 * directly, and siblings are in the order of their frames' numbers, which is that of their texts. 8 bytes a node, 4 for
 * the number of captures, and 36 for each view. Immutable; safe for any number of threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PartialTree {
    final PartialFrames frames;
    final int[] depths;
    final int[] nodeFrames;
    /** How many captures have each node. */
    final int[] captures;
    /** Identities of captures that have the largest value of a node, in order. */
    final String[] owners;

    final List<PartialFigures> figures;

    PartialTree(
            PartialFrames frames,
            int[] depths,
            int[] nodeFrames,
            int[] captures,
            String[] owners,
            List<PartialFigures> figures) {
        this.frames = frames;
        this.depths = depths;
        this.nodeFrames = nodeFrames;
        this.captures = captures;
        this.owners = owners;
        this.figures = List.copyOf(figures);
    }

    public int nodeCount() {
        return depths.length;
    }

    /** Frames of the nodes, by id from 1. */
    public FrameTable frames() {
        return frames;
    }

    /** Depth of a node, 0 of the root. */
    public int depth(int node) {
        return depths[node];
    }

    /** Frame id of a node; 0 of the root. */
    public int frame(int node) {
        return nodeFrames[node];
    }

    /** How many captures have a node. */
    public int captures(int node) {
        return captures[node];
    }

    /** Bytes of a node itself, summed over captures. */
    public long bytes(View.Kind kind, int node) {
        return of(kind).bytes()[node];
    }

    /** Allocations of a node itself, summed over captures. */
    public long count(View.Kind kind, int node) {
        return of(kind).counts()[node];
    }

    /** Smallest bytes of a node with all below it, among the captures that have the node. */
    public long smallestBytes(View.Kind kind, int node) {
        return of(kind).smallest()[node];
    }

    /** Largest bytes of a node with all below it, in one capture. */
    public long largestBytes(View.Kind kind, int node) {
        return of(kind).largest()[node];
    }

    /** Identity of the capture that has the {@linkplain #largestBytes largest}; of equal ones the first identity. */
    public String largestCapture(View.Kind kind, int node) {
        return owners[of(kind).owners()[node]];
    }

    /** Sum of the bytes of all nodes, computed at each call. */
    public long totalBytes(View.Kind kind) {
        return sum(of(kind).bytes());
    }

    /** Sum of the allocations of all nodes, computed at each call. */
    public long totalCount(View.Kind kind) {
        return sum(of(kind).counts());
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    /** Parent of each node, computed at each call; -1 of the root. */
    public int[] parents() {
        return DepthFirst.parents(depths);
    }

    /**
     * Bytes of each node with all below it, summed over captures; computed at each call.
     *
     * @param parents of this tree
     */
    public long[] totals(View.Kind kind, int[] parents) {
        return totals(of(kind).bytes(), parents);
    }

    static long[] totals(long[] own, int[] parents) {
        long[] totals = own.clone();
        for (int node = totals.length - 1; node > 0; node--) {
            totals[parents[node]] += totals[node];
        }
        return totals;
    }

    /** The views that it has figures of, in their order. */
    public List<View.Kind> views() {
        return figures.stream().map(PartialFigures::kind).toList();
    }

    /** The same tree with figures of these views only, in their order; {@link PartialFigures#none} where it has none. */
    PartialTree with(List<View.Kind> kinds, int[] capturesOfNodes) {
        List<PartialFigures> all = new ArrayList<>();
        for (View.Kind kind : kinds) {
            PartialFigures found = find(kind);
            all.add(found == null ? PartialFigures.none(kind, nodeCount()) : found);
        }
        return new PartialTree(frames, depths, nodeFrames, capturesOfNodes, owners, all);
    }

    private @Nullable PartialFigures find(View.Kind kind) {
        for (PartialFigures each : figures) {
            if (each.kind() == kind) {
                return each;
            }
        }
        return null;
    }

    PartialFigures of(View.Kind kind) {
        PartialFigures found = find(kind);
        if (found != null) {
            return found;
        }
        throw new IllegalArgumentException("a partial has no figures of kind " + kind.key());
    }
}
