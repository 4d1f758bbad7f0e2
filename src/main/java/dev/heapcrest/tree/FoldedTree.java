package dev.heapcrest.tree;

/**
 * A call tree that was too large for a page, with its smallest subtrees folded: what small callees of a node hold is
 * in one box "(n smaller)", the node's last child, by thread and allocator as before. So all totals stay exact: of the
 * nodes that are left, of threads, of allocators, in every metric.
 *
 * <p>A subtree is small when its share of the whole is below the threshold in every metric, so nothing that is large in
 * one view is lost because it is small in another. As many of the largest small ones stay as there is room for, of
 * equal ones the first in preorder. A node that would be alone in its box stays as well.
 *
 * @param tree the folded tree; its frames are those of the whole tree and, after them, those of boxes
 * @param firstBoxFrame frame ids from here on belong to boxes
 * @param boxCount number of boxes
 * @param foldedNodes number of nodes in them
 * @param threshold share of the whole, 0 to 1, from which on everything stays
 */
public record FoldedTree(CallTree tree, int firstBoxFrame, int boxCount, int foldedNodes, float threshold) {

    /**
     * Folds as little as makes a tree fit; the same tree always in the same way. Needs about 20 bytes a node while it
     * runs, beside the result.
     *
     * @param whole is not changed
     * @param maxNodes so many nodes are left, boxes included, or one less, or all where there are no more; at least 2
     */
    public static FoldedTree fold(CallTree whole, int maxNodes) {
        int[] parents = whole.parents();
        short[] shares = Shares.of(whole, parents);
        int threshold = Shares.smallestThreshold(parents, shares, maxNodes);
        boolean[] kept = KeptNodes.of(parents, shares, threshold, maxNodes);
        return new TreeFolder(whole, parents, kept).fold(Shares.value(threshold));
    }
}
