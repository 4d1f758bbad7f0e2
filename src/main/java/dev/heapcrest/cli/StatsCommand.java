package dev.heapcrest.cli;

import dev.heapcrest.report.PrivateProfile;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.report.text.Stats;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stats}: what a capture says about itself, and the sums. */
@Command(
        name = "stats",
        sortOptions = false,
        description = "Prints what a capture says about itself, how much of it could be read, and its figures.")
final class StatsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--json",
            description = "JSON instead of text, on standard output unless -o names a file; see docs/json-format.md."
                    + " Called as memray it goes to a file, by default memray-stats-NAME.json beside the capture.")
    boolean json;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUTPUT",
            description = "Write the JSON to this file; - is standard output.")
    @Nullable
    String output;

    @Option(
            names = {"-f", "--force"},
            description = "Overwrite that file if it exists. By default nothing is overwritten.")
    boolean force;

    @Option(
            names = {"-n", "--num-largest"},
            paramLabel = "N",
            description = "Show the N places that hold most memory at the peak. Default: ${DEFAULT-VALUE}.",
            defaultValue = "5")
    int count;

    @Mixin
    PrivateOption privacy = new PrivateOption();

    @Mixin
    SymbolOptions symbols = new SymbolOptions();

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(paramLabel = "results", description = CaptureInput.DESCRIPTION)
    String results = "";

    StatsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (count < 0) {
            throw CommandFailure.usage("argument -n/--num-largest: must not be negative");
        }
        if (!json && output != null && !terminal.asMemray()) {
            throw CommandFailure.usage("argument -o/--output: only --json writes a file");
        }
        CaptureInput input = CaptureInput.of(results, terminal);
        Pipeline pipeline = new Pipeline(terminal, run, privacy, symbols);
        if (json && (output == null ? terminal.asMemray() : !output.equals("-"))) {
            try (Output target = file(input)) {
                PrivateProfile.WithTotals read = pipeline.profileWithTotals(input);
                target.writeText(stats(input, read)::json);
                int exitCode = pipeline.ended(input, read.profile(), "This");
                if (!run.quiet) {
                    Pipeline.announce(terminal, "Wrote " + target.name());
                }
                return exitCode;
            }
        }
        PrivateProfile.WithTotals read = pipeline.profileWithTotals(input);
        Writer out = terminal.writer();
        Stats stats = stats(input, read);
        if (json) {
            stats.json(out);
        } else {
            stats.text(out);
        }
        out.flush();
        return pipeline.ended(input, read.profile(), "This");
    }

    private Output file(CaptureInput input) throws CommandFailure {
        Path path = output == null
                ? UserPath.ofOutput(
                        OutputName.after(input.path(), "stats", ".json").toString())
                : UserPath.ofOutput(output);
        return AtomicFile.create(path, force, input.path(), terminal.err());
    }

    private Stats stats(CaptureInput input, PrivateProfile.WithTotals read) {
        String name = privacy.privately ? VisibleText.of(input.fileName()) : input.name();
        return new Stats(read.profile(), read.totals(), name, count);
    }
}
