package heapcrest.stacks;

import heapcrest.capture.CaptureDamage;
import java.util.Arrays;

/**
 * Frames that are active in one thread. The stack is interned only when an allocation asks for it, and only the part
 * that changed since. 12 bytes a level and 250 bytes a thread. Not thread-safe.
 */
final class ThreadStack {
    private static final int[] NONE = {};
    private static final int RECENT = 16;

    /** Index of the thread, in order of appearance. */
    final int index;

    /** Locations handed out last, by some bits of (stack, allocator): loops allocate again and again in few places. */
    private final int[] recentLocations = new int[RECENT];

    private final long[] recentKeys = new long[RECENT];

    private int[] frames = NONE;
    /** Stack tree node of each level below {@link #trail}, if its frame is the one in {@link #nodeFrames}. */
    private int[] nodes = NONE;

    private int[] nodeFrames = NONE;

    private int depth;
    /** Levels whose nodes stand for the frames that are on the stack now. */
    private int known;
    /**
     * Levels whose nodes build on each other. Above the stack's end this is where it was before: a loop that enters the
     * same function again finds its node here without a lookup.
     */
    private int trail;

    ThreadStack(int index) {
        this.index = index;
    }

    void push(int frameId) {
        if (depth == frames.length) {
            int capacity = Math.max(32, depth + (depth >> 1));
            frames = Arrays.copyOf(frames, capacity);
            nodes = Arrays.copyOf(nodes, capacity);
            nodeFrames = Arrays.copyOf(nodeFrames, capacity);
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
    private int node(StackTree tree) {
        int level = known;
        int node = level == 0 ? 0 : nodes[level - 1];
        while (level < depth) {
            int frame = frames[level];
            if (level < trail && nodeFrames[level] == frame) {
                node = nodes[level];
            } else {
                node = tree.child(node, frame);
                nodes[level] = node;
                nodeFrames[level] = frame;
                trail = level + 1;
            }
            level++;
        }
        known = level;
        return node;
    }

    /** Location of an allocation on top of the stack. */
    int location(StackTree tree, Locations locations, int allocator) {
        int node = node(tree);
        long key = (long) node << 4 | allocator;
        int at = (node ^ allocator << 2) & (RECENT - 1);
        if (recentKeys[at] == key) {
            return recentLocations[at];
        }
        int location = locations.of(node, index, allocator);
        recentKeys[at] = key;
        recentLocations[at] = location;
        return location;
    }
}
