package dev.heapcrest.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each header version has (docs/capture-format.md, sections 1 and 4).
 *
 * @param records how records are written
 * @param trailer the record stream ends with a trailer; zeros after it are padding, not records
 * @param wideAllocator the header's Python allocator takes four bytes instead of one
 * @param mainThread the header names the main thread and its frames to hide
 * @param fileFormat the header tells aggregated captures from others
 * @param allocatorTracing the header tells whether Python's allocators were traced
 * @param pythonVersion the header has the Python version and the object lifetimes flag
 * @param modulePaths the header has the module search paths
 */
record FormatVersion(
        int number,
        Records records,
        boolean trailer,
        boolean wideAllocator,
        boolean mainThread,
        boolean fileFormat,
        boolean allocatorTracing,
        boolean pythonVersion,
        boolean modulePaths) {
    static final int OLDEST = 6;
    static final int NEWEST = 13;

    /** How records are written. */
    enum Records {
        /** Four-byte types, C structs with their padding. */
        STRUCTS,
        /** Type in the low half of the first byte; frames are (function, file, line). */
        FRAMES,
        /** Type in the high bits of the first byte; frames are (code object, instruction). */
        CODE_OBJECTS
    }

    private static final List<FormatVersion> ALL = List.of(
            of(6, Records.STRUCTS),
            of(7, Records.FRAMES),
            of(8, Records.FRAMES),
            of(9, Records.FRAMES),
            of(10, Records.FRAMES),
            of(11, Records.FRAMES),
            of(12, Records.CODE_OBJECTS),
            of(13, Records.CODE_OBJECTS));

    private static FormatVersion of(int number, Records records) {
        return new FormatVersion(
                number,
                records,
                number >= 8,
                number < 8,
                number >= 9,
                number >= 10,
                number >= 11,
                number >= 12,
                number >= 13);
    }

    /** Null where this program does not know the version. */
    static @Nullable FormatVersion find(int number) {
        return number < OLDEST || number > NEWEST ? null : ALL.get(number - OLDEST);
    }
}
