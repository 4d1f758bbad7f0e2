package dev.heapcrest.aggregate;

import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.stacks.Locations;
import dev.heapcrest.stacks.StackSnapshots;
import dev.heapcrest.stacks.StackTracker;
import dev.heapcrest.stacks.StackTree;
import dev.heapcrest.stacks.ThreadTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes a profile of a capture in one pass. */
public final class HeapProfiler {
    private HeapProfiler() {}

    /**
     * Reads the records of a capture and computes peak, leaks and what else the options ask for.
     *
     * <p>Heap use follows live allocations (10 to 34 bytes each), distinct stacks and locations, not the length of the
     * capture. A damaged or cut capture gives the profile of its intact part; see {@link HeapProfile#coverage()}.
     *
     * @throws IOException if the input cannot be read
     * @throws UnsupportedProfileException if the capture's kind does not hold what the options ask for
     */
    public static HeapProfile profile(Capture capture, ProfileOptions options, ReadProgress progress)
            throws IOException {
        return capture.header().aggregated()
                ? aggregated(capture, options, progress)
                : allAllocations(capture, options, progress);
    }

    private static HeapProfile allAllocations(Capture capture, ProfileOptions options, ReadProgress progress)
            throws IOException {
        CaptureHeader header = capture.header();
        Frames frames = new Frames(header.pythonVersion(), capture.limits());
        TemporaryAllocations temporary =
                options.temporaryThreshold() < 0 ? null : new TemporaryAllocations(options.temporaryThreshold());
        Locations locations = new Locations(capture.limits());
        StackTree tree = new StackTree(capture.limits());
        StackSnapshots snapshots = new StackSnapshots(frames, tree, locations);
        HeapReplay replay = new HeapReplay(snapshots, temporary);
        StackTracker tracker = new StackTracker(frames, snapshots, replay, capture.limits());
        Coverage coverage = capture.read(tracker, progress);
        replay.finish();
        CaptureDamage limit = snapshots.limitReached();
        if (limit != null && coverage.damages().stream().noneMatch(damage -> damage.rule() == limit.rule())) {
            coverage = coverage.with(limit);
        }
        HighWaterMark mark = replay.mark();
        LocationFigures figures = new ReplayFigures(mark, temporary);
        return assemble(
                header,
                coverage,
                frames,
                tree,
                tracker.threads(),
                locations,
                figures,
                options,
                mark.peakBytes(),
                mark.peakRecord(),
                replay.samples());
    }

    private static HeapProfile aggregated(Capture capture, ProfileOptions options, ReadProgress progress)
            throws IOException {
        if (options.temporaryThreshold() >= 0) {
            throw new UnsupportedProfileException(
                    "an aggregated capture holds no single allocations, so temporary allocations cannot be told"
                            + " from others; record without --aggregate");
        }
        CaptureHeader header = capture.header();
        AggregatedFigures sink =
                new AggregatedFigures(new Frames(header.pythonVersion(), capture.limits()), capture.limits());
        Coverage coverage = capture.readAggregated(sink, progress);
        return assemble(
                header,
                coverage,
                sink.frames(),
                sink.tree(),
                sink.threads(),
                sink.locations(),
                sink,
                options,
                sink.totalPeakBytes(),
                -1,
                sink.samples());
    }

    @SuppressWarnings("TooManyParameters") // the pieces of one result, in the order of its fields
    private static HeapProfile assemble(
            CaptureHeader header,
            Coverage coverage,
            Frames frames,
            StackTree tree,
            ThreadTable threads,
            Locations locations,
            LocationFigures figures,
            ProfileOptions options,
            long peakBytes,
            long peakRecord,
            MemorySamples samples) {
        int[] kept = keptLocations(locations, figures);
        int[] stacks = new int[kept.length];
        int[] threadIndexes = new int[kept.length];
        byte[] allocators = new byte[kept.length];
        for (int i = 0; i < kept.length; i++) {
            stacks[i] = locations.stack(kept[i]);
            threadIndexes[i] = locations.thread(kept[i]);
            allocators[i] = (byte) locations.allocator(kept[i]);
        }
        SurvivingStacks survivors = new SurvivingStacks(tree, stacks);
        for (int i = 0; i < stacks.length; i++) {
            stacks[i] = survivors.number(stacks[i]);
        }
        return new HeapProfile(
                header,
                coverage,
                frames,
                survivors.parents,
                survivors.frames,
                new HeapProfile.Threads(threads.ids(), threads.names()),
                stacks,
                threadIndexes,
                allocators,
                pick(kept, figures::peakBytes, figures::peakCount),
                pick(kept, figures::leakBytes, figures::leakCount),
                options.temporaryThreshold() < 0 ? null : pick(kept, figures::temporaryBytes, figures::temporaryCount),
                options.temporaryThreshold(),
                peakBytes,
                peakRecord,
                samples.timeline(options.maxMemoryRecords()));
    }

    private static int[] keptLocations(Locations locations, LocationFigures figures) {
        IntArrayList kept = new IntArrayList();
        for (int location = 1; location <= locations.count(); location++) {
            if (figures.any(location)) {
                kept.add(location);
            }
        }
        return kept.toIntArray();
    }

    private interface Figure {
        long of(int location);
    }

    private static HeapProfile.Figures pick(int[] locations, Figure bytes, Figure counts) {
        long[] pickedBytes = new long[locations.length];
        long[] pickedCounts = new long[locations.length];
        for (int i = 0; i < locations.length; i++) {
            pickedBytes[i] = bytes.of(locations[i]);
            pickedCounts[i] = counts.of(locations[i]);
        }
        return new HeapProfile.Figures(pickedBytes, pickedCounts);
    }

    private record ReplayFigures(
            HighWaterMark mark, @Nullable TemporaryAllocations temporary) implements LocationFigures {
        @Override
        public long peakBytes(int location) {
            return mark.bytesAtPeak(location);
        }

        @Override
        public long peakCount(int location) {
            return mark.countAtPeak(location);
        }

        @Override
        public long leakBytes(int location) {
            return mark.bytes(location);
        }

        @Override
        public long leakCount(int location) {
            return mark.count(location);
        }

        @Override
        public long temporaryBytes(int location) {
            return temporary == null ? 0 : temporary.bytes(location);
        }

        @Override
        public long temporaryCount(int location) {
            return temporary == null ? 0 : temporary.count(location);
        }
    }
}
