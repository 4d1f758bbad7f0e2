package dev.heapcrest.testing;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * What one input may cost: fuzzing takes more for a finding. Live memory is bounded by the heap of the process that fuzzes.
 */
public final class Cost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** For what has at most 100 kB. Watched code is three to five times slower, and whatever multiplies is far above. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(4);
    /** In all, garbage included. */
    private static final long MOST_BYTES = 2L << 30;

    private Cost() {}

    /** What is done with an input. */
    public interface Work {
        void run() throws IOException;
    }

    /**
     * Does the work. If that took more CPU time or memory of this thread than an input may, it is done again: the first
     * time classes are loaded, and fuzzing watches them first.
     *
     * @throws AssertionError if it took more both times
     */
    public static void bounded(Work work) throws IOException {
        if (!measured(work).isEmpty()) {
            String cost = measured(work);
            if (!cost.isEmpty()) {
                throw new AssertionError(cost);
            }
        }
    }

    /** What was too much; empty if it was not. */
    private static String measured(Work work) throws IOException {
        long nanos = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        long tookNanos = THREADS.getCurrentThreadCpuTime() - nanos;
        long tookBytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        return tookNanos > MOST_NANOS || tookBytes > MOST_BYTES
                ? "cost " + TimeUnit.NANOSECONDS.toMillis(tookNanos) + " ms of CPU and " + tookBytes + " bytes"
                : "";
    }
}
