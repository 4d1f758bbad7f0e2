package dev.heapcrest.cli;

import picocli.CommandLine.Option;

/** Whether a report may be read by people who need not know where and by whom it was made. */
final class PrivateOption {
    @Option(
            names = "--private",
            description = "Leave out absolute paths, user names, arguments of the command line and source lines.")
    boolean privately;
}
