package dev.heapcrest.report;

import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a page says about its own making, and how it opens. Begin with {@link #of} and change what differs; each
 * {@code with...} gives a new value. Immutable; safe for any number of threads.
 *
 * @param version version of this program, for example "0.1.0"
 * @param input name of the capture, without directories; "-" for standard input
 * @param regenerate command line that makes the report again; "" where there is none
 * @param writtenMillis now, ms since 1970 UTC
 * @param inverted open in the callers view
 * @param table open at the table of source lines
 * @param splitThreads threads were asked to be kept apart
 * @param confidentialFiles files whose source lines are not shown
 * @param workingDirectory against which relative file names are read
 * @param budget how large the page may become before small boxes are folded
 * @param notes remarks for the reader, full sentences, beside those that the capture itself gives rise to
 */
@API(status = API.Status.STABLE, since = "0.1")
public record ReportOptions(
        String version,
        String input,
        String regenerate,
        long writtenMillis,
        boolean inverted,
        boolean table,
        boolean splitThreads,
        ConfidentialFiles confidentialFiles,
        Path workingDirectory,
        PageBudget budget,
        List<String> notes) {

    /** Lists are copied. */
    public ReportOptions {
        notes = List.copyOf(notes);
    }

    /**
     * A page of this capture, written now or when the environment variable {@code SOURCE_DATE_EPOCH} says, that shows no source lines: whoever sends pages to others decides first whose
     * files may be read for them.
     */
    public static ReportOptions of(String input) {
        return new ReportOptions(
                ProgramVersion.ofJar(),
                input,
                "",
                WrittenTime.millis(),
                false,
                false,
                false,
                ConfidentialFiles.ALL,
                Path.of("").toAbsolutePath(),
                PageBudget.DEFAULT,
                List.of());
    }

    /** With the command line that makes the report again. */
    public ReportOptions withRegenerate(String commandLine) {
        Fields fields = new Fields(this);
        fields.regenerate = commandLine;
        return fields.options();
    }

    /** Written at another time, ms since 1970 UTC: the same capture and options then give the same bytes. */
    public ReportOptions withWrittenMillis(long millis) {
        Fields fields = new Fields(this);
        fields.writtenMillis = millis;
        return fields.options();
    }

    /** Opens in the callers view, or not. */
    public ReportOptions withInverted(boolean callersFirst) {
        Fields fields = new Fields(this);
        fields.inverted = callersFirst;
        return fields.options();
    }

    /** Opens at the table of source lines, or not. */
    public ReportOptions withTable(boolean tableFirst) {
        Fields fields = new Fields(this);
        fields.table = tableFirst;
        return fields.options();
    }

    /** Says that threads are kept apart, or not. */
    public ReportOptions withSplitThreads(boolean split) {
        Fields fields = new Fields(this);
        fields.splitThreads = split;
        return fields.options();
    }

    /** Shows source lines of files that are not confidential, read below this directory where names are relative. */
    public ReportOptions withSourceLines(ConfidentialFiles confidential, Path directory) {
        Fields fields = new Fields(this);
        fields.confidentialFiles = confidential;
        fields.workingDirectory = directory;
        return fields.options();
    }

    /** With another budget. */
    public ReportOptions withBudget(PageBudget pageBudget) {
        Fields fields = new Fields(this);
        fields.budget = pageBudget;
        return fields.options();
    }

    /** With remarks of the caller's, full sentences. */
    public ReportOptions withNotes(List<String> sentences) {
        Fields fields = new Fields(this);
        fields.notes = sentences;
        return fields.options();
    }

    /** The values on their way from one set of options to another. */
    private static final class Fields {
        private final String version;
        private final String input;
        String regenerate;
        long writtenMillis;
        boolean inverted;
        boolean table;
        boolean splitThreads;
        ConfidentialFiles confidentialFiles;
        Path workingDirectory;
        PageBudget budget;
        List<String> notes;

        Fields(ReportOptions options) {
            version = options.version;
            input = options.input;
            regenerate = options.regenerate;
            writtenMillis = options.writtenMillis;
            inverted = options.inverted;
            table = options.table;
            splitThreads = options.splitThreads;
            confidentialFiles = options.confidentialFiles;
            workingDirectory = options.workingDirectory;
            budget = options.budget;
            notes = options.notes;
        }

        ReportOptions options() {
            return new ReportOptions(
                    version,
                    input,
                    regenerate,
                    writtenMillis,
                    inverted,
                    table,
                    splitThreads,
                    confidentialFiles,
                    workingDirectory,
                    budget,
                    notes);
        }
    }
}
