package dev.heapcrest.aggregate;

import dev.heapcrest.stacks.StackTree;

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
        int count = tree.count();
        int[] allParents = new int[count];
        tree.forEach((node, parent, frame) -> allParents[node] = parent);
        numbers = new int[count];
        for (int node : wanted) {
            numbers[node] = 1;
        }
        for (int node = count - 1; node > 0; node--) {
            if (numbers[node] != 0) {
                numbers[allParents[node]] = 1;
            }
        }
        numbers[0] = 0;
        int survivors = 1;
        for (int node = 1; node < count; node++) {
            if (numbers[node] != 0) {
                numbers[node] = survivors++;
            }
        }
        parents = new int[survivors];
        frames = new int[survivors];
        tree.forEach((node, parent, frame) -> {
            int number = numbers[node];
            if (number != 0) {
                parents[number] = numbers[parent];
                frames[number] = frame;
            }
        });
    }

    /** New number of a wanted node. */
    int number(int node) {
        return numbers[node];
    }
}
