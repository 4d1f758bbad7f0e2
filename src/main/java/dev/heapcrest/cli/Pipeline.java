package dev.heapcrest.cli;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.Damage;
import dev.heapcrest.capture.Limit;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialOptions;
import dev.heapcrest.merge.SampledTime;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.CoverageText;
import dev.heapcrest.report.NativeSummary;
import dev.heapcrest.report.PrivateProfile;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.RunModules;
import dev.heapcrest.symbols.SymbolSource;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Wires the stages for one capture: capture, profile, call tree, report or partial. The only place that does. */
final class Pipeline {
    /** Stands for the stacks of an aggregated capture at an instant, which it does not tell. */
    private static final String AGGREGATED = "(aggregated, stacks unknown)";

    private final Terminal terminal;
    private final RunOptions run;
    private final boolean privately;
    /** Null for commands that need no names. */
    private final @Nullable SymbolOptions symbols;

    /** For commands that make no report of a profile. */
    Pipeline(Terminal terminal, RunOptions run) {
        this(terminal, run, new PrivateOption(), null);
    }

    /**
     * @param option whether reports leave out what is private
     * @param symbols where native frames get their names
     */
    Pipeline(Terminal terminal, RunOptions run, PrivateOption option, @Nullable SymbolOptions symbols) {
        this.terminal = terminal;
        this.run = run;
        this.symbols = symbols;
        privately = option.privately;
    }

    /** Writes a finished tree. */
    interface TreeReport {
        void write(Profile profile, CallTree tree, OutputStream out) throws IOException;
    }

    /** Reads records one by one. Where its own output fails, that comes unchecked, as from all sinks. */
    interface Reading {
        Coverage read(Capture capture, Progress progress) throws IOException;
    }

    /**
     * From capture to report; {@code output} is committed when all went well.
     *
     * @return the exit code
     */
    int report(CaptureInput input, ProfileOptions options, View.Kind kind, Output output, TreeReport report)
            throws CommandFailure {
        Profile profile;
        try (Progress progress = run.progress(terminal, input.name())) {
            profile = profile(input, options, progress);
            progress.stage("Building the call tree");
            CallTree tree = CallTreeBuilder.build(profile, kind);
            progress.stage("Writing " + output.name());
            try {
                report.write(profile, tree, output.stream());
                output.commit();
            } catch (IOException e) {
                // without a lambda, which a short run would pay for
                throw output.failed(e);
            }
        }
        int exitCode = ended(input, profile, "The report");
        if (output.announced() && !run.quiet) {
            announce("Wrote " + output.name());
        }
        return exitCode;
    }

    /**
     * For commands that need no tree.
     */
    Profile profile(CaptureInput input, ProfileOptions options) throws CommandFailure {
        try (Progress progress = run.progress(terminal, input.name())) {
            return profile(input, options, progress);
        }
    }

    private Profile profile(CaptureInput input, ProfileOptions options, Progress progress) throws CommandFailure {
        try (Capture capture = input.open(run.limits())) {
            ProfileOptions watched = options.withProgress(progress).withThreads(run.threads(input));
            Profile profile = HeapProfiler.profile(capture, watched, source(capture, input));
            return privately ? PrivateProfile.of(profile) : profile;
        } catch (UnsupportedProfileException e) {
            throw unsupported(input, e);
        } catch (IOException e) {
            throw unreadable(input, e);
        }
    }

    /** For statistics: with the peaks over time, and what was allocated in all. Neither is known of aggregated captures. */
    PrivateProfile.WithTotals profileWithTotals(CaptureInput input) throws CommandFailure {
        try (Progress progress = run.progress(terminal, input.name());
                Capture capture = input.open(run.limits())) {
            ProfileOptions options =
                    ProfileOptions.DEFAULT.withProgress(progress).withThreads(run.threads(input));
            HeapProfiler.WithTotals read = HeapProfiler.profileWithTotals(
                    capture,
                    capture.header().aggregated() ? options : options.withHistory(HistoryOptions.PEAKS),
                    source(capture, input),
                    new RunModules(capture.header()));
            return privately
                    ? PrivateProfile.of(read.profile(), read.totals())
                    : new PrivateProfile.WithTotals(read.profile(), read.totals());
        } catch (UnsupportedProfileException e) {
            throw unsupported(input, e);
        } catch (IOException e) {
            throw unreadable(input, e);
        }
    }

    private static CommandFailure unsupported(CaptureInput input, UnsupportedProfileException e) {
        return CommandFailure.failed("Cannot report on %s: %s.".formatted(input.name(), e.getMessage()));
    }

    /** Null for a capture without native stacks, where not even the class is loaded. */
    private @Nullable SymbolSource source(Capture capture, CaptureInput input) throws CommandFailure, IOException {
        if (!capture.header().nativeTraces()) {
            return null;
        }
        return symbols == null ? SymbolSource.NONE : SymbolChoice.source(symbols, input, capture.header(), terminal);
    }

