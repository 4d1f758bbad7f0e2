package dev.heapcrest.tree;

import dev.heapcrest.aggregate.HeapProfile;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/**
 * A profile's stacks as a reader shall see them: without the launcher's frames on the main thread. Nodes are numbered
 * parents first; node 0 is the root.
 *
 * <p>Hiding is a rule for whole stacks of one thread, while stack nodes are shared by threads; so each stack node can
 * stand for two display nodes, one with and one without the hidden frames (docs/capture-format.md, section 9). Stacks
 * that differ in hidden frames alone fall together.
 *
 * <p>Costs 8 bytes a node, and 10 more for each stack node while it is made; nothing where no frame is hidden, as the
 * profile's own arrays serve.
 */
final class DisplayTree {
    private static final int WHOLE = 1;
    private static final int SHORTENED = 2;

    /** Parent of each node; may be longer than {@link #count()}. */
    final int[] parents;
    /** Frame of each node; may be longer than {@link #count()}. */
    final int[] frames;
    /** Display node of each location. */
    final int[] locationNodes;

    private final HeapProfile profile;
    private final long skippedFrames;
    private int count;
    /** Children of nodes that stand for several stack nodes, by parent and frame. */
    private final Long2IntOpenHashMap merged = new Long2IntOpenHashMap();

    DisplayTree(HeapProfile profile) {
        this.profile = profile;
        skippedFrames = profile.header().skippedMainThreadFrames();
        byte[] uses = uses();
        int places = 0;
        boolean anyShortened = false;
        for (byte use : uses) {
            places += Integer.bitCount(use);
            anyShortened |= (use & SHORTENED) != 0;
        }
        if (!anyShortened && places == uses.length) {
            parents = profile.stackParents();
            frames = profile.stackFrames();
            locationNodes = profile.locationStacks();
            count = parents.length;
            return;
        }
        parents = new int[1 + places];
        frames = new int[1 + places];
        locationNodes = new int[profile.locationCount()];
        count = 1;
        int[] depths = anyShortened ? depths(profile.stackParents()) : new int[uses.length];
        int[] topUses = topUses(uses, depths);
        place(WHOLE, uses, depths, topUses);
        if (anyShortened) {
            place(SHORTENED, uses, depths, topUses);
        }
    }

    int count() {
        return count;
    }

    /** Whether a location's stack is shown whole or shortened. */
    private int useOf(int location) {
        boolean main = skippedFrames != 0
                && profile.threads().ids()[profile.locationThreads()[location]]
                        == profile.header().mainThreadId();
        return main ? SHORTENED : WHOLE;
    }

    /** How each stack node is needed; the root both ways or either. */
    private byte[] uses() {
        int[] stackParents = profile.stackParents();
        byte[] uses = new byte[stackParents.length];
        int[] stacks = profile.locationStacks();
        for (int location = 0; location < stacks.length; location++) {
            uses[stacks[location]] |= (byte) useOf(location);
        }
        for (int node = uses.length - 1; node > 0; node--) {
            uses[stackParents[node]] |= uses[node];
        }
        return uses;
    }

    /**
     * How often each frame stands directly above the root. Only below a frame that does so more than once can two stack
     * nodes fall together: a stack node's children are distinct.
     */
    private int[] topUses(byte[] uses, int[] depths) {
        int[] topUses = new int[profile.frames().count() + 1];
        for (int node = 1; node < uses.length; node++) {
            int frame = profile.stackFrames()[node];
            topUses[frame] += (uses[node] & WHOLE) != 0 && profile.stackParents()[node] == 0 ? 1 : 0;
            topUses[frame] += (uses[node] & SHORTENED) != 0 && depths[node] - 1 == skippedFrames ? 1 : 0;
        }
        return topUses;
    }

    private void place(int use, byte[] uses, int[] depths, int[] topUses) {
        int[] stackParents = profile.stackParents();
        int[] stackFrames = profile.stackFrames();
        long hidden = use == SHORTENED ? skippedFrames : 0;
        int[] placed = new int[uses.length];
        boolean[] merging = new boolean[uses.length];
        for (int node = 1; node < uses.length; node++) {
            if ((uses[node] & use) == 0 || (hidden != 0 && Long.compareUnsigned(depths[node], hidden) <= 0)) {
                continue;
            }
            int parent = placed[stackParents[node]];
            int frame = stackFrames[node];
            merging[node] = parent == 0 ? topUses[frame] > 1 : merging[stackParents[node]];
            placed[node] = merging[node] ? child(parent, frame) : add(parent, frame);
        }
        for (int location = 0; location < locationNodes.length; location++) {
            if (useOf(location) == use) {
                locationNodes[location] = placed[profile.locationStacks()[location]];
            }
        }
    }

    private static int[] depths(int[] parents) {
        int[] depths = new int[parents.length];
        for (int node = 1; node < depths.length; node++) {
            depths[node] = depths[parents[node]] + 1;
        }
        return depths;
    }

    private int child(int parent, int frame) {
        int known = merged.putIfAbsent((long) parent << 32 | frame, count);
        return known != 0 ? known : add(parent, frame);
    }

    private int add(int parent, int frame) {
        parents[count] = parent;
        frames[count] = frame;
        return count++;
    }
}
