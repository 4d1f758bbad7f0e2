package dev.heapcrest.tree;

import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;

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

    /** Parent of each node. */
    final IntColumn parents;
    /** Frame of each node. */
    final IntColumn frames;
    /** Display node of each location. */
    final IntColumn locationNodes;

    private DisplayTree(IntColumn parents, IntColumn frames, IntColumn locationNodes) {
        this.parents = parents;
        this.frames = frames;
        this.locationNodes = locationNodes;
    }

    static DisplayTree of(Profile profile) {
        Uses uses = new Uses(profile);
        return uses.allWhole()
                ? new DisplayTree(
                        profile.stacks().parents(),
                        profile.stacks().frames(),
                        profile.locations().stacks())
                : new Placing(profile, uses).place();
    }

    int count() {
        return parents.size();
    }

    /** Stacks of a capture with native ones were shortened when both kinds were merged, which is a matter of each stack. */
    private static long hiddenFrames(Profile profile) {
        return profile.header().nativeTraces() ? 0 : profile.header().skippedMainThreadFrames();
    }

    /** How the stacks of a profile are needed. */
    private static final class Uses {
        private final Profile profile;
        private final long skippedFrames;
        /** Of each stack node; the root both ways or either. */
        final byte[] ofNodes;
        /** Display nodes that are needed, the root aside. */
        final int places;

        final boolean anyShortened;

        Uses(Profile profile) {
            this.profile = profile;
            skippedFrames = hiddenFrames(profile);
            IntColumn stackParents = profile.stacks().parents();
            ofNodes = new byte[stackParents.size()];
            IntColumn stacks = profile.locations().stacks();
            for (int location = 0; location < stacks.size(); location++) {
                ofNodes[stacks.get(location)] |= (byte) ofLocation(location);
            }
            for (int node = ofNodes.length - 1; node > 0; node--) {
                ofNodes[stackParents.get(node)] |= ofNodes[node];
            }
            int sum = 0;
            boolean shortened = false;
            for (byte use : ofNodes) {
                sum += Integer.bitCount(use);
                shortened |= (use & SHORTENED) != 0;
            }
            places = sum;
            anyShortened = shortened;
        }

        boolean allWhole() {
            return !anyShortened && places == ofNodes.length;
        }

        /** Whether a location's stack is shown whole or shortened. */
        int ofLocation(int location) {
            boolean main = skippedFrames != 0
                    && profile.threads().ids().get(profile.locations().threads().get(location))
                            == profile.header().mainThreadId();
            return main ? SHORTENED : WHOLE;
        }
    }

    /** Makes display nodes of stack nodes. */
    private static final class Placing {
        private final Profile profile;
        private final Uses uses;
        private final long skippedFrames;
        private final int[] parents;
        private final int[] frames;
        private final int[] locationNodes;
        private int count = 1;
        /** Children of nodes that stand for several stack nodes, by parent and frame. */
        private final Long2IntOpenCustomHashMap merged = Salted.longToInt();

        Placing(Profile profile, Uses uses) {
            this.profile = profile;
            this.uses = uses;
            skippedFrames = hiddenFrames(profile);
            parents = new int[1 + uses.places];
            frames = new int[1 + uses.places];
            locationNodes = new int[profile.locations().count()];
        }

        DisplayTree place() {
            IntColumn stackParents = profile.stacks().parents();
            int[] depths = uses.anyShortened ? depths(stackParents) : new int[stackParents.size()];
            int[] topUses = topUses(depths);
            place(WHOLE, depths, topUses);
            if (uses.anyShortened) {
                place(SHORTENED, depths, topUses);
            }
            return new DisplayTree(
                    IntColumn.of(parents, count), IntColumn.of(frames, count), IntColumn.of(locationNodes));
        }

        /**
         * How often each frame is directly above the root. Only below a frame that does so more than once can two stack
         * nodes fall together: a stack node's children are distinct.
         */
        private int[] topUses(int[] depths) {
            int[] topUses = new int[profile.frames().count() + 1];
            for (int node = 1; node < uses.ofNodes.length; node++) {
                int frame = profile.stacks().frames().get(node);
                topUses[frame] += (uses.ofNodes[node] & WHOLE) != 0
                                && profile.stacks().parents().get(node) == 0
                        ? 1
                        : 0;
                topUses[frame] += (uses.ofNodes[node] & SHORTENED) != 0 && depths[node] - 1 == skippedFrames ? 1 : 0;
            }
            return topUses;
        }

        private void place(int use, int[] depths, int[] topUses) {
            IntColumn stackParents = profile.stacks().parents();
            IntColumn stackFrames = profile.stacks().frames();
            long hidden = use == SHORTENED ? skippedFrames : 0;
            int[] placed = new int[uses.ofNodes.length];
            boolean[] merging = new boolean[uses.ofNodes.length];
            for (int node = 1; node < uses.ofNodes.length; node++) {
                if ((uses.ofNodes[node] & use) == 0
                        || (hidden != 0 && Long.compareUnsigned(depths[node], hidden) <= 0)) {
                    continue;
                }
                int parent = placed[stackParents.get(node)];
                int frame = stackFrames.get(node);
                merging[node] = parent == 0 ? topUses[frame] > 1 : merging[stackParents.get(node)];
                placed[node] = merging[node] ? child(parent, frame) : add(parent, frame);
            }
            for (int location = 0; location < locationNodes.length; location++) {
                if (uses.ofLocation(location) == use) {
                    locationNodes[location] =
                            placed[profile.locations().stacks().get(location)];
                }
            }
        }

        private static int[] depths(IntColumn parents) {
            int[] depths = new int[parents.size()];
            for (int node = 1; node < depths.length; node++) {
                depths[node] = depths[parents.get(node)] + 1;
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
}