    /**
     * What a capture adds to a sum.
     *
     * @param time when it takes part in the peak of the sum; null where it does not
     */
    record Addend(Partial partial, @Nullable SampledTime time) {}

    /**
     * For commands that add captures up.
     *
     * @param origin where the capture comes from, by its header
     */
    Addend partial(CaptureInput input, PartialOptions options, Function<CaptureHeader, Partial.Origin> origin)
            throws IOException, CommandFailure {
        try (Progress progress = run.progress(terminal, input.name());
                Capture capture = input.openPlainly(run.limits())) {
            HeapProfiler.WithSpans read = HeapProfiler.profileWithSpans(
                    capture, ProfileOptions.DEFAULT.withProgress(progress).withThreads(run.threads(input)));
            Profile profile = privately ? PrivateProfile.of(read.profile()) : read.profile();
            CallTree tree = CallTreeBuilder.buildUnordered(profile, View.Kind.PEAK);
            return new Addend(
                    Partial.of(options, origin.apply(capture.header()), profile, tree, read.spans()),
                    SampledTime.of(capture.header(), read.spans()));
        }
    }

    /**
     * What a capture held at an instant of its time; reads it again. Aggregated ones tell their bytes, in one box. Not for
     * private reports: what they call a file depends on all files of the profile.
     *
     * @param origin as when it was read first
     */
    Partial heldAt(
            CaptureInput input,
            PartialOptions options,
            Function<CaptureHeader, Partial.Origin> origin,
            SampledTime time,
            long millis)
            throws IOException, CommandFailure {
        try (Progress progress = run.progress(terminal, input.name());
                Capture capture = input.openPlainly(run.limits())) {
            CaptureHeader header = capture.header();
            ProfileOptions watched = ProfileOptions.DEFAULT.withProgress(progress);
            if (header.aggregated()) {
                long heapBytes = partial(input, options, origin).partial().heapBytesAt(millis);
                return Partial.heldTogether(options, origin.apply(header), header, AGGREGATED, heapBytes);
            }
            Profile profile = HeapProfiler.heldAt(capture, watched, millis, time.stride());
            CallTree tree = CallTreeBuilder.buildUnordered(profile, View.Kind.TOGETHER);
            return Partial.heldTogether(options, origin.apply(header), header, tree);
        }
    }

    /** For commands that look at single records. */
    Coverage records(CaptureInput input, Reading reading) throws CommandFailure {
        try (Progress progress = run.progress(terminal, input.name());
                Capture capture = input.open(run.limits())) {
            return reading.read(capture, progress);
        } catch (IOException e) {
            throw unreadable(input, e);
        }
    }

    private static CommandFailure unreadable(CaptureInput input, IOException e) {
        return CommandFailure.unreadable(input.name(), CaptureInput.reason(e));
    }

    /**
     * Says on standard error when a capture was not read to its end.
     *
     * @param what begins the sentence, for example {@code The report}
     * @return the exit code
     */
    int ended(CaptureInput input, Coverage coverage, String what) throws CommandFailure {
        if (coverage.complete()) {
            return ExitCode.COMPLETE;
        }
        terminal.err()
                .println("%s is %s. %s %s."
                        .formatted(input.name(), coverage.state().text(), what, CoverageText.of(coverage)));
        for (Damage damage : coverage.damages()) {
            Limit limit = damage.rule().limit();
            if (limit != null) {
                terminal.err()
                        .println("That is the limit %s (%s). For a capture that you trust, lift it: --limit %s=N"
                                .formatted(
                                        limit.text(),
                                        Quantities.count(run.limits().of(limit)),
                                        limit.text()));
            }
        }
        return exitCode(coverage, run);
    }

    /**
     * The same, and says which native frames have no names.
     *
     * @return the exit code: failed, where names are required and not there
     */
    int ended(CaptureInput input, Profile profile, String what) throws CommandFailure {
        int exitCode = ended(input, profile.coverage(), what);
        return named(profile) ? exitCode : ExitCode.FAILED;
    }

    private boolean named(Profile profile) {
        if (symbols == null || profile.frames().images().isEmpty()) {
            return true;
        }
        NativeSummary natives = NativeSummary.of(profile);
        boolean missing = symbols.files.require && natives.missing();
        if (natives.lacking() && (missing || !run.quiet)) {
            terminal.err().println("Native symbols: " + natives.text() + "; see docs/native.md");
        }
        return !missing;
    }

    /** Of a command that was given a capture which could be read so far. */
    static int exitCode(Coverage coverage, RunOptions run) {
        return coverage.complete() || run.allowTruncated ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
    }

    /** The report is there, so that nobody listens is no failure. */
    private void announce(String line) {
        announce(terminal, line);
    }

    /** Says what was written. */
    static void announce(Terminal terminal, String line) {
        try {
            terminal.say(line);
        } catch (IOException e) {
            // Standard output is closed.
        }
    }
}
