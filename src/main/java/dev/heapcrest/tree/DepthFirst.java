package dev.heapcrest.tree;

import dev.heapcrest.profile.IntColumn;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;

/**
 * Trees in depth-first preorder: node 0 is the root, and the first child of a node follows it directly. No recursion:
 * stacks of 100,000 frames are legal. 16 bytes a node while it orders one.
 */
public final class DepthFirst {
    private final IntColumn parents;
    private final IntComparator siblings;
    private final int[] starts;
    private final int[] children;

    /** Of the children, made for the first that are sorted. */
    private int[] copy = {};

    private DepthFirst(IntColumn parents, IntComparator siblings) {
        this.parents = parents;
        this.siblings = siblings;
        starts = new int[parents.size() + 1];
        children = childrenByParent();
    }

    /**
     * The nodes of a tree in preorder.
     *
     * @param parents of each node, in any order but for the root, which is node 0; its own parent does not count
     * @param siblings which of two children of a node comes first
     */
    public static int[] order(IntColumn parents, IntComparator siblings) {
        return new DepthFirst(parents, siblings).nodes();
    }

    /** Depth of the deepest node. */
    public static int deepest(int[] depths) {
        int deepest = 0;
        for (int depth : depths) {
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }

    /**
     * Parent of each node; -1 of the root.
     *
     * @param depths of nodes in preorder, that of the root is 0
     */
    public static int[] parents(int[] depths) {
        int[] path = new int[deepest(depths) + 1];
        int[] parents = new int[depths.length];
        parents[0] = -1;
        for (int node = 1; node < depths.length; node++) {
            path[depths[node]] = node;
            parents[node] = path[depths[node] - 1];
        }
        return parents;
    }

    private int[] nodes() {
        int count = parents.size();
        // nodes that are placed grow from the left, those that wait from the right; together never more than all
        int[] preorder = new int[count];
        int waiting = count - 1;
        int placed = 0;
        while (waiting < count) {
            int node = preorder[waiting++];
            preorder[placed++] = node;
            int from = starts[node];
            int to = starts[node + 1];
            sort(from, to);
            for (int i = to - 1; i >= from; i--) {
                preorder[--waiting] = children[i];
            }
        }
        return preorder;
    }

    /** Counting sort by parent: children of a node are at {@code starts[node]} to {@code starts[node + 1]}. */
    private int[] childrenByParent() {
        int count = parents.size();
        for (int node = 1; node < count; node++) {
            starts[parents.get(node)]++;
        }
        int end = 0;
        for (int node = 0; node <= count; node++) {
            end += starts[node];
            starts[node] = end;
        }
        int[] sorted = new int[count - 1];
        for (int node = count - 1; node > 0; node--) {
            sorted[--starts[parents.get(node)]] = node;
        }
        return sorted;
    }

    private void sort(int from, int to) {
        int size = to - from;
        if (size == 2) {
            int first = children[from];
            int second = children[from + 1];
            if (siblings.compare(first, second) > 0) {
                children[from] = second;
                children[from + 1] = first;
            }
        } else if (size > 2) {
            // not a quicksort: a capture can be made that it takes quadratic time for
            if (copy.length == 0) {
                copy = children.clone();
            }
            IntArrays.mergeSort(children, from, to, siblings, copy);
        }
    }
}
