package dev.heapcrest.testing;

/** Memory over time, read plainly: what is held at the mark of each interval between memory records. */
public interface NaiveHistory {
    /** The largest total of an interval, at its beginning or after a record. */
    long markBytes(int interval);

    /**
     * By allocator, at the last instant with that total.
     *
     * @param overwrittenStays with memray's mistake: what was overwritten without a free stays for ever (M3)
     * @param byThread with threads and the stacks that reports show; else without, and with whole stacks (M4)
     */
    TextView held(int interval, boolean overwrittenStays, boolean byThread);

    /** What memray has for the mark of the last interval (M1): the largest total from which the heap fell in it. */
    long largestBeforeFallInLast();

    /** Whether a mapping was unmapped in part. */
    boolean cutsMappings();

    /** A stack that allocates by this allocator, as a stack of its own. */
    static int withAllocator(TextStacks stacks, int stackId, String allocator) {
        return stacks.call(stackId, new FrameText(allocator, "", 0));
    }
}
