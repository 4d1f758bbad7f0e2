package dev.heapcrest.cli;

import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.report.text.LargestAllocations;
import java.io.BufferedWriter;
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
    KindOptions kind = new KindOptions();

    @Mixin
    PrivateOption privacy = new PrivateOption();

    @Mixin
    SymbolOptions symbols = new SymbolOptions();

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(paramLabel = "results", description = CaptureInput.DESCRIPTION)
    String results = "";

    TreeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        kind.check(spec.commandLine().getParseResult());
        if (biggest < 0) {
            throw CommandFailure.usage("argument -b/--biggest-allocs: must not be negative");
        }
        CaptureInput input = CaptureInput.of(results, terminal);
        ProfileOptions options = ProfileOptions.DEFAULT.withTemporaryThreshold(kind.temporaryThreshold());
        return new Pipeline(terminal, run, privacy, symbols)
                .report(input, options, kind.kind(), Output.standard(terminal), (profile, tree, out) -> {
                    Writer text = new BufferedWriter(
                            new OutputStreamWriter(out, StandardCharsets.UTF_8), Output.BUFFER_CHARS);
                    new LargestAllocations(profile, tree, biggest, allFrames)
                            .write(terminal.screen().colours(), text);
                    text.flush();
                });
    }
}
