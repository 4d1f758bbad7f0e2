package dev.heapcrest.cli;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.text.LargestAllocations;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tree}: what allocated most, as a call tree in the terminal. */
@Command(name = "tree", sortOptions = false, description = "Prints the call tree of the places that hold most memory.")
final class TreeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    CommandSpec spec = CommandSpec.create();

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

    @Mixin
    TerminalReport report = new TerminalReport();

    TreeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (biggest < 0) {
            throw CommandFailure.usage("argument -b/--biggest-allocs: must not be negative");
        }
        return report.run(spec.commandLine().getParseResult(), terminal, this::print);
    }

    private void print(Profile profile, CallTree tree, Writer out) throws IOException {
        new LargestAllocations(profile, tree, biggest, allFrames)
                .write(terminal.screen().colours(), out);
    }
}
