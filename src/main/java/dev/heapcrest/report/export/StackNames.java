package dev.heapcrest.report.export;

import org.jspecify.annotations.Nullable;

/**
 * Names of the levels that are not frames, for formats that have nothing but frames: the thread as the outermost level
 * where threads are split, and something to hang the memory on that was allocated without any Python frame. Totals stay
 * right that way.
 */
final class StackNames {
    static final String NO_PYTHON_FRAMES = "[no Python frames]";

    private StackNames() {}

    /** Null where the first frame is the outermost level. */
    static @Nullable String outermost(ExportView view, int thread, int depth) {
        if (view.splitThreads()) {
            return "thread " + view.threadLabel(thread);
        }
        return depth == 0 ? NO_PYTHON_FRAMES : null;
    }
}
