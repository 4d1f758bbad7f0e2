package dev.heapcrest.cli;

import dev.heapcrest.report.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
            "       [--split-threads] [--inverted] [--max-memory-records N] [--no-web]",
            "       [--confidential-files {all,none,default}] [--full] [-q]",
            "       [--progress {auto,plain,none}] [--allow-truncated] results [results ...]"
        },
        description = "Writes a flame graph of each capture, much faster than one command for each.",
        footer = {
            "",
            "The report of x.bin is memray-flamegraph-x.html. What goes wrong with one capture does not stop the"
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
            description = "Write the reports there, into a directory that exists. By default each is written beside"
                    + " its capture.")
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
    RunOptions run = new RunOptions();

    @Parameters(
            paramLabel = "results",
            arity = "1..*",
            description = "Captures, as written by 'memray run', of any version.")
    List<String> results = new ArrayList<>();

    FlamegraphsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure {
        view.check(spec.commandLine().getParseResult());
        page.check();
        checkNames();
        FlamegraphPage.prepare();
        int complete = 0;
        int incomplete = 0;
        for (String capture : results) {
            int exitCode = write(capture);
            complete += exitCode == ExitCode.COMPLETE ? 1 : 0;
            incomplete += exitCode == ExitCode.INCOMPLETE ? 1 : 0;
        }
        int failed = results.size() - complete - incomplete;
        if (failed > 0 && results.size() > 1) {
            terminal.err().println("Of " + results.size() + " captures " + failed + " failed.");
        }
        if (failed > 0) {
            return ExitCode.FAILED;
        }
        return incomplete > 0 ? ExitCode.INCOMPLETE : ExitCode.COMPLETE;
    }

    private int write(String capture) {
        try {
            CaptureInput input = CaptureInput.of(capture, terminal);
            try (Output target = AtomicFile.create(pathOf(capture), force, input.path(), terminal.err())) {
                return new FlamegraphPage(terminal, view, page, run).write(input, target, argumentsOf(capture));
            }
        } catch (CommandFailure | IOException | RuntimeException e) {
            return main().failures().failed(e, spec.qualifiedName());
        } catch (OutOfMemoryError e) {
            terminal.err()
                    .println(VisibleText.of(capture) + ": "
                            + Failures.outOfMemory(Runtime.getRuntime().maxMemory()));
            return ExitCode.FAILED;
        }
    }

    private Path pathOf(String capture) throws CommandFailure {
        Path beside = OutputName.beside(UserPath.of(capture), FlamegraphPage.KIND, FlamegraphPage.SUFFIX);
        return directory == null ? beside : UserPath.of(directory).resolve(beside.getFileName());
    }

    /** Two captures whose reports would have one name: the second would fail, or replace the first. */
    private void checkNames() throws CommandFailure {
        if (directory != null && !Files.isDirectory(UserPath.of(directory))) {
            throw CommandFailure.failed("No such directory: %s. Make it first.".formatted(directory));
        }
        Map<Path, String> captures = new HashMap<>();
        for (String capture : results) {
            if (capture.equals("-")) {
                throw CommandFailure.usage("argument results: standard input is for flamegraph");
            }
            Path report = pathOf(capture).toAbsolutePath().normalize();
            String other = captures.put(report, capture);
            if (other != null) {
                throw CommandFailure.usage("argument results: the reports of %s and %s would both be %s"
                        .formatted(other, capture, report));
            }
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
