package dev.heapcrest.capture;

import org.jspecify.annotations.Nullable;

/**
 * How much of a capture was read, and why reading ended.
 *
 * @param end why reading ended
 * @param records records decoded, of every kind
 * @param allocationRecords allocations and deallocations among them (aggregated captures: aggregated allocations)
 * @param streamBytes bytes of the record stream (after decompression) up to the end of the last whole record
 * @param inputBytes bytes of the input consumed for that (compressed bytes where the capture is compressed)
 * @param inputSizeBytes size of the input; -1 where it is a pipe
 * @param compressed the capture is an LZ4 frame
 * @param problem the rule that was broken and where, one sentence without a final stop; null when complete
 */
public record Coverage(
        End end,
        long records,
        long allocationRecords,
        long streamBytes,
        long inputBytes,
        long inputSizeBytes,
        boolean compressed,
        @Nullable String problem) {

    /** Why reading ended. */
    public enum End {
        /**
         * At the trailer, or in versions without one at the end of the file, after as many allocation records as the
         * header counts, if it counts any.
         */
        COMPLETE,
        /**
         * The input ended before the trailer, or in versions without one before the counted records: killed program,
         * interrupted copy. What came before is right.
         */
        TRUNCATED,
        /** A rule of the format was broken. What came before is as good as the file. */
        CORRUPT
    }

    public boolean complete() {
        return end == End.COMPLETE;
    }
}
