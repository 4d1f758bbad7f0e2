package dev.heapcrest.aggregate;

/**
 * A bound of the total, and the record that may become the mark, while frees wait in {@link PendingChanges}.
 *
 * <p>How much a waiting free gives back is known only when the live table is asked. All other changes of the total are
 * known at once. Add up all changes except the waiting frees: the true total is never above that bound. Only a record
 * whose bound reaches the old mark can be the new one.
 *
 * <p>The records between two waiting frees are a run. In a run, the true total is below the bound by the same bytes at
 * each record. So only the last record with the highest bound can be the mark, and one number is compared for each
 * record. That record is the candidate. A run without a higher or equal bound than all runs before it keeps their
 * candidate, as more frees wait before it. Not thread-safe.
 */
final class MarkBound {
    private final Ledger ledger;
    /** What was added up since nothing waited. */
    private long changeBytes;
    /** The bound at the candidate; before there is one, what the bound must reach. */
    private long highestBytes;

    private long candidate = -1;

    MarkBound(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A record changes the total by these bytes; by 0 if it is a free that waits. */
    void changed(long record, long bytes) {
        changeBytes += bytes;
        if (changeBytes >= highestBytes) {
            highestBytes = changeBytes;
            candidate = record;
        }
    }

    /** The last record that may be the mark; that of the old mark where none may be. */
    long candidate() {
        return candidate;
    }

    /** The bound at the candidate, relative to the ledger's total, of which nothing that waited was told. */
    long highestBytes() {
        return highestBytes;
    }

    /** The ledger was told of everything that waited: its total takes in the other changes, and a new bound begins. */
    void settle() {
        ledger.change(changeBytes);
        changeBytes = 0;
        candidate = ledger.peakRecord();
        highestBytes = ledger.wantedBytes() - ledger.totalBytes();
    }
}
