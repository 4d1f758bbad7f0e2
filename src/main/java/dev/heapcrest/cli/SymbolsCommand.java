package dev.heapcrest.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code symbols}: the names of all native frames of a capture, in a file that goes along with it. */
@Command(
        name = "symbols",
        sortOptions = false,
        description = "Writes the names of a capture's native frames to a symbol pack, where the program ran. With the"
                + " pack beside it, the capture can be reported on anywhere.",
        footer = {
            "",
            "By default the pack of x.bin is x.bin.symbols, beside it; reports take it from there.",
            "Exit codes: 0 complete, 1 failed, or names are missing and --require-symbols was given,"
                    + " 2 wrong usage, 3 written, but the capture is truncated or damaged, 130 interrupted."
        })
final class SymbolsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Mixin
    SymbolFileOptions symbols = new SymbolFileOptions();

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(paramLabel = "results", description = CaptureInput.DESCRIPTION)
    String results = "";

    SymbolsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        CaptureInput input = CaptureInput.of(results, terminal);
        PackMaking making = new PackMaking(terminal, symbols, run);
        if (output.output == null) {
            Path capture = input.path();
            output.output = (capture == null ? Path.of("stdin.symbols") : SymbolChoice.besides(capture)).toString();
        }
        try (Output target = output.open(input, "symbols", ".symbols", terminal)) {
            return making.write(input, target);
        }
    }
}
