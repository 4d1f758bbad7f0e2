package dev.heapcrest.cli;

import java.nio.file.Files;
import picocli.CommandLine.Command;

/** {@code parse}: {@code dump} under memray's name, which writes to no terminal. */
@Command(
        name = "parse",
        sortOptions = false,
        description = "The same as dump under memray's name; refuses to write to a terminal, as memray does.")
final class ParseCommand extends DumpCommand {
    private final Terminal terminal;

    ParseCommand(Terminal terminal) {
        super(terminal);
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (terminal.screen().terminal()) {
            throw CommandFailure.failed(
                    "You must redirect stdout to a file or shell pipeline. The command dump writes to a terminal, too.");
        }
        // memray says so in two lines here, and in one elsewhere
        if (terminal.asMemray() && !results.equals("-") && !Files.exists(UserPath.of(results))) {
            throw CommandFailure.unreadable(results, "No such file: " + results);
        }
        return super.call();
    }
}
