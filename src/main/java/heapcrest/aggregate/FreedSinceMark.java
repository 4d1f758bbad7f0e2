package heapcrest.aggregate;

/**
 * Young allocations that were alive at the high-water mark and have been freed since. The figures at the mark lack them:
 * their locations are asked for only if that mark stays. 32 KiB. Not thread-safe.
 */
final class FreedSinceMark {
    private final HighWaterMark mark;
    private final YoungAllocations young;
    /** States of {@link YoungAllocations}. */
    private final long[] states = new long[1 << 12];

    private int count;
    /** Of the mark they were alive at. */
    private long epoch;

    FreedSinceMark(HighWaterMark mark, YoungAllocations young) {
        this.mark = mark;
        this.young = young;
    }

    /** Keeps a young allocation that is freed now, if it was born before the mark. */
    void add(long state, long birth) {
        if (mark.beforeMark(birth)) {
            if (epoch != mark.epoch()) {
                epoch = mark.epoch();
                count = 0;
            } else if (count == states.length) {
                resolve();
            }
            states[count++] = state;
        }
    }

    /** Adds them to the figures at the mark, as long as their snapshots are there. */
    void resolve() {
        if (epoch == mark.epoch()) {
            for (int i = 0; i < count; i++) {
                mark.allocatedAtMark(young.location(states[i]), YoungAllocations.sizeBytes(states[i]));
            }
        }
        count = 0;
    }
}
