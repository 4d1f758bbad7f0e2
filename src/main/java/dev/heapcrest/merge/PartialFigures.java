package dev.heapcrest.merge;

import dev.heapcrest.profile.View;
import java.util.Arrays;

/**
 * What the nodes of a partial hold in one view. Arrays are by node, shared, and must not be written. 36 bytes a node.
 *
 * @param kind what is counted
 * @param bytes own bytes, summed over captures
 * @param counts own allocations, summed over captures
 * @param smallest smallest bytes, with all below the node, of a capture that has the node
 * @param largest the largest
 * @param owners index of the identity of the capture that has the largest; of equal ones the first
 */
record PartialFigures(View.Kind kind, long[] bytes, long[] counts, long[] smallest, long[] largest, int[] owners) {
    /** Smallest value of nodes that no capture has, until {@link #withoutNone}. */
    private static final long NO_SMALLEST = Long.MAX_VALUE;

    private static final long NO_LARGEST = Long.MIN_VALUE;

    /** Of a view that a tree does not have: adding them to others changes nothing. */
    static PartialFigures none(View.Kind kind, int nodes) {
        long[] smallest = new long[nodes];
        long[] largest = new long[nodes];
        Arrays.fill(smallest, NO_SMALLEST);
        Arrays.fill(largest, NO_LARGEST);
        return new PartialFigures(kind, new long[nodes], new long[nodes], smallest, largest, new int[nodes]);
    }

    /** With extremes of 0 at nodes that no capture has; changes the columns. */
    PartialFigures withoutNone() {
        for (int node = 0; node < smallest.length; node++) {
            if (largest[node] == NO_LARGEST) {
                smallest[node] = 0;
                largest[node] = 0;
            }
        }
        return this;
    }

    /**
     * Demands that no sum of any numbers of a column has more than 63 bits: that of their magnitudes has not.
     *
     * @throws ArithmeticException if it has
     */
    static void requireSums(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum = Math.addExact(sum, Math.absExact(value));
        }
    }
}
