package dev.heapcrest.aggregate;

/**
 * What {@link FreedSinceMark} keeps, for the mark of a bucket, and young allocations of earlier buckets: they have a
 * lifetime whether they were alive at the mark or not. Those are at most the slots of {@link YoungAllocations} for each
 * bucket. Not thread-safe.
 */
final class FreedInBucket extends FreedSinceMark {
    private final MemoryOverTime ledger;

    FreedInBucket(MemoryOverTime ledger, YoungAllocations young) {
        super(ledger, young);
        this.ledger = ledger;
    }

    @Override
    long markRecord() {
        return ledger.peakRecord();
    }

    @Override
    void endBucket() {
        resolve();
    }

    @Override
    void settle() {
        long since = ledger.bucketStart();
        int at = settled;
        // mostly there is none, and nothing moves
        while (at < end && freed[at + BIRTH] >= since) {
            at += STRIDE;
        }
        int to = at;
        for (; at < end; at += STRIDE) {
            long birth = freed[at + BIRTH];
            if (birth < since) {
                long state = freed[at + STATE];
                ledger.gone(birth, freed[at + DEATH], young.location(state), YoungAllocations.sizeBytes(state));
            } else {
                freed[to + STATE] = freed[at + STATE];
                freed[to + BIRTH] = birth;
                freed[to + DEATH] = freed[at + DEATH];
                to += STRIDE;
            }
        }
        end = to;
        super.settle();
    }
}
