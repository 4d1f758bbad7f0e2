package dev.heapcrest.cli;

import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code partial}: what a capture adds to a sum, as a small file. */
@Command(
        name = "partial",
        sortOptions = false,
        customSynopsis = {
            "@|bold ${COMMAND-FULL-NAME}|@ [-h] [-o OUTPUT | -d DIRECTORY] [-f]",
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
        ManyInputs inputs = new ManyInputs(terminal, run, privacy, many, true);
        if (directory != null) {
            FlamegraphsCommand.makeDirectory(UserPath.ofOutput(directory));
        }
        int failed = 0;
        boolean incomplete = false;
        for (String capture : captures) {
            CaptureRow.State state = write(capture, captures.size() == 1, inputs);
            failed += state == CaptureRow.State.FAILED ? 1 : 0;
            incomplete |= state != CaptureRow.State.COMPLETE;
        }
        if (failed > 0) {
            return ExitCode.FAILED;
        }
        return incomplete && !run.allowTruncated ? ExitCode.INCOMPLETE : ExitCode.COMPLETE;
    }

    private CaptureRow.State write(String capture, boolean alone, ManyInputs inputs) throws CommandFailure {
        try (Output target = target(capture)) {
            Partial partial = inputs.read(capture, alone);
            if (partial.readable() == 0) {
                return CaptureRow.State.FAILED;
            }
            target.write(out -> PartialFile.write(partial, out));
            if (target.announced() && !run.quiet) {
                Pipeline.announce(terminal, "Wrote " + target.name());
            }
            return partial.readable() == partial.captures(CaptureRow.State.COMPLETE)
                    ? CaptureRow.State.COMPLETE
                    : CaptureRow.State.DAMAGED;
        } catch (IOException e) {
            throw CommandFailure.failed("Cannot close what was written: " + CaptureInput.reason(e));
        }
    }

    private Output target(String capture) throws CommandFailure {
        if ("-".equals(output)) {
            return Output.standard(terminal);
        }
        Path input = capture.equals("-") ? null : UserPath.of(capture);
        return AtomicFile.create(pathOf(capture), force, input, terminal.err());
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
