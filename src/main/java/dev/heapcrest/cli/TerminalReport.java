package dev.heapcrest.cli;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.tree.CallTree;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that prints a view of a capture in the terminal. */
abstract class TerminalReport implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

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

    final Terminal terminal;

    TerminalReport(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Options of its own. */
    abstract void check() throws CommandFailure;

    abstract void print(Profile profile, CallTree tree, Writer out) throws IOException;

    @Override
    public final Integer call() throws Exception {
        kind.check(spec.commandLine().getParseResult());
        check();
        CaptureInput input = CaptureInput.of(results, terminal);
        ProfileOptions options = ProfileOptions.DEFAULT.withTemporaryThreshold(kind.temporaryThreshold());
        return new Pipeline(terminal, run, privacy, symbols)
                .report(input, options, kind.kind(), Output.standard(terminal), (profile, tree, out) -> {
                    Writer text = new BufferedWriter(
                            new OutputStreamWriter(out, StandardCharsets.UTF_8), Output.BUFFER_CHARS);
                    print(profile, tree, text);
                    text.flush();
                });
    }
}
