package dev.heapcrest.cli;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.text.FunctionSummary;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    TerminalReport report = new TerminalReport();

    SummaryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (column < 1 || column > FunctionSummary.COLUMNS) {
            throw CommandFailure.usage("The --sort-column argument must be between 1 and " + FunctionSummary.COLUMNS);
        }
        if (rows < 0) {
            throw CommandFailure.usage("argument -r/--max-rows: must not be negative");
        }
        return report.run(spec.commandLine().getParseResult(), terminal, this::print);
    }

    private void print(Profile profile, CallTree tree, Writer out) throws IOException {
        Screen screen = terminal.screen();
        // 0 rows are the default ones, as in memray
        int limit = rows > 0 ? rows : Math.max(screen.lines() - OTHER_LINES, FEWEST_ROWS);
        new FunctionSummary(tree).write(column, limit, screen.colours(), out);
    }
}
