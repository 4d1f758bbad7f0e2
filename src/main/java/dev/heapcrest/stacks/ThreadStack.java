package dev.heapcrest.stacks;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Rule;
import java.util.Arrays;

/**
 * Frames that are active in one thread. A snapshot is taken only when an allocation asks for it, and only of the part
 * that changed since. 20 bytes a level and about 100 bytes a thread. Not thread-safe.
 */
public final class ThreadStack {
    private static final int[] NONE = {};
    private static final long[] NO_KEYS = {};
    private final int index;
    private final StackSnapshots snapshots;
    private final int deepest;

    /** Keys of {@link Frames}. */
    private long[] frames = NO_KEYS;
    /** Snapshot of each level below {@link #trail}, if its frame is the one in {@link #takenFrames}. */
    private int[] taken = NONE;

    private long[] takenFrames = NO_KEYS;
    private int empty;

    private int depth;
    /** Levels whose snapshots are those of the frames that are on the stack now. */
    private int known;
    /**
     * Levels whose snapshots build on each other. Above the stack's end this is where it was before: a loop that enters
     * the same function again finds its snapshot here.
     */
    private int trail;

    private int generation;

    ThreadStack(int index, StackSnapshots snapshots, int deepest) {
        this.index = index;
        this.snapshots = snapshots;
        this.deepest = deepest;
    }

    /** Number of the thread, in order of appearance. */
    public int index() {
        return index;
    }

    /**
     * Enters a function.
     *
     * @throws CaptureDamage if the stack gets too deep
     */
    void push(long frameKey) {
        if (depth == frames.length) {
            grow();
        }
        frames[depth++] = frameKey;
    }

    private void grow() {
        if (depth == deepest) {
            throw new CaptureDamage(Rule.STACK_FRAMES, deepest);
        }
        int capacity = Math.min(deepest, Math.max(8, depth + (depth >> 1)));
        frames = Arrays.copyOf(frames, capacity);
        taken = Arrays.copyOf(taken, capacity);
        takenFrames = Arrays.copyOf(takenFrames, capacity);
    }

    /**
     * Leaves frames.
     *
     * @throws CaptureDamage if there are fewer
     */
    void pop(long count) {
        if (count > depth) {
            throw new CaptureDamage(Rule.POP_OF_TOO_MANY, count, depth);
        }
        depth -= (int) count;
        known = Math.min(known, depth);
    }

    /** The last snapshot, if the stack is still as it was then; else -1. */
    public int lastSnapshot() {
        if (known != depth || generation != snapshots.generation()) {
            return -1;
        }
        return depth == 0 ? empty : taken[depth - 1];
    }

    /** Whether there is no room for a snapshot of this stack: {@link StackSnapshots#clear} makes it. */
    public boolean full() {
        return snapshots.full(depth);
    }

    /** The stack as it is now, a number of {@link StackSnapshots}. Must not be {@link #full}. */
    public int snapshot() {
        if (generation != snapshots.generation()) {
            generation = snapshots.generation();
            snapshots.restoring(depth);
            known = 0;
            trail = 0;
            empty = snapshots.empty(index);
        }
        int level = known;
        int snapshot = level == 0 ? empty : taken[level - 1];
        while (level < depth) {
            long frame = frames[level];
            if (level < trail && takenFrames[level] == frame) {
                snapshot = taken[level];
            } else {
                snapshot = snapshots.push(snapshot, frame, index);
                taken[level] = snapshot;
                takenFrames[level] = frame;
                trail = level + 1;
            }
            level++;
        }
        known = level;
        return snapshot;
    }
}
