package heapcrest.tree;

/**
 * A call tree that was too large for a page, with its smallest subtrees folded: what small callees of a node hold stands
 * in one box "(n smaller)", the node's last child, by thread and allocator as before. So all totals stay exact: of the
 * nodes that are left, of threads, of allocators, in every metric.
 *
 * <p>A subtree is small when its share of the whole is below the threshold in every metric, so nothing that is large in
 * one view is lost because it is small in another. A node that would be alone in its box stays.
 *
 * @param tree the folded tree; its frames are those of the whole tree and, after them, those of boxes
 * @param firstBoxFrame frame ids from here on belong to boxes
 * @param boxCount number of boxes
 * @param foldedNodes number of nodes that stand in them
 * @param threshold smallest share of the whole, 0 to 1, that was not folded
 */
public record FoldedTree(CallTree tree, int firstBoxFrame, int boxCount, int foldedNodes, float threshold) {

    /**
     * Folds as little as makes a tree fit. Needs about 20 bytes a node while it runs, beside the result.
     *
     * @param whole is not changed
     * @param maxNodes at most so many nodes are left, boxes included; at least 2
     */
    public static FoldedTree fold(CallTree whole, int maxNodes) {
        int[] parents = Parents.of(whole.depths());
        short[] shares = Shares.of(whole, parents);
        int threshold = Shares.smallestThreshold(parents, shares, maxNodes);
        boolean[] kept = new boolean[parents.length];
        for (int node = 0; node < kept.length; node++) {
            kept[node] = node == 0 || shares[node] >= threshold;
        }
        return new TreeFolder(whole, parents, kept).fold(Shares.value(threshold));
    }
}
