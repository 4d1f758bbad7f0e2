package dev.heapcrest.capture;

/**
 * Receives the records of an aggregated capture (header versions 10 to 13, file format 1) in file order.
 *
 * <p>Called from the decoding thread only; strings are shared instances.
 */
public interface AggregatedSink extends CaptureSink {
    /** Resident and heap bytes at a time (ms since 1970 UTC). */
    void memorySnapshot(long epochMillis, long residentBytes, long heapBytes);

    /**
     * One stack's figures. Counts and bytes are signed: a program that frees oddly can make them negative. Without their
     * signs, those of all records add up to at most 2^63 - 1 each.
     *
     * @param allocator a {@link Allocator#number()}
     * @param stackIndex number of a stack tree node that came before, 0 = empty stack
     * @param nativeFrameId innermost native frame, 0 = none
     */
    void aggregatedAllocation(
            long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures figures);

    /** What {@link #aggregatedAllocation} found at the peak and at the end; the instance is reused by the decoder. */
    final class Figures {
        public long peakCount;
        public long leakCount;
        public long peakBytes;
        public long leakBytes;
    }

    /** The next stack tree node; they count from 1. {@code parentIndex} is smaller than its own number, 0 = root. */
    void stackTreeNode(long frameId, long parentIndex);

    /** Versions 12 and later: a frame of a code object. */
    void codeFrameDefinition(long frameId, long codeObjectId, int instructionOffset, boolean entryFrame);

    /** A Python object that was alive at the end (object lifetime captures only). */
    default void survivingObject(long address, long nativeFrameId) {}
}
