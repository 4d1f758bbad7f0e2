package dev.heapcrest.cli;

import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command behaves while it runs and ends. */
public final class RunOptions {
    /**
     * Smaller captures are read by one thread: a second one would save less than its classes and its compiled code cost
     * (benchmarks/results/2026-11-30-two-cores.md).
     */
    static final long AHEAD_FROM_BYTES = 8 << 20;

    @Option(
            names = "--progress",
            paramLabel = "HOW",
            description = "How to show progress on standard error: auto (one line that is updated, if it is a"
                    + " terminal), plain (a new line now and then, for build logs) or none."
                    + " Default: ${DEFAULT-VALUE}.",
            defaultValue = "auto")
    Progress.Mode progress = Progress.Mode.auto;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print neither progress nor the name of the report, only what went wrong.")
    boolean quiet;

    @Option(
            names = "--allow-truncated",
            description = "Exit with 0 instead of 3 after reporting on a capture that is truncated or damaged.")
    boolean allowTruncated;

    @Option(
            names = "--limit",
            paramLabel = "NAME=N",
            description = "Lift a limit on what a capture may ask for; the message about a capture that reached one"
                    + " names it. May be given several times.")
    List<String> limits = new ArrayList<>();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Read a capture with N threads: 2 decode it ahead. By default 2, if there are two processors and"
                            + " the capture is large enough for that to pay; more than 2 are not used.")
    @Nullable
    Integer threads;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text and exit.")
    boolean help;

    /** Of one of several captures that are read at once: other processors are busy, and each has a part of the time. */
    RunOptions besideOthers() {
        RunOptions copy = new RunOptions();
        copy.progress = Progress.Mode.none;
        copy.quiet = quiet;
        copy.allowTruncated = allowTruncated;
        copy.limits = limits;
        copy.threads = threads == null ? Integer.valueOf(1) : threads;
        copy.help = help;
        return copy;
    }

    /** The usual limits, and those that were set. */
    Limits limits() throws CommandFailure {
        return limits(limits);
    }

    /** The usual limits, and those of a list of NAME=N. */
    public static Limits limits(List<String> lifted) throws CommandFailure {
        Limits all = Limits.DEFAULT;
        for (String set : lifted) {
            int equals = set.indexOf('=');
            try {
                Limit limit =
                        Limit.valueOf(set.substring(0, Math.max(0, equals)).toUpperCase(Locale.ROOT));
                all = all.with(limit, Long.parseLong(set.substring(equals + 1)));
            } catch (NumberFormatException notNumber) {
                throw CommandFailure.usage("argument --limit: '%s' is not NAME=N".formatted(set));
            } catch (IllegalArgumentException unknown) {
                throw CommandFailure.usage("argument --limit: "
                        + (equals > 0 && known(set.substring(0, equals))
                                ? unknown.getMessage()
                                : "there is no limit '%s'; there are %s".formatted(set, names())));
            }
        }
        return all;
    }

    /** Threads that read a capture. */
    int threads(CaptureInput input) throws CommandFailure {
        Integer typed = threads;
        if (typed == null) {
            return input.sizeBytes() >= AHEAD_FROM_BYTES && Runtime.getRuntime().availableProcessors() > 1 ? 2 : 1;
        }
        if (typed < 1) {
            throw CommandFailure.usage("argument --threads: must be at least 1");
        }
        return typed;
    }

    private static boolean known(String name) {
        return Stream.of(Limit.values()).anyMatch(limit -> limit.text().equalsIgnoreCase(name));
    }

    private static String names() {
        return Stream.of(Limit.values()).map(Limit::text).collect(Collectors.joining(", "));
    }

    Progress progress(Terminal terminal, String inputName) {
        return new Progress(terminal, quiet ? Progress.Mode.none : progress, inputName);
    }
}
