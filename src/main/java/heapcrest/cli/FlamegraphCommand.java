package heapcrest.cli;

import heapcrest.aggregate.HeapProfile;
import heapcrest.aggregate.ProfileOptions;
import heapcrest.report.ConfidentialFiles;
import heapcrest.report.ReportOptions;
import heapcrest.report.html.FlameGraphReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flamegraph}: options in, one HTML report out. */
@Command(
        name = "flamegraph",
        sortOptions = false,
        customSynopsis = {
            "@|bold ${COMMAND-FULL-NAME}|@ [-h] [-o OUTPUT] [-f]",
            "       [--leaks | --temporary-allocation-threshold N | --temporary-allocations]",
            "       [--split-threads] [--inverted] [--max-memory-records N] [--no-web]",
            "       [--confidential-files {all,none,default}] [--full] [-q]",
            "       [--progress {auto,plain,none}] [--allow-truncated] results"
        },
        description = "Writes a flame graph of a capture, as one HTML file that needs nothing else.",
        footer = {
            "",
            "By default the report of x.bin is memray-flamegraph-x.html, beside it. It shows memory at the"
                    + " peak; leaks are a switch in the page.",
            "Exit codes: 0 complete, 1 failed, 2 wrong usage, 3 written, but the capture is truncated or"
                    + " damaged, 130 interrupted."
        })
final class FlamegraphCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    CommandSpec spec;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Mixin
    ViewOptions view = new ViewOptions();

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
            description = "Leave out the source lines of these files: all, none or default. Unless told otherwise it"
                    + " is default, which shows lines of .py files and of other files that everyone may read or"
                    + " that can be executed.",
            defaultValue = "default")
    ConfidentialFiles confidentialFiles = ConfidentialFiles.DEFAULT;

    @Option(names = "--full", description = "Keep every box, however many: the page may become very large.")
    boolean full;

    @Option(names = "--temporal", description = "Not there yet: flame graphs over time come in a later version.")
    boolean temporal;

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(paramLabel = "results", description = CaptureInput.DESCRIPTION)
    String results = "";

    FlamegraphCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        view.check(spec.commandLine().getParseResult());
        return run(spec.root().commandLine().getParseResult().originalArgs());
    }

    /**
     * The command itself, without picocli.
     *
     * @param arguments behind the program's name, as typed
     */
    int run(List<String> arguments) throws CommandFailure, IOException {
        checkOptions();
        CaptureInput input = CaptureInput.of(results, terminal);
        ProfileOptions options = new ProfileOptions(view.temporaryThreshold(), maxMemoryRecords);
        preparePage();
        try (Output target = output.open(input, "flamegraph", ".html", terminal)) {
            return new Pipeline(terminal, run)
                    .report(
                            input,
                            options,
                            view.kind(),
                            target,
                            (profile, tree, out) ->
                                    FlameGraphReport.write(profile, tree, page(input, profile, arguments), out));
        }
    }

    /** On a second core, while the capture is read. */
    private static void preparePage() {
        Thread thread = new Thread(FlameGraphReport::prepare, "heapcrest-page");
        thread.setDaemon(true);
        // What goes wrong here goes wrong again, and is told, when the page is written.
        thread.setUncaughtExceptionHandler((any, problem) -> {});
        thread.start();
    }

    private ReportOptions page(CaptureInput input, HeapProfile profile, List<String> arguments) {
        return new ReportOptions(
                ProgramVersion.ofJar(),
                input.fileName(),
                ShellWords.join(terminal.command(), arguments),
                System.currentTimeMillis(),
                inverted,
                view.splitThreads,
                confidentialFiles,
                Path.of("").toAbsolutePath(),
                full,
                PageNotes.of(profile));
    }

    private void checkOptions() throws CommandFailure {
        if (temporal && view.temporaryThreshold() >= 0) {
            throw CommandFailure.usage("Can't create a temporal flame graph of temporary allocations");
        }
        if (temporal) {
            throw CommandFailure.usage(
                    "--temporal is not there yet; without it you get the peak, and leaks in the" + " same page");
        }
        if (maxMemoryRecords < 1) {
            throw CommandFailure.usage("argument --max-memory-records: must be at least 1");
        }
    }
}
