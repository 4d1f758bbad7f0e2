package dev.heapcrest.cli;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.text.LargestAllocations;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.io.Writer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tree}: what allocated most, as a call tree in the terminal. */
@Command(name = "tree", sortOptions = false, description = "Prints the call tree of the places that hold most memory.")
final class TreeCommand extends TerminalReport {
    @Option(
            names = {"-b", "--biggest-allocs"},
            paramLabel = "N",
            description = "Show the N call stacks that hold most; the others are one line. Default: ${DEFAULT-VALUE}.",
            defaultValue = "200")
    int biggest;

    @Option(
            names = "--all-frames",
            description = "Show frames of the interpreter, of runpy and of the import system, too.")
    boolean allFrames;

    TreeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void check() throws CommandFailure {
        if (biggest < 0) {
            throw CommandFailure.usage("argument -b/--biggest-allocs: must not be negative");
        }
    }

    @Override
    void print(Profile profile, CallTree tree, Writer out) throws IOException {
        new LargestAllocations(profile, tree, biggest, allFrames)
                .write(terminal.screen().colours(), out);
    }
}
