package dev.heapcrest.tree;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.LongColumn;
import java.util.Arrays;

/**
 * Shares of the whole as ranks of 16 bits: the upper half of a float's bits, which ascend with the float. Two shares
 * within 0.8 % of each other can have one rank; folding needs no finer ones.
 */
final class Shares {
    private static final int LOW_BITS = 16;
    /** One above the rank of share 1. */
    private static final int RANKS = (Float.floatToIntBits(1) >>> LOW_BITS) + 1;

    private Shares() {}

    /** Rank of each node: of its largest share in any view, or in all lifetimes. Never above the rank of its parent. */
    static short[] of(CallTree tree, int[] parents) {
        short[] shares = new short[parents.length];
        for (Figures view : tree.figures()) {
            raise(shares, tree.totals(view.bytes(), parents));
        }
        if (tree.lifetimes().count() > 0) {
            raise(shares, tree.totals(lived(tree), parents));
        }
        // figures of a damaged capture can overflow, and then a child is larger than its parent
        for (int node = shares.length - 1; node > 0; node--) {
            shares[parents[node]] = (short) Math.max(shares[parents[node]], shares[node]);
        }
        return shares;
    }

    private static void raise(short[] shares, long[] totals) {
        for (int node = 0; node < totals.length; node++) {
            shares[node] = (short) Math.max(shares[node], rank(totals[node], totals[0]));
        }
    }

    /** What each own value held at any time: what is large between peak and end alone stays as well. */
    private static LongColumn lived(CallTree tree) {
        long[] bytes = new long[tree.ownNodes().length];
        for (int i = 0; i < tree.lifetimes().count(); i++) {
            bytes[tree.lifetimes().locations().get(i)] +=
                    tree.lifetimes().bytes().get(i);
        }
        return LongColumn.of(bytes);
    }

    private static int rank(long part, long whole) {
        float share = whole <= 0 ? 0 : (float) ((double) part / whole);
        return Float.floatToIntBits(Math.max(0, Math.min(1, share))) >>> LOW_BITS;
    }

    /** The smallest share of a rank. */
    static float value(int rank) {
        return Float.intBitsToFloat(rank << LOW_BITS);
    }

    /**
     * The smallest rank such that the nodes of that rank and above, and one box for each node that then has smaller
     * children, are at most so many.
     */
    static int smallestThreshold(int[] parents, short[] shares, int maxNodes) {
        // change[r]: how many more nodes and boxes there are with threshold r than with r + 1; a node of rank r needs a
        // box at every threshold from r down to one above the rank of its smallest child
        int[] change = new int[RANKS + 2];
        short[] smallestChild = new short[shares.length];
        Arrays.fill(smallestChild, Short.MAX_VALUE);
        for (int node = 1; node < shares.length; node++) {
            change[shares[node]]++;
            smallestChild[parents[node]] = (short) Math.min(smallestChild[parents[node]], shares[node]);
        }
        for (int node = 0; node < shares.length; node++) {
            // the root is never folded
            int own = node == 0 ? RANKS : shares[node];
            if (smallestChild[node] < own) {
                change[own]++;
                change[smallestChild[node]]--;
            }
        }
        int threshold = RANKS;
        int nodes = 1 + change[RANKS];
        while (threshold > 0 && nodes + change[threshold - 1] <= maxNodes) {
            nodes += change[--threshold];
        }
        return threshold;
    }
}
