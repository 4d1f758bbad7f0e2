package dev.heapcrest.aggregate;

/**
 * Hears in one pass how memory changes, and keeps the figures of each location at a mark: the record at which the total
 * was highest.
 *
 * <p>The total is told in order. Locations are told later than the records that changed them, so an allocation and an
 * overwriting come with their record. A free needs none: a location hears of it before {@link #reached} tells of any
 * record after it.
 */
interface Ledger {
    /** The total changes, by one record or several. */
    void change(long bytes);

    /** This was the total after a record. Locations have not heard of any later free. */
    void reached(long record, long bytes);

    /** A location has an allocation that was made by this record. */
    void allocated(long birth, int location, long sizeBytes);

    /** An allocation of a location was alive at the mark. It was freed later, and nothing else is told of it. */
    void allocatedAtMark(int location, long sizeBytes);

    /** A location lost memory to another allocation at its address. The total does not notice, as in memray. */
    void overwritten(long otherBirth, int location, long sizeBytes);

    /** A location gives memory back: bytes, and how many allocations fewer it has. */
    void freed(int location, long sizeBytes, int allocations);

    /** The total of all that was told. */
    long totalBytes();

    /** The total at the mark. The next mark has at least as much. */
    long peakBytes();

    /** The record (from 0) of the mark; -1 before the first. */
    long peakRecord();

    /** Totals below this need not be {@linkplain #reached told}. Never above that of the mark. */
    default long wantedBytes() {
        return peakBytes();
    }

    /** A memory sample: everything up to it was told. */
    default void sampled(long epochMillis) {}
}
