package dev.heapcrest.aggregate;

import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.stacks.Locations;
import dev.heapcrest.stacks.StackSnapshots;
import dev.heapcrest.stacks.StackTracker;
import dev.heapcrest.stacks.StackTree;
import java.io.IOException;
import java.util.List;

/** Reads a capture for an aggregated one with its figures. */
public final class CaptureCompactor {
    private CaptureCompactor() {}

    /**
     * Reads all records, in one pass and with the heap that {@link HeapProfiler} needs; native captures also keep their
     * native stacks.
     *
     * @param options whose progress counts; peak and leaks are computed, nothing else
     * @throws IOException if the input cannot be read
     */
    public static CompactedCapture compact(Capture capture, ProfileOptions options) throws IOException {
        ProfileOptions all =
                options.withTemporaryThreshold(ProfileOptions.NO_TEMPORARY).withMaxMemoryRecords(Integer.MAX_VALUE);
        return capture.header().aggregated() ? aggregated(capture, all) : allAllocations(capture, all);
    }

    private static CompactedCapture allAllocations(Capture capture, ProfileOptions options) throws IOException {
        CaptureHeader header = capture.header();
        Frames frames = new Frames(header.pythonVersion(), capture.limits());
        Locations locations = new Locations(capture.limits());
        StackTree tree = new StackTree(capture.limits());
        StackSnapshots snapshots = new StackSnapshots(frames, tree, locations);
        HighWaterMark mark = new HighWaterMark();
        HeapReplay replay = new HeapReplay(snapshots, null, mark, capture.limits());
        StackTracker tracker = new StackTracker(frames, snapshots, replay, capture.limits());
        NativeMarks marks = new NativeMarks();
        RecordSink sink = header.nativeTraces() ? new MarkingSink(marks, tracker) : tracker;
        Coverage coverage = options.threads() > 1
                ? capture.readAhead(sink, options.progress())
                : capture.read(sink, options.progress());
        replay.finish();
        CaptureDamage limit = snapshots.limitReached();
        if (limit != null && coverage.damages().stream().noneMatch(damage -> damage.rule() == limit.rule())) {
            coverage = coverage.with(limit.rule(), limit.values());
        }
        Profile profile = new Survivors(frames, tree, tracker.threads(), locations, null)
                .profile(
                        header,
                        coverage,
                        List.of(mark.atPeak(), mark.atEnd()),
                        new Survivors.Peak(mark.peakBytes(), mark.peakRecord(), Profile.PeakTime.UNKNOWN),
                        replay.samples(),
                        null,
                        options,
                        null);
        return new CompactedCapture(profile, marks, replay.samples().seen());
    }

    private static CompactedCapture aggregated(Capture capture, ProfileOptions options) throws IOException {
        CaptureHeader header = capture.header();
        AggregatedFigures figures =
                new AggregatedFigures(new Frames(header.pythonVersion(), capture.limits()), capture.limits());
        NativeMarks marks = new NativeMarks();
        Coverage coverage = capture.readAggregated(
                header.nativeTraces() ? new MarkingAggregatedSink(marks, figures) : figures, options.progress());
        Profile profile = figures.survivors()
                .profile(
                        header,
                        coverage,
                        figures.views(),
                        new Survivors.Peak(figures.totalPeakBytes(), -1, Profile.PeakTime.UNKNOWN),
                        figures.samples(),
                        null,
                        options,
                        null);
        return new CompactedCapture(profile, marks, figures.samples().seen());
    }
}
