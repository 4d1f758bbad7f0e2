package dev.heapcrest.aggregate;

import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.profile.HeapSpans;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.RunTotals;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.profile.View;
import dev.heapcrest.stacks.AllocationSink;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.stacks.Locations;
import dev.heapcrest.stacks.NativeStackTracker;
import dev.heapcrest.stacks.NativeStacks;
import dev.heapcrest.stacks.StackSnapshots;
import dev.heapcrest.stacks.StackTracker;
import dev.heapcrest.stacks.StackTree;
import dev.heapcrest.symbols.SymbolSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a profile of a capture in one pass. */
public final class HeapProfiler {
    private HeapProfiler() {}

    /**
     * Reads the records of a capture and computes peak, leaks and what else the options ask for.
     *
     * <p>Heap use follows live allocations (10 to 34 bytes each), distinct stacks and locations, not the length of the
     * capture. {@linkplain ProfileOptions#history Memory over time} takes 8 to 14 bytes more for each, and about 40 for each
     * lifetime. A damaged or cut capture gives the profile of its intact part; see {@link Profile#coverage()}.
     *
     * @throws IOException if the input cannot be read
     * @throws UnsupportedProfileException if the capture's kind does not hold what the options ask for
     */
    public static Profile profile(Capture capture, ProfileOptions options) throws IOException {
        // without native stacks not even the class is loaded
        return profile(capture, options, capture.header().nativeTraces() ? SymbolSource.NONE : null);
    }

    /**
     * The same, with names for native frames. Without a source they are called by module and offset.
     *
     * @param symbols asked once, for what survives; never for a capture without native stacks, where it may be null
     * @throws IOException if the input cannot be read
     * @throws UnsupportedProfileException if the capture's kind does not hold what the options ask for
     */
    public static Profile profile(Capture capture, ProfileOptions options, @Nullable SymbolSource symbols)
            throws IOException {
        return capture.header().aggregated()
                ? aggregated(capture, options, symbols, new HeapSpanSamples())
                : allAllocations(
                        capture,
                        options,
                        symbols,
                        ledger(options.history(), capture.header().startMillis()));
    }

    /** A profile, and the heap between its memory samples. */
    public record WithSpans(Profile profile, HeapSpans spans) {}

    /**
     * The same, with what the peak of several captures together needs, and without memory over time. Costs 24 bytes a memory
     * sample, of which 20,000 are kept.
     *
     * @throws IOException as {@link #profile}
     * @throws UnsupportedProfileException as {@link #profile}
     */
    public static WithSpans profileWithSpans(Capture capture, ProfileOptions options) throws IOException {
        // names depend on the machine, and sums must not
        SymbolSource symbols = capture.header().nativeTraces() ? SymbolSource.NONE : null;
        HeapSpanSamples samples = new HeapSpanSamples();
        if (capture.header().aggregated()) {
            Profile profile = aggregated(capture, options, symbols, samples);
            return new WithSpans(profile, samples.spansOfSamplesOnly());
        }
        SpanPeaks ledger = new SpanPeaks(samples);
        Profile profile = allAllocations(capture, options, symbols, ledger);
        return new WithSpans(profile, ledger.spans());
    }

    /**
     * What a capture held at a memory sample: the only view of the profile is {@link View.Kind#TOGETHER}. Reads up to the
     * sample after that.
     *
     * @param capture with all allocations
     * @param millis ms since 1970; the last sample up to then counts, of equal ones the last
     * @param stride {@link HeapSpans#stride} of the capture
     * @throws IOException as {@link #profile}
     * @throws UnsupportedProfileException if the capture is aggregated
     */
    public static Profile heldAt(Capture capture, ProfileOptions options, long millis, long stride) throws IOException {
        if (capture.header().aggregated()) {
            throw new UnsupportedProfileException("an aggregated capture does not tell which stacks held memory when");
        }
        SampleMark mark = new SampleMark(millis, stride);
        ReadProgress progress = options.progress();
        ProfileOptions watched = options.withProgress((inputBytes, inputSizeBytes, records) ->
                progress.advanced(inputBytes, inputSizeBytes, records) && !mark.passed());
        return allAllocations(capture, watched, capture.header().nativeTraces() ? SymbolSource.NONE : null, mark);
    }

    /** A profile, and what was allocated in all. */
    public record WithTotals(Profile profile, RunTotals totals) {}

