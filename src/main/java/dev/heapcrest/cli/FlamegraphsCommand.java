package dev.heapcrest.cli;

import dev.heapcrest.report.IndexEntry;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code flamegraphs}: a page for each of many captures. Java starts once, and what it compiled for the first capture serves
 * the others. A command of its own, since {@code memray flamegraph} takes one capture and refuses a second.
 */
@Command(
        name = "flamegraphs",
        sortOptions = false,
        customSynopsis = {
            "@|bold ${COMMAND-FULL-NAME}|@ [-h] [-d DIRECTORY] [-f]",
            "       [--leaks | --temporary-allocation-threshold N | --temporary-allocations]",
            "       [--temporal] [--from TIME] [--to TIME] [--time-buckets N]",
            "       [--split-threads] [--inverted] [--max-memory-records N] [--no-web]",
            "       [--confidential-files {all,none,default}] [--full] [--private]",
            "       [--symbols FILE] [--sysroot DIR] [--symbol-path DIR] [--path-map OLD=NEW]",
            "       [--debug-file-directory DIR] [--symbolizer PROGRAM] [--require-symbols] [-q]",
            "       [--progress {auto,plain,none}] [--allow-truncated] results [results ...]"
        },
        description = "Writes a flame graph of each capture, much faster than one command for each.",
        footer = {
            "",
            "The report of x.bin is memray-flamegraph-x.html, that of x.bin.123 memray-flamegraph-x.bin.123.html. What goes wrong with one capture does not stop the"
                    + " others.",
            "Exit codes: 0 all complete, 1 at least one failed, 2 wrong usage, 3 all written, but some are of"
                    + " captures that are truncated or damaged, 130 interrupted."
        })
final class FlamegraphsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIRECTORY",
            description = "Write the reports there, with an index of them: index.html, and summary.json for scripts."
                    + " The directory is made if it is missing. By default each report is written beside its"
                    + " capture, without an index.")
    @Nullable
    String directory;

    @Option(
            names = {"-f", "--force"},
            description = "Overwrite reports that exist. By default nothing is overwritten.")
    boolean force;

    @Mixin
    ViewOptions view = new ViewOptions();

    @Mixin
    PageOptions page = new PageOptions();

    @Mixin
    TimeOptions time = new TimeOptions();

    @Mixin
    PrivateOption privacy = new PrivateOption();

    @Mixin
    SymbolOptions symbols = new SymbolOptions();

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(
            paramLabel = "results",
            arity = "1..*",
            description = "Captures, as written by 'memray run', of any version; of a directory all that are in it"
                    + " by name (*.bin, and *.bin.PID of forked processes).")
    List<String> results = new ArrayList<>();

    FlamegraphsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure {
        view.check(spec.commandLine().getParseResult());
        time.check(view);
        page.check();
        List<String> captures = CaptureNames.of(results);
        if (captures.contains("-")) {
            throw CommandFailure.usage("argument results: standard input is for flamegraph");
        }
        OutputName.checkDistinct(captures, "reports", this::pathOf);
        FlamegraphPage.prepare();
        if (directory == null) {
            return write(captures, null);
        }
        try (BatchIndex index = BatchIndex.in(makeDirectory(UserPath.ofOutput(directory)), force, terminal)) {
            int exitCode = write(captures, index);
            index.write(run.quiet);
            return exitCode;
        }
    }

    private int write(List<String> captures, @Nullable BatchIndex index) {
        int complete = 0;
        int incomplete = 0;
        for (String capture : captures) {
            int exitCode = write(capture, index);
            complete += exitCode == ExitCode.COMPLETE ? 1 : 0;
            incomplete += exitCode == ExitCode.INCOMPLETE ? 1 : 0;
        }
        int failed = captures.size() - complete - incomplete;
        if (failed > 0 && captures.size() > 1) {
            terminal.err().println("Of " + captures.size() + " captures " + failed + " failed.");
        }
        if (failed > 0) {
            return ExitCode.FAILED;
        }
        return incomplete > 0 ? ExitCode.INCOMPLETE : ExitCode.COMPLETE;
    }

    private int write(String capture, @Nullable BatchIndex index) {
        try {
            CaptureInput input = CaptureInput.of(capture, terminal);
            if (input.mayNeverBegin()) {
                throw CommandFailure.failed(
                        "%s is a pipe, and nobody may ever write to it: one of many captures must be a file."
                                .formatted(input.name()));
            }
            Path report = pathOf(capture);
            IndexEntry[] entry = new IndexEntry[1];
            try (Output target = AtomicFile.create(report, force, input.path(), terminal.err())) {
                FlamegraphPage writer = new FlamegraphPage(terminal, view, page, time, privacy, symbols, run);
                int exitCode = writer.write(input, target, argumentsOf(capture), profile -> {
                    if (index != null) {
                        String pageName = String.valueOf(report.getFileName());
                        int code = Pipeline.exitCode(profile.coverage(), run);
                        entry[0] = IndexEntry.of(profile, input.fileName(), pageName, code);
                    }
                });
                if (index != null) {
                    index.add(entry[0]);
                }
                return exitCode;
            }
        } catch (OutOfMemoryError e) {
            String reason = Failures.outOfMemory();
            return failed(capture, CommandFailure.failed(capture + ": " + reason), index);
        } catch (InternalError e) {
            // what the JVM throws where a file that it has mapped became shorter
            return failed(
                    capture,
                    CommandFailure.failed("Cannot read %s: it became shorter while it was read, or its disk failed."
                            .formatted(capture)),
                    index);
        } catch (CommandFailure | IOException | RuntimeException | Error e) {
            // whatever one capture brings about is not the others' fault
            return failed(capture, e, index);
        }
    }

    private int failed(String capture, Throwable e, @Nullable BatchIndex index) {
        int exitCode = main().failures().failed(e, spec.qualifiedName());
        if (index != null) {
            index.failed(capture, e, exitCode);
        }
        return exitCode;
    }

    private Path pathOf(String capture) throws CommandFailure {
        Path beside = OutputName.ofMany(UserPath.of(capture), FlamegraphPage.KIND, FlamegraphPage.SUFFIX);
        return directory == null ? beside : UserPath.of(directory).resolve(beside.getFileName());
    }

    static Path makeDirectory(Path wanted) throws CommandFailure {
        try {
            // an existing one may be a link to a directory, which createDirectories refuses
            return Files.isDirectory(wanted) ? wanted : Files.createDirectories(wanted);
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.failed("%s is not a directory. Name another with -d.".formatted(e.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "Cannot make the directory %s: %s".formatted(wanted, AtomicFile.reason(e, wanted)));
        }
    }

    /** As if this capture were the only one, with its options by their long names. */
    private List<String> argumentsOf(String capture) {
        List<String> arguments = new ArrayList<>(List.of(spec.name()));
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            arguments.add(option.longestName());
            if (option.arity().max() > 0) {
                arguments.addAll(option.stringValues());
            }
        }
        arguments.add(capture);
        return arguments;
    }

    private Main main() {
        return (Main) spec.root().userObject();
    }
}
