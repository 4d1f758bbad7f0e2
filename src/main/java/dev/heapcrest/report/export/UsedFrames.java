package dev.heapcrest.report.export;

import dev.heapcrest.tree.CallTree;
import java.util.Arrays;

/** The frames that occur in a tree, numbered from 0 in order of first use: its frame table may hold many more. */
final class UsedFrames {
    private final int[] indexPlusOne;
    private int[] frames = new int[64];
    private int count;

    UsedFrames(CallTree tree) {
        indexPlusOne = new int[tree.frames().count() + 1];
        for (int node = 1; node < tree.nodeCount(); node++) {
            int frame = tree.nodeFrames()[node];
            if (indexPlusOne[frame] == 0) {
                if (count == frames.length) {
                    frames = Arrays.copyOf(frames, 2 * count);
                }
                frames[count++] = frame;
                indexPlusOne[frame] = count;
            }
        }
    }

    int count() {
        return count;
    }

    int frame(int index) {
        return frames[index];
    }

    int indexOf(int frame) {
        return indexPlusOne[frame] - 1;
    }
}
