package dev.heapcrest.cli;

import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.report.ConfidentialFiles;
import picocli.CommandLine.Option;

/** What a page keeps and how it opens. */
final class PageOptions {
    @Option(names = "--inverted", description = "Open the page with callees at the bottom and their callers on top.")
    boolean inverted;

    @Option(
            names = "--max-memory-records",
            paramLabel = "N",
            description = "Keep at most N points of memory over time. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + ProfileOptions.DEFAULT_MEMORY_RECORDS)
    int maxMemoryRecords = ProfileOptions.DEFAULT_MEMORY_RECORDS;

    @Option(
            names = "--no-web",
            description = "Accepted for memray's sake; the report never loads anything from the web.")
    boolean noWeb;

    @Option(
            names = "--confidential-files",
            paramLabel = "FILES",
            description =
                    "Leave out the source lines of these files: all, none or default. Unless told otherwise it"
                            + " is default, which shows lines of Python sources that everyone may read, or whose owner you are.",
            defaultValue = "default")
    ConfidentialFiles confidentialFiles = ConfidentialFiles.DEFAULT;

    @Option(
            names = "--no-source",
            description = "Show no source lines: the same as --confidential-files all. For captures of others.")
    void noSource(boolean none) {
        confidentialFiles = none ? ConfidentialFiles.ALL : confidentialFiles;
    }

    @Option(names = "--full", description = "Keep every box, however many: the page may become very large.")
    boolean full;

    void check() throws CommandFailure {
        if (maxMemoryRecords < 1) {
            throw CommandFailure.usage("argument --max-memory-records: must be at least 1");
        }
    }
}
