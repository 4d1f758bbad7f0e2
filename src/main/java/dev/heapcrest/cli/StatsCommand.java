package dev.heapcrest.cli;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.report.text.Stats;
import java.io.Writer;
import java.util.concurrent.Callable;
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

    @Option(names = "--json", description = "Print JSON instead of text; see docs/json-format.md.")
    boolean json;

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
        CaptureInput input = CaptureInput.of(results, terminal);
        Pipeline pipeline = new Pipeline(terminal, run, privacy, symbols);
        Profile profile = pipeline.profile(input, ProfileOptions.DEFAULT, true);
        Writer out = terminal.writer();
        Stats stats = new Stats(profile, privacy.privately ? VisibleText.of(input.fileName()) : input.name(), count);
        if (json) {
            stats.json(out);
        } else {
            stats.text(out);
        }
        out.flush();
        return pipeline.ended(input, profile, "This");
    }
}
