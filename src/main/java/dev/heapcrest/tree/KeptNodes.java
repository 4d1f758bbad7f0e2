package dev.heapcrest.tree;

/**
 * Which nodes of a tree are left when it is folded. Ranks alone would leave far too few where many nodes are equal: all
 * leaves of one allocation each fall at once (a tree of 10.76 million nodes shrank to 0.78 million where 8 million were
 * allowed). So of the first rank that does not fit as a whole, as many nodes are kept as do fit, in preorder: the larger
 * branches, which come first, stay whole.
 */
final class KeptNodes {
    private final int[] parents;
    private final boolean[] kept;
    /** Number of children of each node that are not kept; a kept node that has any needs a box. */
    private final int[] missing;
    /** Nodes and boxes. */
    private int count;

    private KeptNodes(int[] parents, short[] shares, int threshold) {
        this.parents = parents;
        kept = new boolean[parents.length];
        missing = new int[parents.length];
        kept[0] = true;
        count = 1;
        for (int node = 1; node < kept.length; node++) {
            kept[node] = shares[node] >= threshold;
            count += kept[node] ? 1 : 0;
            missing[parents[node]] += kept[node] ? 0 : 1;
        }
        for (int node = 0; node < kept.length; node++) {
            count += kept[node] && missing[node] > 0 ? 1 : 0;
        }
    }

    /**
     * All nodes of a rank and above, and nodes of the rank below as far as they fit. Linear in the number of nodes.
     *
     * @param threshold as {@link Shares#smallestThreshold} found it for the same numbers
     * @param maxNodes so many nodes and boxes are left, or one less; of a tree that fits, all
     */
    static boolean[] of(int[] parents, short[] shares, int threshold, int maxNodes) {
        KeptNodes nodes = new KeptNodes(parents, shares, threshold);
        // parents come before their children and have the same rank or a higher one, so they are kept before them
        for (int node = 1; node < shares.length; node++) {
            if (shares[node] == threshold - 1 && !nodes.keep(node, maxNodes)) {
                break;
            }
        }
        return nodes.kept;
    }

    /** Keeps a node if there is room: for itself and its box; the last child of its parent frees the place of a box. */
    private boolean keep(int node, int maxNodes) {
        boolean opensBox = missing[node] > 0;
        boolean closesBox = missing[parents[node]] == 1;
        int next = count + 1 + (opensBox ? 1 : 0) - (closesBox ? 1 : 0);
        if (next > maxNodes) {
            return false;
        }
        count = next;
        kept[node] = true;
        missing[parents[node]]--;
        return true;
    }
}
