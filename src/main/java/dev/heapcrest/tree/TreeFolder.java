package dev.heapcrest.tree;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/** Copies the nodes of a tree that are kept, and closes each parent of others with a box. Ancestors of kept nodes are kept. */
final class TreeFolder {
    private final CallTree whole;
    private final boolean[] kept;
    /** Parent of each kept node; for the others the node in whose box they are. */
    private final int[] parents;
    /** Number of nodes in the box of each node; 0 where it has none. */
    private final int[] boxSizes;
    /** New number of each kept node, and of the box of each node that has one. */
    private final int[] numbers;

    private final int[] boxNumbers;
    private final BoxFrames frames;
    private final int[] depths;
    private final int[] nodeFrames;
    private int count;

    /** Takes all arrays over. */
    TreeFolder(CallTree whole, int[] parents, boolean[] kept) {
        this.whole = whole;
        this.parents = parents;
        this.kept = kept;
        boxSizes = boxSizes(parents, kept);
        int size = 0;
        for (int node = 0; node < kept.length; node++) {
            size += (kept[node] ? 1 : 0) + (boxSizes[node] > 0 ? 1 : 0);
        }
        depths = new int[size];
        nodeFrames = new int[size];
        numbers = new int[kept.length];
        boxNumbers = new int[kept.length];
        frames = new BoxFrames(whole.frames());
    }

    private static int[] boxSizes(int[] parents, boolean[] kept) {
        int[] sizes = new int[kept.length];
        for (int node = 1; node < kept.length; node++) {
            if (!kept[node]) {
                parents[node] = kept[parents[node]] ? parents[node] : parents[parents[node]];
                sizes[parents[node]]++;
            }
        }
        for (int node = 1; node < kept.length; node++) {
            if (!kept[node] && sizes[parents[node]] == 1) {
                kept[node] = true;
                sizes[parents[node]] = 0;
            }
        }
        return sizes;
    }

    FoldedTree fold(float threshold) {
        IntArrayList path = new IntArrayList();
        for (int node = 0; node < kept.length; node++) {
            if (kept[node]) {
                close(path, whole.depths()[node]);
                numbers[node] = add(whole.depths()[node], whole.nodeFrames()[node]);
                path.add(node);
            }
        }
        close(path, 0);
        int boxes = 0;
        int folded = 0;
        for (int size : boxSizes) {
            boxes += size > 0 ? 1 : 0;
            folded += size;
        }
        return new FoldedTree(tree(), frames.firstBoxFrame(), boxes, folded, threshold);
    }

    /** Ends the nodes of a path from a depth on, deepest first, each with its box if it has one. */
    private void close(IntArrayList path, int depth) {
        while (path.size() > depth) {
            int node = path.popInt();
            if (boxSizes[node] > 0) {
                boxNumbers[node] = add(path.size() + 1, frames.box(boxSizes[node]));
            }
        }
    }

    private int add(int depth, int frame) {
        depths[count] = depth;
        nodeFrames[count] = frame;
        return count++;
    }

    private CallTree tree() {
        int[] ownNodes = new int[whole.ownNodes().length];
        Arrays.setAll(ownNodes, i -> {
            int node = whole.ownNodes()[i];
            return kept[node] ? numbers[node] : boxNumbers[parents[node]];
        });
        return OwnValues.collect(ownNodes, whole.ownThreads(), whole.ownAllocators())
                .tree(depths, nodeFrames, frames, whole.figures(), whole.lifetimes());
    }
}
