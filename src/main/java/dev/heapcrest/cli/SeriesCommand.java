package dev.heapcrest.cli;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.report.text.Series;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code series}: resident size and heap over time, for plots of other programs. */
@Command(
        name = "series",
        sortOptions = false,
        description = "Prints resident size and heap over time: a row for each memory record, as CSV.")
final class SeriesCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print JSON instead of CSV; see docs/json-format.md.")
    boolean json;

    @Option(
            names = "--max-memory-records",
            paramLabel = "N",
            description = "Print at most N memory records, evenly chosen. Default: all, of a very long run at least"
                    + " half a million.")
    int maxMemoryRecords = Integer.MAX_VALUE;

    @Mixin
    PrivateOption privacy = new PrivateOption();

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(paramLabel = "results", description = CaptureInput.DESCRIPTION)
    String results = "";

    SeriesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        if (maxMemoryRecords < 1) {
            throw CommandFailure.usage("argument --max-memory-records: must be at least 1");
        }
        CaptureInput input = CaptureInput.of(results, terminal);
        Pipeline pipeline = new Pipeline(terminal, run, privacy, null);
        ProfileOptions options = ProfileOptions.DEFAULT.withMaxMemoryRecords(maxMemoryRecords);
        Profile profile = pipeline.profile(input, options);
        Writer out = terminal.writer();
        if (json) {
            Series.json(profile, out);
        } else {
            Series.csv(profile, out);
        }
        out.flush();
        return pipeline.ended(input, profile.coverage(), "This");
    }
}
