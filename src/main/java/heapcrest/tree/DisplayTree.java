package heapcrest.tree;

import heapcrest.aggregate.HeapProfile;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/**
 * A profile's stacks as a reader shall see them: without the launcher's frames on the main thread. Nodes are numbered
 * parents first; node 0 is the root.
 *
 * <p>Hiding is a rule for whole stacks of one thread, while stack nodes are shared by threads; so each stack node can
 * stand for two display nodes, one with and one without the hidden frames (format document, section 9).
 */
final class DisplayTree {
    final IntArrayList parents = new IntArrayList(new int[] {0});
    final IntArrayList frames = new IntArrayList(new int[] {0});
    /** Display node of each location. */
    final int[] locationNodes;

    private final Long2IntOpenHashMap children = new Long2IntOpenHashMap();

    DisplayTree(HeapProfile profile) {
        int locations = profile.locationCount();
        locationNodes = new int[locations];
        boolean[] hidden = new boolean[locations];
        boolean anyHidden = false;
        long skipped = profile.header().skippedMainThreadFrames();
        long[] threadIds = profile.threads().ids();
        for (int i = 0; i < locations; i++) {
            hidden[i] = skipped != 0
                    && threadIds[profile.locationThreads()[i]]
                            == profile.header().mainThreadId();
            anyHidden |= hidden[i];
        }
        place(profile, hidden, false, 0);
        if (anyHidden) {
            place(profile, hidden, true, skipped);
        }
    }

    private void place(HeapProfile profile, boolean[] hidden, boolean which, long skipped) {
        int[] stackParents = profile.stackParents();
        int[] stackFrames = profile.stackFrames();
        int count = stackParents.length;
        boolean[] wanted = new boolean[count];
        for (int i = 0; i < hidden.length; i++) {
            if (hidden[i] == which) {
                wanted[profile.locationStacks()[i]] = true;
            }
        }
        for (int node = count - 1; node > 0; node--) {
            if (wanted[node]) {
                wanted[stackParents[node]] = true;
            }
        }
        int[] depths = new int[count];
        int[] displayNodes = new int[count];
        for (int node = 1; node < count; node++) {
            depths[node] = depths[stackParents[node]] + 1;
            if (wanted[node] && Long.compareUnsigned(depths[node], skipped) > 0) {
                displayNodes[node] = child(displayNodes[stackParents[node]], stackFrames[node]);
            }
        }
        for (int i = 0; i < hidden.length; i++) {
            if (hidden[i] == which) {
                locationNodes[i] = displayNodes[profile.locationStacks()[i]];
            }
        }
    }

    private int child(int parent, int frame) {
        int next = parents.size();
        int known = children.putIfAbsent((long) parent << 32 | frame, next);
        if (known != 0) {
            return known;
        }
        parents.add(parent);
        frames.add(frame);
        return next;
    }

    int count() {
        return parents.size();
    }
}
