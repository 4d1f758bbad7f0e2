package dev.heapcrest.tree;

import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;

/**
 * Puts the nodes of a display tree into depth-first preorder, siblings by total bytes, largest first, ties by the text
 * of their frames: an order that is the same whenever a report is made again. 28 bytes a node while it works.
 */
final class Preorder {
    private final DisplayTree tree;
    private final FrameTable names;
    private final long[] totals;

    private Preorder(DisplayTree tree, FrameTable names, long[] totals) {
        this.tree = tree;
        this.names = names;
        this.totals = totals;
    }

    /**
     * The display nodes in preorder.
     *
     * @param locationBytes what orders siblings, by location
     */
    static int[] of(DisplayTree tree, FrameTable names, LongColumn locationBytes) {
        return new Preorder(tree, names, totals(tree, locationBytes)).nodes();
    }

    private static long[] totals(DisplayTree tree, LongColumn locationBytes) {
        long[] totals = new long[tree.count()];
        for (int i = 0; i < locationBytes.size(); i++) {
            totals[tree.locationNodes.get(i)] += locationBytes.get(i);
        }
        for (int node = totals.length - 1; node > 0; node--) {
            totals[tree.parents.get(node)] += totals[node];
        }
        return totals;
    }

    private int[] nodes() {
        int count = tree.count();
        int[] starts = new int[count + 1];
        int[] children = childrenByParent(starts);
        // nodes that are placed grow from the left, those that wait from the right; together never more than all
        int[] preorder = new int[count];
        int waiting = count - 1;
        int placed = 0;
        while (waiting < count) {
            int node = preorder[waiting++];
            preorder[placed++] = node;
            int from = starts[node];
            int to = starts[node + 1];
            sort(children, from, to);
            for (int i = to - 1; i >= from; i--) {
                preorder[--waiting] = children[i];
            }
        }
        return preorder;
    }

    /** Counting sort by parent: children of a node are at {@code starts[node]} to {@code starts[node + 1]}. */
    private int[] childrenByParent(int[] starts) {
        int count = tree.count();
        IntColumn parents = tree.parents;
        for (int node = 1; node < count; node++) {
            starts[parents.get(node)]++;
        }
        int end = 0;
        for (int node = 0; node <= count; node++) {
            end += starts[node];
            starts[node] = end;
        }
        int[] children = new int[count - 1];
        for (int node = count - 1; node > 0; node--) {
            children[--starts[parents.get(node)]] = node;
        }
        return children;
    }

    private void sort(int[] children, int from, int to) {
        int size = to - from;
        if (size == 2) {
            int first = children[from];
            int second = children[from + 1];
            if (compare(first, second) > 0) {
                children[from] = second;
                children[from + 1] = first;
            }
        } else if (size > 2) {
            // not a quicksort: a capture can be made that it takes quadratic time for
            if (copy.length == 0) {
                copy = children.clone();
            }
            IntArrays.mergeSort(children, from, to, largestFirst, copy);
        }
    }

    /** Of the children, made for the first that are sorted. */
    private int[] copy = {};

    private final IntComparator largestFirst = this::compare;

    private int compare(int a, int b) {
        int byBytes = Long.compare(totals[b], totals[a]);
        return byBytes != 0 ? byBytes : compareText(tree.frames.get(a), tree.frames.get(b));
    }

    /** A String of megabytes is not compared with itself, which frames of one function would do again and again. */
    @SuppressWarnings("ReferenceEquality")
    private static int compareText(String a, String b) {
        return a == b ? 0 : a.compareTo(b);
    }

    private int compareText(int a, int b) {
        int order = compareText(names.function(a), names.function(b));
        if (order == 0) {
            order = compareText(names.file(a), names.file(b));
        }
        if (order == 0) {
            order = Integer.compare(names.line(a), names.line(b));
        }
        return order != 0 ? order : Integer.compare(names.image(a), names.image(b));
    }
}
