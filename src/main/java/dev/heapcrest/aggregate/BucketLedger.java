package dev.heapcrest.aggregate;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.UnsupportedProfileException;
import java.util.BitSet;

/** A ledger whose mark is that of the open bucket, for memory over time (docs/decisions/0012-half-buckets.md). */
interface BucketLedger extends Ledger {
    /** A memory record comes. Whether {@link #endBucket} is to follow, before another record. */
    boolean endsBucket(long epochMillis);

    /** Ends the bucket. The ledger has heard of everything before this record, which begins the next one. */
    void endBucket(long record);

    /** The capture ends before this record. */
    void finish(long record, LiveMemory live);

    /** After the end: keeps as many boundaries as {@link MemorySamples#timeline} keeps samples, and the same. */
    void thinTo(int maxRecords);

    /** The locations with a lifetime. */
    BitSet locations();

    /**
     * The result, once.
     *
     * @param kept locations in the order of their numbers in the profile
     * @throws UnsupportedProfileException if the capture ends before the range that was asked for
     */
    History history(int[] kept) throws UnsupportedProfileException;
}
