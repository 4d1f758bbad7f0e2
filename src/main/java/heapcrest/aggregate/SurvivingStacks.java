package heapcrest.aggregate;

import heapcrest.stacks.StackTree;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * The part of a stack tree that reaches a set of nodes, renumbered from 1 in the old order (parents first); 8 bytes a
 * node of the whole tree while it is made.
 */
final class SurvivingStacks {
    final int[] parents;
    final int[] frames;
    private final int[] numbers;

    /** @param wanted nodes of the tree; may repeat */
    SurvivingStacks(StackTree tree, int[] wanted) {
        int[] allParents = tree.parents();
        int count = allParents.length;
        numbers = new int[count];
        for (int node : wanted) {
            numbers[node] = 1;
        }
        int survivors = 1;
        for (int node = count - 1; node > 0; node--) {
            if (numbers[node] != 0) {
                survivors++;
                numbers[allParents[node]] = 1;
            }
        }
        numbers[0] = 0;
        IntArrayList kept = new IntArrayList(survivors);
        kept.add(0);
        for (int node = 1; node < count; node++) {
            if (numbers[node] != 0) {
                numbers[node] = kept.size();
                kept.add(node);
            }
        }
        parents = new int[kept.size()];
        frames = new int[kept.size()];
        for (int i = 1; i < parents.length; i++) {
            parents[i] = numbers[allParents[kept.getInt(i)]];
        }
        int[] allFrames = tree.frames();
        for (int i = 1; i < frames.length; i++) {
            frames[i] = allFrames[kept.getInt(i)];
        }
    }

    /** New number of a wanted node. */
    int number(int node) {
        return numbers[node];
    }
}
