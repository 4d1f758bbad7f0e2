package dev.heapcrest.stacks;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Rule;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Call stacks of all threads as they were when somebody asked, kept for a while: a tree like {@link StackTree}, but a
 * stack that is entered again may be another snapshot, so that taking one needs no lookup. Most are never needed again,
 * and only those that are get interned, their frames too.
 *
 * <p>When {@linkplain #full there is no room}, all are given up at once. 16 bytes each, 512 KiB in all unless stacks are
 * thousands of frames deep. Not thread-safe.
 */
public final class StackSnapshots {
    /** Ints of a snapshot: its caller, its thread, then a frame key in two parts, or INTERNED and a tree node. */
    private static final int STRIDE = 4;

    private static final int PARENT = 0;
    private static final int THREAD = 1;
    /** The upper half of the frame's key. */
    private static final int KEY = 2;
    /** The lower half of the key, or the node. */
    private static final int REST = 3;

    /** Instead of the upper half of a key: the rest is a node. */
    private static final int INTERNED = -1;

    /** Deep stacks get room for this many snapshots a frame. */
    private static final int DEEP_BITS = 2;

    /** Bits of a snapshot's number. */
    public static final int NUMBER_BITS = Limit.STACK_FRAME_BITS + DEEP_BITS;

    /** Room for more is made for a single stack only. */
    private static final int MOST = 1 << (NUMBER_BITS - 1);

    private static final int RECENT_BITS = 10;
    /** Generations after which lookups are tried again. */
    private static final int TRY_EVERY = 64;
    /** 2^64 divided by the golden ratio (Knuth 6.4). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /** Fits the second-level cache, together with what else is used all the time. */
    private static final int USUAL = 1 << 15;

    private final Frames frames;
    private final StackTree tree;
    private final Locations locations;
    private int[] snapshots = new int[USUAL * STRIDE];
    private int count;
    /** Frames of stacks that were {@link #restoring}, since the last {@link #clear}. */
    private long restored;

    private int generation = 1;
    /** Frames of snapshots taken lately, by some bits of them and the caller; no frame has key 0. */
    private final long[] recentKeys = new long[1 << RECENT_BITS];

    private final int[] recentParents = new int[1 << RECENT_BITS];

    /**
     * Whether lookups of those pay, as in loops that call a few functions in turn (eight threads: 14.5 instead of 17.5 ns a
     * record). Where more than half of them fail they cost 5 to 10 %.
     */
    private boolean looking = true;

    private int found;

    private final int[] recent = new int[1 << RECENT_BITS];
    /** Snapshots on the way to one that is interned. */
    private int[] path = new int[64];
    /** What found no room first. */
    private @Nullable CaptureDamage limitReached;

    public StackSnapshots(Frames frames, StackTree tree, Locations locations) {
        this.frames = frames;
        this.tree = tree;
        this.locations = locations;
    }

    /** Changes when all snapshots are given up. */
    int generation() {
        return generation;
    }

    /** Whether there is no room for a stack of so many frames: then {@link #clear} must come first. */
    boolean full(int depth) {
        return count + depth >= snapshots.length / STRIDE && !grow(depth);
    }

    /** Makes room for deep stacks only. */
    private boolean grow(int depth) {
        int wanted = depth << DEEP_BITS;
        if (restored > count / 2) {
            // stacks that are restored one after the other only to be given up again: each would cost its depth each
            // time
            wanted = Math.max(wanted, Math.min(MOST, snapshots.length / STRIDE * 2));
        }
        if (wanted * STRIDE > snapshots.length) {
            snapshots = Arrays.copyOf(snapshots, wanted * STRIDE);
        }
        return count + depth < snapshots.length / STRIDE;
    }

    /** A stack of so many frames, whose snapshots were given up, takes new ones of all of them. */
    void restoring(int depth) {
        restored += depth;
    }

    /** Gives up all snapshots. */
    public void clear() {
        looking = (generation & TRY_EVERY - 1) == 0 || (looking && found > count);
        found = 0;
        restored = 0;
        count = 0;
        generation++;
        Arrays.fill(recentKeys, 0);
    }

    /** The empty stack of a thread. */
    int empty(int threadIndex) {
        return add(-1, threadIndex, (long) INTERNED << 32);
    }

    /** A frame, by its key, on top of a stack; there must be room. */
    int push(int parent, long frameKey, int threadIndex) {
        return looking ? recentOrNew(parent, frameKey, threadIndex) : add(parent, threadIndex, frameKey);
    }

    private int recentOrNew(int parent, long frameKey, int threadIndex) {
        long hash = (((long) parent << 32) ^ (frameKey * GOLDEN)) * GOLDEN;
        int at = (int) (hash >>> (Long.SIZE - RECENT_BITS));
        if (recentKeys[at] == frameKey && recentParents[at] == parent) {
            found++;
            return recent[at];
        }
        int snapshot = add(parent, threadIndex, frameKey);
        recentKeys[at] = frameKey;
        recentParents[at] = parent;
        recent[at] = snapshot;
        return snapshot;
    }

    private int add(int parent, int threadIndex, long frameKey) {
        int[] s = snapshots;
        int at = count * STRIDE;
        s[at + PARENT] = parent;
        s[at + THREAD] = threadIndex;
        s[at + KEY] = (int) (frameKey >>> 32);
        s[at + REST] = (int) frameKey;
        return count++;
    }

    /**
     * Location of an allocation on top of a stack, a number of {@link Locations}. A stack that finds no room counts for its
     * caller, so that no figure is lost; see {@link #limitReached}.
     */
    public int location(int snapshot, int allocator) {
        int thread = snapshots[snapshot * STRIDE + THREAD];
        int location = locations.of(node(snapshot), thread, allocator);
        if (location == 0) {
            reached(Rule.LOCATIONS, locations.count());
            location = locations.last();
        }
        return location;
    }

    private void reached(Rule rule, long met) {
        if (limitReached == null) {
            limitReached = new CaptureDamage(rule, met);
        }
    }

    /** What found no room so far; null = everything did. */
    public @Nullable CaptureDamage limitReached() {
        return limitReached;
    }

    private int node(int snapshot) {
        int[] s = snapshots;
        int length = 0;
        int at = snapshot * STRIDE;
        while (s[at + KEY] != INTERNED) {
            if (length == path.length) {
                path = Arrays.copyOf(path, 2 * length);
            }
            path[length++] = at;
            at = s[at + PARENT] * STRIDE;
        }
        int node = s[at + REST];
        while (length > 0) {
            at = path[--length];
            long frameKey = (long) s[at + KEY] << 32 | (s[at + REST] & 0xFFFF_FFFFL);
            node = childOrCaller(node, frames.frame(frameKey));
            s[at + KEY] = INTERNED;
            s[at + REST] = node;
        }
        return node;
    }

    private int childOrCaller(int node, int frame) {
        int child = frame == 0 ? 0 : tree.child(node, frame);
        if (child == 0) {
            reached(frame == 0 ? Rule.FRAMES : Rule.STACKS, frame == 0 ? frames.count() : tree.count() - 1);
            return node;
        }
        return child;
    }
}
