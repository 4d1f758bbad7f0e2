package heapcrest.stacks;

import heapcrest.capture.CaptureDamage;
import java.util.Arrays;

/**
 * Frames that are active in one thread. The stack is interned only when an allocation asks for it, and only the part
 * that changed since. 8 bytes a level. Not thread-safe.
 */
final class ThreadStack {
    private static final int[] NONE = {};

    /** Index of the thread, in order of appearance. */
    final int index;

    /** Last location handed out and what it stands for, see {@link StackTracker}. */
    int lastNode = -1;

    int lastAllocator;
    int lastLocation;

    private int[] frames = NONE;
    /** Stack tree node of the lowest {@link #known} levels. */
    private int[] nodes = NONE;

    private int depth;
    private int known;

    ThreadStack(int index) {
        this.index = index;
    }

    void push(int frameId) {
        if (depth == frames.length) {
            int capacity = Math.max(32, depth + (depth >> 1));
            frames = Arrays.copyOf(frames, capacity);
            nodes = Arrays.copyOf(nodes, capacity);
        }
        frames[depth++] = frameId;
    }

    /**
     * Leaves frames.
     *
     * @throws CaptureDamage if there are fewer
     */
    void pop(long count) {
        if (count > depth) {
            throw new CaptureDamage("pops " + count + " frames of a stack of " + depth);
        }
        depth -= (int) count;
        known = Math.min(known, depth);
    }

    /** Node of the whole stack, interned where it is new. */
    int node(StackTree tree) {
        int level = known;
        int node = level == 0 ? 0 : nodes[level - 1];
        while (level < depth) {
            node = tree.child(node, frames[level]);
            nodes[level++] = node;
        }
        known = level;
        return node;
    }
}