    /**
     * The same, with what memray's statistics add up over the whole run. Costs what {@link RunSums} says, and a look-up for
     * each allocation.
     *
     * @param symbols as in {@link #profile}
     * @param modules asked once for each file
     * @throws IOException as {@link #profile}
     * @throws UnsupportedProfileException as {@link #profile}
     */
    public static WithTotals profileWithTotals(
            Capture capture, ProfileOptions options, @Nullable SymbolSource symbols, RunTotals.Modules modules)
            throws IOException {
        return capture.header().aggregated()
                ? new WithTotals(profile(capture, options, symbols), RunTotals.NONE)
                : pass(
                        capture,
                        options,
                        symbols,
                        ledger(options.history(), capture.header().startMillis()),
                        modules);
    }

    private static @Nullable NativeStacks natives(Capture capture) {
        return capture.header().nativeTraces() ? new NativeStacks(capture.limits()) : null;
    }

    private static Profile allAllocations(
            Capture capture, ProfileOptions options, @Nullable SymbolSource symbols, Ledger ledger) throws IOException {
        return pass(capture, options, symbols, ledger, null).profile();
    }

    /** @param modules null where nobody wants to know what was allocated in all */
    private static WithTotals pass(
            Capture capture,
            ProfileOptions options,
            @Nullable SymbolSource symbols,
            Ledger ledger,
            RunTotals.@Nullable Modules modules)
            throws IOException {
        CaptureHeader header = capture.header();
        Frames frames = new Frames(header.pythonVersion(), capture.limits());
        TemporaryAllocations temporary =
                options.temporaryThreshold() < 0 ? null : new TemporaryAllocations(options.temporaryThreshold());
        Locations locations = new Locations(capture.limits());
        StackTree tree = new StackTree(capture.limits());
        StackSnapshots snapshots = new StackSnapshots(frames, tree, locations);
        HeapReplay replay = new HeapReplay(snapshots, temporary, ledger, capture.limits());
        RunSums sums = modules == null ? null : new RunSums(replay, snapshots);
        AllocationSink sink = sums == null ? replay : sums;
        NativeStacks natives = natives(capture);
        StackTracker tracker = natives == null
                ? new StackTracker(frames, snapshots, sink, capture.limits())
                : new NativeStackTracker(frames, snapshots, sink, capture.limits(), natives);
        Coverage coverage = options.threads() > 1
                ? capture.readAhead(tracker, options.progress())
                : capture.read(tracker, options.progress());
        replay.finish();
        CaptureDamage limit = snapshots.limitReached();
        if (limit != null && coverage.damages().stream().noneMatch(damage -> damage.rule() == limit.rule())) {
            coverage = coverage.with(limit.rule(), limit.values());
        }
        List<ViewFigures> views = new ArrayList<>(ledger.views());
        if (temporary != null) {
            views.add(temporary);
        }
        RunTotals totals =
                sums == null || modules == null ? RunTotals.NONE : sums.totals(frames, tree, locations, modules);
        Profile profile = new Survivors(frames, tree, tracker.threads(), locations, natives)
                .profile(
                        header,
                        coverage,
                        views,
                        new Survivors.Peak(
                                ledger.highestBytes(),
                                ledger.highestRecord(),
                                replay.peakMoment().at(ledger.highestRecord(), header, coverage.complete())),
                        replay.samples(),
                        ledger instanceof BucketLedger buckets ? buckets : null,
                        options,
                        symbols);
        return new WithTotals(profile, totals);
    }

    private static Ledger ledger(@Nullable HistoryOptions history, long startMillis) {
        if (history == null) {
            return new HighWaterMark();
        }
        return history.lifetimes() ? new MemoryOverTime(history, startMillis) : new BucketMarks(history, startMillis);
    }

    private static Profile aggregated(
            Capture capture, ProfileOptions options, @Nullable SymbolSource symbols, HeapSpanSamples spans)
            throws IOException {
        if (options.temporaryThreshold() >= 0) {
            throw new UnsupportedProfileException(
                    "an aggregated capture holds no single allocations, so temporary allocations cannot be told"
                            + " from others; record without --aggregate");
        }
        if (options.history() != null) {
            throw new UnsupportedProfileException(
                    "an aggregated capture holds no single allocations, so it does not tell what was held when;"
                            + " record without --aggregate");
        }
        CaptureHeader header = capture.header();
        AggregatedFigures sink = new AggregatedFigures(
                new Frames(header.pythonVersion(), capture.limits()), capture.limits(), natives(capture), spans);
        Coverage coverage = capture.readAggregated(sink, options.progress());
        return sink.survivors()
                .profile(
                        header,
                        coverage,
                        sink.views(),
                        new Survivors.Peak(sink.totalPeakBytes(), -1, Profile.PeakTime.UNKNOWN),
                        sink.samples(),
                        null,
                        options,
                        symbols);
    }
}
