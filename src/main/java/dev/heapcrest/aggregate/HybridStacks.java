package dev.heapcrest.aggregate;

import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;

/**
 * Merges Python stacks and native ones: each frame of the interpreter's loop becomes the Python frames that it ran
 * (docs/capture-format.md, section 10.4). Launcher frames are hidden here, since that is a matter of each stack.
 *
 * <p>Frames of merged stacks are ids of {@link Frames}, or above them one for each native level. Not thread-safe.
 */
final class HybridStacks {
    /** Versions up to this left out the frames above the tracker when they wrote Python stacks. */
    private static final int SHORTENED_WHEN_WRITTEN = 8;

    private final Frames frames;
    private final SurvivingStacks python;
    private final SurvivingNatives natives;
    private final NativeLevels levels;
    private final int headerVersion;

    /** Parent of each merged node. */
    final IntArrayList parents = new IntArrayList(new int[] {0});
    /** Frame of each merged node. */
    final IntArrayList nodeFrames = new IntArrayList(new int[] {0});

    private final Long2IntOpenCustomHashMap children = Salted.longToInt();

    private final NativeSteps steps;

    // of the stack at hand, innermost first
    private final IntArrayList pythonFrames = new IntArrayList();
    private final IntArrayList addresses = new IntArrayList();
    private final IntArrayList nativeLevels = new IntArrayList();
    /** Of the stack at hand, outermost first. */
    private IntArrayList merged = new IntArrayList();

    /** The stack before, which most begin like, and its nodes: three quarters of the look-ups need not be made. */
    private IntArrayList mergedBefore = new IntArrayList();

    private final IntArrayList nodesBefore = new IntArrayList();

    /** @param stackCount how many will be merged */
    HybridStacks(
            Frames frames,
            SurvivingStacks python,
            SurvivingNatives natives,
            NativeLevels levels,
            int headerVersion,
            int stackCount) {
        steps = new NativeSteps(natives.mostSteps(), stackCount);
        this.frames = frames;
        this.python = python;
        this.natives = natives;
        this.levels = levels;
        this.headerVersion = headerVersion;
    }

    /** The frame id of a native level. */
    int frameOfLevel(int level) {
        return frames.count() + 1 + level;
    }

    /** The native level of a frame id; below 0 = a Python frame. */
    int levelOfFrame(int frame) {
        return frame - frames.count() - 1;
    }

    /**
     * The node of a merged stack.
     *
     * @param node of {@link SurvivingStacks}, with its native stack on top if it has one
     * @param hidden outermost Python frames of the thread that are the launcher's, unsigned
     */
    int merge(int node, long hidden) throws UnsupportedProfileException {
        take(node);
        merged.clear();
        if (!levels.interpreterNamed()) {
            mergeUnnamed(hidden);
        } else if (headerVersion <= SHORTENED_WHEN_WRITTEN) {
            mergeShortened();
        } else {
            merge(hidden);
        }
        return intern();
    }

    private void take(int node) throws UnsupportedProfileException {
        pythonFrames.clear();
        addresses.clear();
        nativeLevels.clear();
        int at = node;
        if ((python.frames[at] & Frames.NATIVE) != 0) {
            natives.addressesOf(frames.nativeStack(python.frames[at]), steps, addresses);
            at = python.parents[at];
        }
        for (int i = 0; i < addresses.size(); i++) {
            levels.addTo(nativeLevels, addresses.getInt(i));
        }
        steps.take(nativeLevels.size());
        for (; at != 0; at = python.parents[at]) {
            pythonFrames.add(python.frames[at]);
        }
    }

    /** memray's rule; where too few loops were found it shows the Python stack, with the launcher's frames. */
    private void merge(long hidden) {
        int next = pythonFrames.size() - 1;
        long firstKept = next - hidden;
        for (int i = nativeLevels.size() - 1; i >= 0; i--) {
            int level = nativeLevels.getInt(i);
            if (next < 0 || !levels.isLoop(level)) {
                merged.add(frameOfLevel(level));
                continue;
            }
            boolean entry;
            do {
                if (hidden != 0 && next == firstKept) {
                    merged.clear();
                }
                merged.add(Frames.plain(pythonFrames.getInt(next)));
                next--;
                entry = next >= 0 && !Frames.inner(pythonFrames.getInt(next));
            } while (next >= 0 && !entry);
        }
        if (next >= 0) {
            merged.clear();
            addPython(pythonFrames.size());
        }
    }

    /** Of versions whose Python stacks lack the frames above the tracker: from the inside out, as far as those reach. */
    private void mergeShortened() {
        int next = 0;
        IntArrayList innermostFirst = new IntArrayList();
        for (int i = 0; i < nativeLevels.size() && (pythonFrames.isEmpty() || next < pythonFrames.size()); i++) {
            int level = nativeLevels.getInt(i);
            if (pythonFrames.isEmpty() || !levels.isLoop(level)) {
                innermostFirst.add(frameOfLevel(level));
                continue;
            }
            boolean entry;
            do {
                int frame = pythonFrames.getInt(next);
                entry = !Frames.inner(frame);
                if (!frames.string(frames.fileString(Frames.plain(frame))).endsWith(".pyx")) {
                    innermostFirst.add(Frames.plain(frame));
                }
                next++;
            } while (!entry && next < pythonFrames.size());
        }
        if (next < pythonFrames.size()) {
            // not all of them were found: no Python frame is to be lost
            addPython(pythonFrames.size());
            return;
        }
        for (int i = innermostFirst.size() - 1; i >= 0; i--) {
            merged.add(innermostFirst.getInt(i));
        }
    }

    /**
     * Where the interpreter's loop has no name: the Python stack, and below its leaf those native frames that the leaf
     * certainly called, which are the ones before the interpreter comes again. All native frames where there is no Python
     * stack.
     */
    private void mergeUnnamed(long hidden) {
        long kept = pythonFrames.size() - hidden;
        addPython(hidden < 0 || kept < 0 ? 0 : (int) kept);
        int called = pythonFrames.isEmpty() ? nativeLevels.size() : 0;
        for (int i = 0; called == 0 && i < nativeLevels.size(); i++) {
            if (levels.inInterpreter(nativeLevels.getInt(i))) {
                called = i;
                break;
            }
        }
        for (int i = called - 1; i >= 0; i--) {
            merged.add(frameOfLevel(nativeLevels.getInt(i)));
        }
    }

    private void addPython(int kept) {
        for (int i = kept - 1; i >= 0; i--) {
            merged.add(Frames.plain(pythonFrames.getInt(i)));
        }
    }

    private int intern() throws UnsupportedProfileException {
        int same = 0;
        int most = Math.min(merged.size(), mergedBefore.size());
        while (same < most && merged.getInt(same) == mergedBefore.getInt(same)) {
            same++;
        }
        nodesBefore.size(same);
        int node = same == 0 ? 0 : nodesBefore.getInt(same - 1);
        for (int i = same; i < merged.size(); i++) {
            int frame = merged.getInt(i);
            int next = parents.size();
            int known = children.putIfAbsent((long) node << Integer.SIZE | frame, next);
            if (known == 0) {
                steps.take(NativeSteps.NEW);
                parents.add(node);
                nodeFrames.add(frame);
                known = next;
            }
            node = known;
            nodesBefore.add(node);
        }
        IntArrayList spare = mergedBefore;
        mergedBefore = merged;
        merged = spare;
        return node;
    }
}
