package dev.heapcrest.merge;

import dev.heapcrest.profile.View;

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
