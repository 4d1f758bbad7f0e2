package dev.heapcrest.cli;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.tree.CallTree;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** What commands have in common that print a view of a capture in the terminal. */
final class TerminalReport {
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

    /** Prints a finished tree. */
    interface Print {
        void print(Profile profile, CallTree tree, Writer out) throws IOException;
    }

    /**
     * From the capture to the terminal.
     *
     * @return the exit code
     */
    int run(ParseResult arguments, Terminal terminal, Print print) throws CommandFailure, IOException {
        kind.check(arguments);
        CaptureInput input = CaptureInput.of(results, terminal);
        ProfileOptions options = ProfileOptions.DEFAULT.withTemporaryThreshold(kind.temporaryThreshold());
        return new Pipeline(terminal, run, privacy, symbols)
                .report(input, options, kind.kind(), Output.standard(terminal), (profile, tree, out) -> {
                    Writer text = new BufferedWriter(
                            new OutputStreamWriter(out, StandardCharsets.UTF_8), Output.BUFFER_CHARS);
                    print.print(profile, tree, text);
                    text.flush();
                });
    }
}
