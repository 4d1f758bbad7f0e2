package dev.heapcrest.aggregate;

/** Figures of each location at the end of a pass. */
interface LocationFigures {
    long peakBytes(int location);

    long peakCount(int location);

    long leakBytes(int location);

    long leakCount(int location);

    /** 0 where temporary allocations were not asked for. */
    long temporaryBytes(int location);

    /** 0 where temporary allocations were not asked for. */
    long temporaryCount(int location);

    /** Whether any view shows the location. */
    default boolean any(int location) {
        return peakCount(location) != 0
                || leakCount(location) != 0
                || temporaryCount(location) != 0
                || peakBytes(location) != 0
                || leakBytes(location) != 0;
    }
}
