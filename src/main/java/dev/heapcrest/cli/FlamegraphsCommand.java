package dev.heapcrest.cli;

import dev.heapcrest.report.IndexEntry;
import dev.heapcrest.report.Quantities;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
            "@|bold ${COMMAND-FULL-NAME}|@ [-h] [-d DIRECTORY] [-f] [-j N]",
            "       [--recursive] [--files-from LIST] [-0] [--skip-existing]",
            "       [--leaks | --temporary-allocation-threshold N | --temporary-allocations]",
            "       [--temporal] [--from TIME] [--to TIME] [--time-buckets N]",
            "       [--split-threads] [--inverted] [--max-memory-records N] [--no-web]",
            "       [--confidential-files {all,none,default}] [--full] [--private]",
            "       [--symbols FILE] [--sysroot DIR] [--symbol-path DIR] [--path-map OLD=NEW]",
            "       [--debug-file-directory DIR] [--symbolizer PROGRAM] [--require-symbols] [-q]",
            "       [--progress {auto,plain,none}] [--allow-truncated] [results ...]"
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
    /** Options that say which captures there are and how they are read: no page depends on them. */
    private static final Set<String> OF_ALL =
            Set.of("--jobs", "--threads", "--recursive", "--files-from", "--null", "--skip-existing");

    private final Terminal terminal;

    /** Rows of pages that may stay; null if none may, or there is no index. */
    private @Nullable EarlierIndex earlier;

    /** In which directory below a typed one each capture was found. */
    private final Map<String, String> below = new HashMap<>();

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
    JobOptions jobs = new JobOptions();

    @Option(
            names = "--recursive",
            description = "Take the captures below a directory as well. With -d their pages are in directories of the"
                    + " same names.")
    boolean recursive;

    @Option(
            names = "--files-from",
            paramLabel = "LIST",
            description = "Take the names of captures from this file, one a line; - reads standard input.")
    @Nullable
    String filesFrom;

    @Option(
            names = "--skip-existing",
            description =
                    "Leave pages as they are that are not older than their captures. With -d the index keeps their"
                            + " rows, and is written anew without -f.")
    boolean skipExisting;

    @Option(
            names = {"-0", "--null"},
            description = "Names in the list end with a NUL instead, as find -print0 writes them.")
    boolean nul;

    @Mixin
    FlamegraphOptions options = new FlamegraphOptions();

    @Parameters(
            paramLabel = "results",
            arity = "0..*",
            description = "Captures, as written by 'memray run', of any version; of a directory all that are in it"
                    + " by name (*.bin, and *.bin.PID of forked processes).")
    List<String> results = new ArrayList<>();

    FlamegraphsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure {
        options.check(spec.commandLine().getParseResult());
        jobs.check();
        List<CaptureNames.Found> found = found();
        List<String> captures = found.stream().map(CaptureNames.Found::capture).toList();
        if (captures.contains("-")) {
            throw CommandFailure.usage("argument results: standard input is for flamegraph");
        }
        for (CaptureNames.Found each : found) {
            below.put(each.capture(), each.below());
        }
        OutputName.checkDistinct(captures, "reports", this::pathOf);
        FlamegraphPage.prepare();
        if (directory == null) {
            return write(captures, null);
        }
        Path made = makeDirectory(UserPath.ofOutput(directory));
        if (skipExisting) {
            earlier = EarlierIndex.in(made);
        }
        try (BatchIndex index = BatchIndex.in(made, force || skipExisting, terminal)) {
            int exitCode = write(captures, index);
            index.write(options.run.quiet);
            return exitCode;
        }
    }

    private List<CaptureNames.Found> found() throws CommandFailure {
        List<String> typed = new ArrayList<>(results);
        if (filesFrom != null) {
            typed.addAll(CaptureNames.listed(filesFrom, nul, terminal));
            if (typed.isEmpty()) {
                throw CommandFailure.failed("There is no name in the list %s.".formatted(filesFrom));
            }
        } else if (nul) {
            throw CommandFailure.usage("argument -0/--null: only with --files-from");
        }
        if (typed.isEmpty()) {
            throw CommandFailure.usage("the following arguments are required: results");
        }
        return recursive
                ? CaptureNames.withThoseBelow(typed)
                : CaptureNames.of(typed).stream()
                        .map(capture -> new CaptureNames.Found(capture, ""))
                        .toList();
    }

    /** What became of a capture: its exit code, and its row of the index. */
    private record Written(int exitCode, @Nullable IndexEntry entry, boolean skipped) {}

    private int write(List<String> captures, @Nullable BatchIndex index) throws CommandFailure {
        if (jobs.threads(captures, Function.identity()) > 1) {
            // what is written shows how far it is
            options.run = options.run.besideOthers();
        }
        int[] counts = new int[3];
        jobs.each(
                captures,
                Function.identity(),
                terminal,
                options.run,
                null,
                (capture, alone, own, run) -> write(capture, index != null, alone, own),
                written -> {
                    if (index != null && written.entry != null) {
                        index.add(written.entry);
                    }
                    counts[0] += written.exitCode == ExitCode.COMPLETE ? 1 : 0;
                    counts[1] += written.exitCode == ExitCode.INCOMPLETE ? 1 : 0;
                    counts[2] += written.skipped ? 1 : 0;
                });
        if (counts[2] > 0 && !options.run.quiet) {
            Pipeline.announce(terminal, "Left " + Quantities.counted(counts[2], "page") + " as they are");
        }
        int failed = captures.size() - counts[0] - counts[1];
        if (failed > 0 && captures.size() > 1) {
            terminal.err().println("Of " + captures.size() + " captures " + failed + " failed.");
        }
        if (failed > 0) {
            return ExitCode.FAILED;
        }
        return counts[1] > 0 ? ExitCode.INCOMPLETE : ExitCode.COMPLETE;
    }

    /**
     * Writes the page of one capture; on any thread.
     *
     * @param alone whether a lack of memory is this capture's, and not that of those beside it
     * @param own where it is told
     */
    private Written write(String capture, boolean indexed, boolean alone, Terminal own) {
        try {
            CaptureInput input = CaptureInput.of(capture, own);
            if (input.mayNeverBegin()) {
                throw CommandFailure.failed("%s %s.".formatted(input.name(), CaptureInput.NEVER_BEGINS));
            }
            Path report = pathOf(capture);
            String under = below.getOrDefault(capture, "");
            String page = named(under, report.getFileName());
            IndexEntry row = earlier == null ? null : earlier.row(page);
            if (skipExisting && (row != null || !indexed) && upToDate(report, input.path())) {
                return new Written(row == null ? ExitCode.COMPLETE : row.exitCode(), row, true);
            }
            if (directory != null && !under.isEmpty()) {
                makeDirectory(UserPath.of(directory).resolve(under));
            }
            IndexEntry[] entry = new IndexEntry[1];
            try (Output target = AtomicFile.create(report, force, input.path(), own.err())) {
                FlamegraphPage writer = new FlamegraphPage(own, options);
                int exitCode = writer.write(input, target, argumentsOf(capture), profile -> {
                    if (indexed) {
                        int code = Pipeline.exitCode(profile.coverage(), options.run);
                        entry[0] = IndexEntry.of(profile, named(under, input.fileName()), page, code);
                    }
                });
                return new Written(exitCode, entry[0], false);
            }
        } catch (OutOfMemoryError e) {
            if (!alone) {
                throw e;
            }
            String reason = Failures.outOfMemory();
            return failed(capture, CommandFailure.failed(capture + ": " + reason), own);
        } catch (InternalError e) {
            // what the JVM throws where a file that it has mapped became shorter
            return failed(
                    capture,
                    CommandFailure.failed("Cannot read %s: it became shorter while it was read, or its disk failed."
                            .formatted(capture)),
                    own);
        } catch (CommandFailure | IOException | RuntimeException | Error e) {
            // whatever one capture brings about is not the others' fault
            return failed(capture, e, own);
        }
    }

    private Written failed(String capture, Throwable e, Terminal own) {
        int exitCode = new Failures(own, main().verbose).failed(e, spec.qualifiedName());
        return new Written(
                exitCode,
                directory == null
                        ? null
                        : BatchIndex.failed(Path.of(directory), capture, below.getOrDefault(capture, ""), e, exitCode),
                false);
    }

    private static boolean upToDate(Path page, @Nullable Path capture) throws IOException {
        return capture != null
                && Files.isRegularFile(page)
                && Files.getLastModifiedTime(page).compareTo(Files.getLastModifiedTime(capture)) >= 0;
    }

    /** Below the directory of the index. */
    private static String named(String under, Object file) {
        return under.isEmpty() ? file.toString() : under + "/" + file;
    }

    private Path pathOf(String capture) throws CommandFailure {
        Path beside = OutputName.ofMany(UserPath.of(capture), FlamegraphPage.KIND, FlamegraphPage.SUFFIX);
        return directory == null
                ? beside
                : UserPath.of(directory)
                        .resolve(below.getOrDefault(capture, ""))
                        .resolve(beside.getFileName());
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
            if (OF_ALL.contains(option.longestName())) {
                continue;
            }
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
