package dev.heapcrest.cli;

import picocli.CommandLine.Option;

/** How a command behaves while it runs and ends. */
final class RunOptions {
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
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text and exit.")
    boolean help;

    Progress progress(Terminal terminal, String inputName) {
        return new Progress(terminal, quiet ? Progress.Mode.none : progress, inputName);
    }
}
