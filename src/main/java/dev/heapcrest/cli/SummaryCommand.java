package dev.heapcrest.cli;

import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.report.text.FunctionSummary;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code summary}: the functions that hold most, as a table in the terminal. */
@Command(
        name = "summary",
        sortOptions = false,
        description = "Prints the functions that hold most memory, themselves and with all that they called.")
final class SummaryCommand implements Callable<Integer> {
    /** Lines of a terminal that the table leaves to its heading and the shell's prompt, as in memray. */
    private static final int OTHER_LINES = 5;

    private static final int FEWEST_ROWS = 10;

    private final Terminal terminal;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-s", "--sort-column"},
            paramLabel = "N",
            description = "Number of the column to sort by, 1 to 5. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    int column;

    @Option(
            names = {"-r", "--max-rows"},
            paramLabel = "N",
            description = "Show at most N rows. By default as many as the terminal has room for.")
    int rows;

    @Mixin
    KindOptions kind = new KindOptions();

    @Mixin
    PrivateOption privacy = new PrivateOption();

    @Mixin
    SymbolOptions symbols = new SymbolOptions();

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(paramLabel = "results", description = CaptureInput.DESCRIPTION)
    String results = "";

    SummaryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        kind.check(spec.commandLine().getParseResult());
        if (column < 1 || column > FunctionSummary.COLUMNS) {
            throw CommandFailure.usage("The --sort-column argument must be between 1 and " + FunctionSummary.COLUMNS);
        }
        if (rows < 0) {
            throw CommandFailure.usage("argument -r/--max-rows: must not be negative");
        }
        CaptureInput input = CaptureInput.of(results, terminal);
        // 0 rows are the default ones, as in memray
        int limit = rows > 0 ? rows : Math.max(terminal.screen().lines() - OTHER_LINES, FEWEST_ROWS);
        ProfileOptions options = ProfileOptions.DEFAULT.withTemporaryThreshold(kind.temporaryThreshold());
        return new Pipeline(terminal, run, privacy, symbols)
                .report(input, options, kind.kind(), Output.standard(terminal), (profile, tree, out) -> {
                    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                    new FunctionSummary(tree)
                            .write(column, limit, terminal.screen().colours(), text);
                    text.flush();
                });
    }
}
