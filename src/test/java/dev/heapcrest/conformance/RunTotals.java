package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.stacks.AllocationSink;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.stacks.Locations;
import dev.heapcrest.stacks.StackSnapshots;
import dev.heapcrest.stacks.StackTracker;
import dev.heapcrest.stacks.StackTree;
import dev.heapcrest.stacks.ThreadStack;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.NaiveModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a program allocated, whether it was given back or not, as {@code memray stats} adds it up: by size, by
 * allocator, by the source line at the top of the stack.
 */
final class RunTotals {
    private static final int BUCKETS = 10;

    /** Of a place. */
    record Sum(long bytes, long count) {
        Sum plus(Sum other) {
            return new Sum(bytes + other.bytes, count + other.count);
        }
    }

    /** Allocations by memray's name of the allocator. */
    final Map<String, Long> byAllocator = new TreeMap<>();

    /** By {@code function:file:line}. */
    final Map<String, Sum> byPlace = new TreeMap<>();

    private final TreeMap<Long, Long> bySize = new TreeMap<>();

    private RunTotals() {}

    /** Read through the decoder and the stacks of every report. */
    static RunTotals of(Path file) throws IOException {
        RunTotals totals = new RunTotals();
        try (Capture capture = Capture.open(file)) {
            Frames frames = new Frames(capture.header().pythonVersion(), Limits.DEFAULT);
            Locations locations = new Locations(Limits.DEFAULT);
            Map<Integer, Sum> byLocation = new HashMap<>();
            StackTree tree = new StackTree(Limits.DEFAULT);
            StackSnapshots snapshots = new StackSnapshots(frames, tree, locations);
            StackTracker tracker = new StackTracker(
                    frames,
                    snapshots,
                    (Allocating) (sizeBytes, stack, allocator) -> {
                        totals.bySize.merge(sizeBytes, 1L, Long::sum);
                        if (stack.full()) {
                            snapshots.clear();
                        }
                        int location = snapshots.location(stack.snapshot(), allocator);
                        byLocation.merge(location, new Sum(sizeBytes, 1), Sum::plus);
                    },
                    Limits.DEFAULT);
            capture.read(tracker, ReadProgress.NONE);
            Map<Integer, FrameText> innermost = new HashMap<>();
            tree.forEach((node, parent, frame) -> innermost.put(
                    node,
                    new FrameText(
                            frames.string(frames.functionString(frame)),
                            frames.string(frames.fileString(frame)),
                            frames.line(frame))));
            byLocation.forEach((location, sum) -> totals.add(
                    Allocator.of(locations.allocator(location)), innermost.get(locations.stack(location)), sum));
        }
        return totals;
    }

    static RunTotals of(NaiveModel model) {
        RunTotals totals = new RunTotals();
        model.forEachAllocation((allocator, sizeBytes, innermost) -> {
            totals.bySize.merge(sizeBytes, 1L, Long::sum);
            totals.add(allocator, innermost, new Sum(sizeBytes, 1));
        });
        return totals;
    }

    private void add(Allocator allocator, FrameText innermost, Sum sum) {
        String place = innermost == null
                ? "<stack trace unavailable>"
                : innermost.function() + ":" + innermost.file() + ":" + innermost.line();
        byAllocator.merge(allocator.name(), sum.count, Long::sum);
        byPlace.merge(place, sum, Sum::plus);
    }

    Sum all() {
        return byPlace.values().stream().reduce(new Sum(0, 0), Sum::plus);
    }

    void requireSame(RunTotals other) {
        assertEquals(other.byAllocator, byAllocator);
        assertEquals(other.byPlace, byPlace);
        assertEquals(other.bySize, bySize);
    }

    /**
     * Allocations in each of memray's ten buckets, equal in the logarithm of the size. Its labels of the buckets are
     * rounded down, so that a size next to a label can be in the bucket before; only the counts mean something.
     */
    long[] histogram() {
        Long smallest = bySize.higherKey(0L);
        double lowest = Math.log(smallest == null ? 1 : smallest);
        double high = Math.log(bySize.isEmpty() ? 1 : bySize.lastKey());
        double low = lowest == high ? lowest / 2 : lowest;
        double step = (high - low) / BUCKETS;
        long[] counts = new long[BUCKETS];
        bySize.forEach((size, count) -> {
            double above = size == 0 ? 0 : Math.log(size) - low;
            // Python's floor division: the remainder is exact, a quotient of doubles is not
            double bucket = Math.rint((above - above % step) / step);
            counts[(int) Math.min(bucket, BUCKETS - 1)] += count;
        });
        return counts;
    }

    /** Hears of allocations only. */
    private interface Allocating extends AllocationSink {
        void allocated(long sizeBytes, ThreadStack stack, int allocator);

        @Override
        default void allocation(long address, long sizeBytes, ThreadStack stack, int allocator) {
            allocated(sizeBytes, stack, allocator);
        }

        @Override
        default void mapping(long address, long sizeBytes, ThreadStack stack, int allocator) {
            allocated(sizeBytes, stack, allocator);
        }

        @Override
        default void deallocation(long address, int threadIndex) {}

        @Override
        default void unmapping(long address, long sizeBytes, int threadIndex) {}

        @Override
        default void memory(long epochMillis, long residentBytes) {}
    }
}
