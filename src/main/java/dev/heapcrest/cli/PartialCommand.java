package dev.heapcrest.cli;

import dev.heapcrest.merge.Partial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code partial}: what a capture adds to a sum, as a small file. */
@Command(
        name = "partial",
        sortOptions = false,
        customSynopsis = {
            "@|bold ${COMMAND-FULL-NAME}|@ [-h] [-o OUTPUT | -d DIRECTORY] [-f] [-j N]",
            "       [--exact-paths] [--split-processes] [--map-path FROM=TO] [--label KEY=VALUE]",
            "       [--label-from REGEX] [--capture-nodes N]",
            "       [--private] [-q] [--progress {auto,plain,none}] [--allow-truncated]",
            "       results [results ...]"
        },
        description = "Writes a partial of each capture: a small file that merge and diff take instead of it.",
        footer = {
            "",
            "The partial of x.bin is x.bin.hcp. docs/partial-format.md describes the file.",
            "Exit codes: 0 all complete, 1 at least one failed, 2 wrong usage, 3 all written, but some are of captures"
                    + " that are truncated or damaged."
        })
final class PartialCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUTPUT",
            description = "Name of the partial, for one capture; - writes it to standard output.")
    @Nullable
    String output;

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIRECTORY",
            description = "Write the partials there. By default each is written beside its capture.")
    @Nullable
    String directory;

    @Option(
            names = {"-f", "--force"},
            description = "Overwrite partials that exist. By default nothing is overwritten.")
    boolean force;

    @Mixin
    JobOptions jobs = new JobOptions();

    @Mixin
    ManyOptions many = new ManyOptions();

    @Mixin
    PrivateOption privacy = new PrivateOption();

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(
            paramLabel = "results",
            arity = "1..*",
            description =
                    "Captures, as written by 'memray run'; of a directory all that are in it; @LIST is a file with a"
                            + " name a line.")
    List<String> results = new ArrayList<>();

    /** Whether there is one capture. */
    private boolean only;

    PartialCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure {
        List<String> captures = CaptureNames.withPartials(results);
        if (output != null && (directory != null || captures.size() > 1)) {
            throw CommandFailure.usage("argument -o/--output: is for one capture; use -d, or merge --partial");
        }
        OutputName.checkDistinct(captures, "partials", this::pathOf);
        InputReader reader = new InputReader(terminal, run, privacy, many, jobs);
        only = captures.size() == 1;
        if (directory != null) {
            FlamegraphsCommand.makeDirectory(UserPath.ofOutput(directory));
        }
        Map<Integer, Integer> counts = new TreeMap<>();
        jobs.each(
                captures,
                Function.identity(),
                terminal,
                run,
                null,
                (capture, alone, own, how) -> write(capture, reader, alone, own, how),
                code -> counts.merge(code, 1, Integer::sum));
        if (counts.size() == 1) {
            // of one capture as well, whatever it was
            return counts.keySet().iterator().next();
        }
        boolean allWritten = Set.of(ExitCode.COMPLETE, ExitCode.INCOMPLETE).containsAll(counts.keySet());
        if (!allWritten) {
            int failed = captures.size()
                    - counts.getOrDefault(ExitCode.COMPLETE, 0)
                    - counts.getOrDefault(ExitCode.INCOMPLETE, 0);
            terminal.err().println("Of " + captures.size() + " captures " + failed + " failed.");
        }
        return allWritten ? ExitCode.INCOMPLETE : ExitCode.FAILED;
    }

    /** Whatever one capture brings about does not stop the others. */
    private int write(String capture, InputReader reader, boolean alone, Terminal own, RunOptions how) {
        try {
            return written(capture, reader, own, how);
        } catch (OutOfMemoryError e) {
            if (!alone) {
                throw e;
            }
            return failed(CommandFailure.failed(CaptureInput.shown(capture) + ": " + Failures.outOfMemory()), own);
        } catch (CommandFailure | RuntimeException | Error e) {
            return failed(e, own);
        }
    }

    private int failed(Throwable e, Terminal own) {
        return new Failures(own, main().verbose).failed(e, spec.qualifiedName());
    }

    private int written(String capture, InputReader reader, Terminal own, RunOptions how) throws CommandFailure {
        try (Output target = target(capture, own)) {
            Partial partial = reader.read(capture, only, own, how).partial();
            if (partial.readable() == 0) {
                return ExitCode.FAILED;
            }
            target.write(out -> PartialFile.write(partial, out));
            if (target.announced() && !run.quiet) {
                Pipeline.announce(own, "Wrote " + target.name());
            }
            return ManyInputs.exitCode(partial, run);
        } catch (IOException e) {
            throw CommandFailure.failed("Cannot close what was written: " + CaptureInput.reason(e));
        }
    }

    private Main main() {
        return (Main) spec.root().userObject();
    }

    private Output target(String capture, Terminal own) throws CommandFailure {
        if ("-".equals(output)) {
            return Output.standard(own);
        }
        Path input = capture.equals("-") ? null : UserPath.of(capture);
        return AtomicFile.create(pathOf(capture), force, input, own.err());
    }

    private Path pathOf(String capture) throws CommandFailure {
        if (output != null) {
            return UserPath.ofOutput(output);
        }
        Path path = capture.equals("-") ? Path.of("stdin") : UserPath.of(capture);
        Path beside = path.resolveSibling(path.getFileName() + PartialFile.SUFFIX);
        return directory == null ? beside : UserPath.of(directory).resolve(beside.getFileName());
    }
}
