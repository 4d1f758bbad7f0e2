package dev.heapcrest.cli;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.CoverageText;
import dev.heapcrest.report.PrivateProfile;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;

/** Wires the stages: capture, profile, call tree, report. The only place that does. */
final class Pipeline {
    private final Terminal terminal;
    private final RunOptions run;
    private final boolean privately;

    Pipeline(Terminal terminal, RunOptions run) {
        this(terminal, run, new PrivateOption());
    }

    /** @param option whether reports leave out what is private */
    Pipeline(Terminal terminal, RunOptions run, PrivateOption option) {
        this.terminal = terminal;
        this.run = run;
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
            profile = profile(input, header -> options, progress);
            progress.stage("Building the call tree");
            CallTree tree = CallTreeBuilder.build(profile, kind);
            progress.stage("Writing " + output.name());
            try {
                report.write(profile, tree, output.stream());
                output.commit();
            } catch (IOException e) {
                throw Failures.brokenPipe(e)
                        ? CommandFailure.brokenPipe()
                        : CommandFailure.failed("Cannot write %s: %s".formatted(output.name(), CaptureInput.reason(e)));
            }
        }
        int exitCode = ended(input, profile.coverage(), "The report");
        if (output.announced() && !run.quiet) {
            announce("Wrote " + output.name());
        }
        return exitCode;
    }

    /**
     * For commands that need no tree.
     *
     * @param peaks with the peaks over time, where the capture tells
     */
    Profile profile(CaptureInput input, ProfileOptions options, boolean peaks) throws CommandFailure {
        try (Progress progress = run.progress(terminal, input.name())) {
            return profile(
                    input,
                    header -> peaks && !header.aggregated() ? options.withHistory(HistoryOptions.PEAKS) : options,
                    progress);
        }
    }

    private Profile profile(CaptureInput input, Function<CaptureHeader, ProfileOptions> options, Progress progress)
            throws CommandFailure {
        try (Capture capture = input.open()) {
            Profile profile = HeapProfiler.profile(
                    capture, options.apply(capture.header()).withProgress(progress));
            return privately ? PrivateProfile.of(profile) : profile;
        } catch (UnsupportedProfileException e) {
            throw CommandFailure.failed("Cannot report on %s: %s.".formatted(input.name(), e.getMessage()));
        } catch (IOException e) {
            throw unreadable(input, e);
        }
    }

    /** For commands that look at single records. */
    Coverage records(CaptureInput input, Reading reading) throws CommandFailure {
        try (Progress progress = run.progress(terminal, input.name());
                Capture capture = input.open()) {
            return reading.read(capture, progress);
        } catch (IOException e) {
            throw unreadable(input, e);
        }
    }

    private static CommandFailure unreadable(CaptureInput input, IOException e) {
        return CommandFailure.failed("Cannot read %s: %s".formatted(input.name(), CaptureInput.reason(e)));
    }

    /**
     * Says on standard error when a capture was not read to its end.
     *
     * @param what begins the sentence, for example {@code The report}
     * @return the exit code
     */
    int ended(CaptureInput input, Coverage coverage, String what) {
        if (coverage.complete()) {
            return ExitCode.COMPLETE;
        }
        terminal.err()
                .println("%s is %s. %s %s."
                        .formatted(input.name(), coverage.state().text(), what, CoverageText.of(coverage)));
        return exitCode(coverage, run);
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
