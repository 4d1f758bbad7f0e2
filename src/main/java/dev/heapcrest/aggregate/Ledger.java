package dev.heapcrest.aggregate;

import java.util.List;

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

    /** Of a mapping that was told these bytes can never be unmapped, and count as so many allocations. */
    default void lasting(long birth, int location, long sizeBytes, int allocations) {}

    /**
     * A location lost memory to another allocation at its address. The total does not notice, as in memray.
     *
     * @param birth the record that made the lost allocation, where births are kept
     * @param otherBirth the record that replaced it
     */
    void overwritten(long birth, long otherBirth, int location, long sizeBytes);

    /**
     * A location gives memory back.
     *
     * @param birth the record that made the allocation, where births are kept
     * @param allocations how many allocations fewer it has
     */
    void freed(long birth, int location, long sizeBytes, int allocations);

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

    /**
     * A memory sample: everything up to it was told.
     *
     * @param record the next one
     */
    default void sampled(long record, long epochMillis) {}

    /** The record of the highest total of all; that of the mark, unless there are several marks. */
    long highestRecord();

    /** The highest total of all. */
    long highestBytes();

    /** The figures of the locations when the total was highest. */
    ViewFigures atPeak();

    /** The figures of the locations now. */
    ViewFigures atEnd();

    /** What a profile has of them. */
    default List<ViewFigures> views() {
        return List.of(atPeak(), atEnd());
    }
}
