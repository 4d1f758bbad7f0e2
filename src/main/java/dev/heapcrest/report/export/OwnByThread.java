package dev.heapcrest.report.export;

import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.tree.CallTree;
import it.unimi.dsi.fastutil.ints.IntArrays;

/**
 * The own values of a call tree, ordered by thread (all are one where threads are merged), then by node: for formats that
 * keep each thread by itself. Places count from 0. 4 bytes an own value.
 */
final class OwnByThread {
    private final CallTree tree;
    private final boolean split;
    private final int[] order;

    OwnByThread(ExportView view) {
        tree = view.tree();
        split = view.splitThreads();
        order = new int[tree.ownNodes().length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (split) {
            // stable, and nodes ascend already
            IntArrays.mergeSort(order, (a, b) -> Integer.compare(tree.ownThreads()[a], tree.ownThreads()[b]));
        }
    }

    int count() {
        return order.length;
    }

    /** Thread index; -1 where threads are merged. */
    int thread(int place) {
        return split ? tree.ownThreads()[order[place]] : -1;
    }

    int node(int place) {
        return tree.ownNodes()[order[place]];
    }

    /** The place after the last one of the same thread. */
    int endOfThread(int place) {
        int end = place;
        while (end < order.length && thread(end) == thread(place)) {
            end++;
        }
        return end;
    }

    /** The place after the last one of the same thread and node. */
    int endOfNode(int place) {
        int end = place;
        while (end < order.length && node(end) == node(place) && thread(end) == thread(place)) {
            end++;
        }
        return end;
    }

    /**
     * Sum of some places.
     *
     * @param values parallel to the tree's own values
     */
    long sum(LongColumn values, int from, int to) {
        long sum = 0;
        for (int place = from; place < to; place++) {
            sum += values.get(order[place]);
        }
        return sum;
    }
}
