package dev.heapcrest.aggregate;

/**
 * Young allocations that were alive at the high-water mark, or at a record that may turn out to be it, and have been freed
 * since. The figures at the mark lack them: their locations are asked for only if that mark stays. 96 KiB. Not
 * thread-safe.
 */
class FreedSinceMark {
    static final int STRIDE = 3;
    /** In an entry: a state of {@link YoungAllocations}. */
    static final int STATE = 0;

    static final int BIRTH = 1;
    /** In an entry: the record that freed it. */
    static final int DEATH = 2;

    private final Ledger ledger;
    final YoungAllocations young;
    final long[] freed = new long[STRIDE << 12];
    int end;
    /** Those before were alive at the mark. */
    int settled;
    /** The mark of which that is known. */
    private long settledRecord = -1;

    FreedSinceMark(Ledger ledger, YoungAllocations young) {
        this.ledger = ledger;
        this.young = young;
    }

    /** Whether {@link #settle} must come first. */
    boolean full() {
        return end == freed.length;
    }

    /** Keeps a young allocation that is freed now, as long as it may have been alive at the mark. */
    void add(long state, long birth, long death) {
        int at = end;
        freed[at + STATE] = state;
        freed[at + BIRTH] = birth;
        freed[at + DEATH] = death;
        end = at + STRIDE;
    }

    /** Record of the mark whose figures lack them: the one of the whole run. */
    long markRecord() {
        return ledger.highestRecord();
    }

    /** The bucket ends, if the mark is one of a bucket. */
    void endBucket() {}

    /** The mark is known: forgets those that were not alive then. There is room afterwards. */
    void settle() {
        int from = settled;
        long record = markRecord();
        if (settledRecord != record) {
            settledRecord = record;
            from = 0;
        }
        int to = from;
        for (int at = from; at < end; at += STRIDE) {
            if (freed[at + BIRTH] <= settledRecord && freed[at + DEATH] > settledRecord) {
                freed[to + STATE] = freed[at + STATE];
                freed[to + BIRTH] = freed[at + BIRTH];
                freed[to + DEATH] = freed[at + DEATH];
                to += STRIDE;
            }
        }
        end = to;
        settled = to;
        if (to > freed.length / 2) {
            resolve();
        }
    }

    /** Adds those that are settled to the figures at the mark, as long as their snapshots are there. */
    void resolve() {
        for (int at = 0; at < end; at += STRIDE) {
            long state = freed[at + STATE];
            ledger.allocatedAtMark(young.location(state), YoungAllocations.sizeBytes(state));
        }
        end = 0;
        settled = 0;
    }
}
