package dev.heapcrest.aggregate;

/**
 * A batch of changes that wait for the live table, in their order. Once the table outgrows the cache, a first loop reads
 * the slots of the whole batch, whose cache misses then overlap, and a second does the work.
 *
 * <p>A free also carries the candidate of the run after it ({@link MarkBound}). The first entry is no change: it carries
 * the candidate of the run before the first free. 32 KiB. Not thread-safe.
 */
final class PendingChanges {
    /** 32 bytes each: together with what they touch (two lines of 64 bytes each) inside the second-level cache. */
    private static final int ENTRIES = 1024;

    private static final int STRIDE = 4;
    private static final int FIRST = STRIDE;
    /** A record makes at most so many entries without asking for room. */
    private static final int MOST_ENTRIES = 2;

    private static final int FULL = (ENTRIES - MOST_ENTRIES) * STRIDE;

    private static final int ADDRESS = 0;
    /** {@link #FREE}, {@link #REPLACED}, or location and size of what lives at the address from now on. */
    private static final int CHANGE = 1;
    /** In a free: the candidate of its run. In an allocation: the record that made it. */
    private static final int RECORD = 2;
    /** In a free: the bound at the candidate. In another entry: the first record that replaced what was there before. */
    private static final int BOUND_OR_REPLACING = 3;

    /** What lives at the address is freed. */
    private static final long FREE = 0;
    /** What may live at the address had been replaced by young allocations, which are freed. */
    private static final long REPLACED = 1;

    private static final long SIZE_MASK = 0xFFFF_FFFFL;

    private final long[] entries = new long[STRIDE * ENTRIES];
    private int end = FIRST;
    private int lastFree;
    /** Keeps the reads ahead from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    /** Whether {@link #apply} must come before another record, or before another entry that no record makes. */
    boolean full() {
        return end > FULL;
    }

    /** A free waits. It ends a run, whose candidate is known by now. */
    void free(long address, MarkBound bound) {
        endRun(bound);
        lastFree = add(address, FREE);
    }

    /** An allocation of less than 2^32 bytes waits; for the records see {@link LiveMemory#put}. */
    void allocation(long address, long sizeBytes, int location, long birth, long replacing) {
        int at = add(address, (long) location << Integer.SIZE | sizeBytes);
        entries[at + RECORD] = birth;
        entries[at + BOUND_OR_REPLACING] = replacing;
    }

    /** What may live at an address was replaced by this record, with what is freed by now. */
    void replaced(long address, long replacing) {
        entries[add(address, REPLACED) + BOUND_OR_REPLACING] = replacing;
    }

    private int add(long address, long change) {
        int at = end;
        entries[at + ADDRESS] = address;
        entries[at + CHANGE] = change;
        end = at + STRIDE;
        return at;
    }

    private void endRun(MarkBound bound) {
        entries[lastFree + RECORD] = bound.candidate();
        entries[lastFree + BOUND_OR_REPLACING] = bound.highestBytes();
    }

    /** Reads the slots of all entries, for the cache. */
    void readAhead(LiveMemory live) {
        long read = 0;
        for (int at = FIRST; at < end; at += STRIDE) {
            read ^= live.touch(address(at));
        }
        touched = read;
    }

    /**
     * Does all that waits, and forgets it. The ledger is told of each candidate before any location hears of a free after
     * it. The bound is to be settled next.
     */
    void apply(LiveMemory live, Ledger ledger, MarkBound bound) {
        endRun(bound);
        long told = tell(ledger, 0, ledger.peakRecord());
        for (int at = FIRST; at < end; at += STRIDE) {
            long change = entries[at + CHANGE];
            if (change == FREE) {
                live.free(address(at));
                told = tell(ledger, at, told);
            } else if (change == REPLACED) {
                live.replaced(address(at), replacing(at));
            } else {
                live.put(address(at), change & SIZE_MASK, (int) (change >>> Integer.SIZE), birth(at), replacing(at));
            }
        }
        end = FIRST;
        lastFree = 0;
    }

    /** Tells of the run after a free, if it has a candidate of its own. */
    private long tell(Ledger ledger, int free, long told) {
        long candidate = candidate(free);
        if (candidate != told) {
            ledger.reached(candidate, ledger.totalBytes() + boundBytes(free));
        }
        return candidate;
    }

    private long address(int entry) {
        return entries[entry + ADDRESS];
    }

    private long candidate(int free) {
        return entries[free + RECORD];
    }

    private long boundBytes(int free) {
        return entries[free + BOUND_OR_REPLACING];
    }

    private long birth(int allocation) {
        return entries[allocation + RECORD];
    }

    private long replacing(int entry) {
        return entries[entry + BOUND_OR_REPLACING];
    }
}
