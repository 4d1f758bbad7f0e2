package dev.heapcrest.aggregate;

import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.profile.HeapSpans;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.stacks.Locations;
import dev.heapcrest.stacks.StackSnapshots;
import dev.heapcrest.stacks.StackTracker;
import dev.heapcrest.stacks.StackTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes a profile of a capture in one pass. */
public final class HeapProfiler {
    private HeapProfiler() {}

    /**
     * Reads the records of a capture and computes peak, leaks and what else the options ask for.
     *
     * <p>Heap use follows live allocations (10 to 34 bytes each), distinct stacks and locations, not the length of the
     * capture. A damaged or cut capture gives the profile of its intact part; see {@link Profile#coverage()}.
     *
     * @throws IOException if the input cannot be read
     * @throws UnsupportedProfileException if the capture's kind does not hold what the options ask for
     */
    public static Profile profile(Capture capture, ProfileOptions options) throws IOException {
        return capture.header().aggregated()
                ? aggregated(capture, options, new HeapSpanSamples())
                : allAllocations(capture, options, new HighWaterMark());
    }

    /** A profile, and the heap between its memory samples. */
    public record WithSpans(Profile profile, HeapSpans spans) {}

    /**
     * The same, with what the peak of several captures together needs. Costs 24 bytes a memory sample, of which 20,000 are
     * kept.
     *
     * @throws IOException as {@link #profile}
     * @throws UnsupportedProfileException as {@link #profile}
     */
    public static WithSpans profileWithSpans(Capture capture, ProfileOptions options) throws IOException {
        HeapSpanSamples samples = new HeapSpanSamples();
        if (capture.header().aggregated()) {
            Profile profile = aggregated(capture, options, samples);
            return new WithSpans(profile, samples.spansOfSamplesOnly());
        }
        SpanPeaks ledger = new SpanPeaks(samples);
        Profile profile = allAllocations(capture, options, ledger);
        return new WithSpans(profile, ledger.spans());
    }

    private static Profile allAllocations(Capture capture, ProfileOptions options, HighWaterMark mark)
            throws IOException {
        CaptureHeader header = capture.header();
        Frames frames = new Frames(header.pythonVersion(), capture.limits());
        TemporaryAllocations temporary =
                options.temporaryThreshold() < 0 ? null : new TemporaryAllocations(options.temporaryThreshold());
        Locations locations = new Locations(capture.limits());
        StackTree tree = new StackTree(capture.limits());
        StackSnapshots snapshots = new StackSnapshots(frames, tree, locations);
        HeapReplay replay = new HeapReplay(snapshots, temporary, mark);
        StackTracker tracker = new StackTracker(frames, snapshots, replay, capture.limits());
        Coverage coverage = capture.read(tracker, options.progress());
        replay.finish();
        CaptureDamage limit = snapshots.limitReached();
        if (limit != null && coverage.damages().stream().noneMatch(damage -> damage.rule() == limit.rule())) {
            coverage = coverage.with(limit.rule(), limit.values());
        }
        List<ViewFigures> views = new ArrayList<>(List.of(mark.atPeak(), mark.atEnd()));
        if (temporary != null) {
            views.add(temporary);
        }
        return new Survivors(frames, tree, tracker.threads(), locations)
                .profile(
                        header,
                        coverage,
                        views,
                        new Survivors.Peak(
                                mark.peakBytes(),
                                mark.peakRecord(),
                                replay.peakMoment().at(mark.peakRecord(), header, coverage.complete())),
                        replay.samples(),
                        options);
    }

    private static Profile aggregated(Capture capture, ProfileOptions options, HeapSpanSamples spans)
            throws IOException {
        if (options.temporaryThreshold() >= 0) {
            throw new UnsupportedProfileException(
                    "an aggregated capture holds no single allocations, so temporary allocations cannot be told"
                            + " from others; record without --aggregate");
        }
        CaptureHeader header = capture.header();
        AggregatedFigures sink =
                new AggregatedFigures(new Frames(header.pythonVersion(), capture.limits()), capture.limits(), spans);
        Coverage coverage = capture.readAggregated(sink, options.progress());
        return sink.survivors()
                .profile(
                        header,
                        coverage,
                        sink.views(),
                        new Survivors.Peak(sink.totalPeakBytes(), -1, Profile.PeakTime.UNKNOWN),
                        sink.samples(),
                        options);
    }
}
