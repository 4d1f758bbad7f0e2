package dev.heapcrest.tree;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.LongColumn;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values that nodes have of their own, one for each (node, thread, allocator), ascending. Values of the
 * same place fall together.
 */
final class OwnValues {
    private final int[] nodes;
    private final int[] threads;
    private final byte[] allocators;
    /** Where each value that was given is. */
    private final int[] places;

    private OwnValues(int[] nodes, int[] threads, byte[] allocators, int[] places) {
        this.nodes = nodes;
        this.threads = threads;
        this.allocators = allocators;
        this.places = places;
    }

    /**
     * Puts values in order and merges those of the same place.
     *
     * @param nodeOf node of each value
     * @param threadOf thread index of each value
     * @param allocatorOf allocator of each value
     */
    static OwnValues collect(int[] nodeOf, int[] threadOf, byte[] allocatorOf) {
        int given = nodeOf.length;
        int[] order = inOrder(nodeOf, threadOf, allocatorOf);
        int[] nodes = new int[given];
        int[] threads = new int[given];
        byte[] allocators = new byte[given];
        int[] places = new int[given];
        int count = 0;
        for (int value : order) {
            int node = nodeOf[value];
            int thread = threadOf[value];
            byte allocator = allocatorOf[value];
            boolean same = count > 0
                    && nodes[count - 1] == node
                    && threads[count - 1] == thread
                    && allocators[count - 1] == allocator;
            if (!same) {
                nodes[count] = node;
                threads[count] = thread;
                allocators[count] = allocator;
                count++;
            }
            places[value] = count - 1;
        }
        return new OwnValues(
                IntArrays.trim(nodes, count), IntArrays.trim(threads, count), Arrays.copyOf(allocators, count), places);
    }

    /** Values by node, then thread, then allocator. */
    private static int[] inOrder(int[] nodeOf, int[] threadOf, byte[] allocatorOf) {
        int[] order = byNode(nodeOf);
        IntComparator byOwner = (a, b) -> {
            int byThread = Integer.compare(threadOf[a], threadOf[b]);
            return byThread != 0 ? byThread : Byte.compare(allocatorOf[a], allocatorOf[b]);
        };
        int[] copy = {};
        int from = 0;
        while (from < order.length) {
            int to = from + 1;
            while (to < order.length && nodeOf[order[to]] == nodeOf[order[from]]) {
                to++;
            }
            if (to - from > 1) {
                // not a quicksort: a capture can be made that it takes quadratic time for
                copy = copy.length == 0 ? order.clone() : copy;
                IntArrays.mergeSort(order, from, to, byOwner, copy);
            }
            from = to;
        }
        return order;
    }

    /** Counting sort: three short loops, where compiling the JDK's sort took longer than sorting. */
    private static int[] byNode(int[] nodeOf) {
        int last = 0;
        for (int node : nodeOf) {
            last = Math.max(last, node);
        }
        int[] starts = new int[last + 2];
        for (int node : nodeOf) {
            starts[node + 1]++;
        }
        for (int node = 1; node <= last; node++) {
            starts[node] += starts[node - 1];
        }
        int[] order = new int[nodeOf.length];
        for (int value = 0; value < nodeOf.length; value++) {
            order[starts[nodeOf[value]]++] = value;
        }
        return order;
    }

    /**
     * The tree with these values.
     *
     * @param given bytes and counts by value as it was given to {@link #collect}
     * @param lifetimes of such values
     */
    CallTree tree(int[] depths, int[] nodeFrames, FrameTable frames, List<Figures> given, History.Lifetimes lifetimes) {
        List<Figures> merged = new ArrayList<>();
        for (Figures view : given) {
            merged.add(new Figures(view.view(), sum(view.bytes()), sum(view.counts())));
        }
        return new CallTree(
                depths, nodeFrames, frames, nodes, threads, allocators, List.copyOf(merged), lifetimes.movedTo(places));
    }

    private LongColumn sum(LongColumn values) {
        long[] sums = new long[nodes.length];
        for (int i = 0; i < values.size(); i++) {
            sums[places[i]] += values.get(i);
        }
        return LongColumn.of(sums);
    }
}
