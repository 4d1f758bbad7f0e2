package dev.heapcrest.report;

import java.nio.file.Path;
import java.util.List;

/**
 * What a report says about its own making, and what the reader sees first. The view shown first is the first metric of
 * the call tree.
 *
 * @param version version of this program, for example "0.1.0"
 * @param input name of the capture, without directories; "-" for standard input
 * @param regenerate command line that makes the report again
 * @param writtenMillis now, ms since 1970 UTC
 * @param inverted open in the callers view
 * @param splitThreads threads were asked to be kept apart
 * @param confidentialFiles files whose source lines are not shown
 * @param workingDirectory against which relative file names are read
 * @param full no folding, however large the tree
 * @param notes remarks for the reader, full sentences
 */
public record ReportOptions(
        String version,
        String input,
        String regenerate,
        long writtenMillis,
        boolean inverted,
        boolean splitThreads,
        ConfidentialFiles confidentialFiles,
        Path workingDirectory,
        boolean full,
        List<String> notes) {

    /** Lists are copied. */
    public ReportOptions {
        notes = List.copyOf(notes);
    }
}
