package dev.heapcrest.aggregate;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.stacks.FrameTable;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a capture found. Immutable by contract: arrays are shared, not copied, and must not be written.
 *
 * <p>A <em>location</em> is a distinct (stack, thread, allocator); locations count from 0 to
 * {@link #locationCount()} - 1. Only locations with a figure in one of the views are kept.
 *
 * @param header header of the capture
 * @param coverage how much of it was read
 * @param frames frames of the stacks
 * @param stackParents parent of each stack node; node 0 is the empty stack, parents have smaller numbers
 * @param stackFrames frame id of each stack node
 * @param threads threads in order of appearance
 * @param locationStacks stack node of each location, innermost frame; untrimmed
 * @param locationThreads index into {@code threads}
 * @param locationAllocators {@link dev.heapcrest.capture.Allocator#number()} of each location
 * @param peak figures at the high-water mark
 * @param leaks figures at the end of the capture
 * @param temporary figures of temporary allocations; null unless asked for
 * @param temporaryThreshold the threshold they were asked for with; -1 otherwise
 * @param peakBytes memray's own running total at the high-water mark; can exceed the sum of {@code peak} (see
 *     docs/differences-from-memray.md)
 * @param peakRecord number of the allocation record (from 0) at which the high-water mark was reached last; -1 in
 *     aggregated captures
 * @param timeline memory samples
 */
public record HeapProfile(
        CaptureHeader header,
        Coverage coverage,
        FrameTable frames,
        int[] stackParents,
        int[] stackFrames,
        Threads threads,
        int[] locationStacks,
        int[] locationThreads,
        byte[] locationAllocators,
        Figures peak,
        Figures leaks,
        @Nullable Figures temporary,
        int temporaryThreshold,
        long peakBytes,
        long peakRecord,
        MemoryTimeline timeline) {

    public int locationCount() {
        return locationStacks.length;
    }

    /**
     * Bytes and counts by location, in one view.
     *
     * @param bytes bytes held
     * @param counts allocations held
     */
    public record Figures(long[] bytes, long[] counts) {
        /** Sum over all locations, computed at each call. */
        public long totalBytes() {
            return sum(bytes);
        }

        /** Sum over all locations, computed at each call. */
        public long totalCount() {
            return sum(counts);
        }

        private static long sum(long[] values) {
            long sum = 0;
            for (long value : values) {
                sum += value;
            }
            return sum;
        }
    }

    /**
     * Threads by index.
     *
     * @param ids thread ids as in the capture, unsigned
     * @param names last name seen; "" where there is none
     */
    public record Threads(long[] ids, String[] names) {
        public int count() {
            return ids.length;
        }
    }

    /**
     * Memory over time, one entry a sample.
     *
     * @param epochMillis ms since 1970 UTC
     * @param residentBytes resident size of the process
     * @param heapBytes live bytes by the records so far
     */
    public record MemoryTimeline(long[] epochMillis, long[] residentBytes, long[] heapBytes) {
        public int count() {
            return epochMillis.length;
        }
    }
}
