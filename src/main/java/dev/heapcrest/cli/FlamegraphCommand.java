package dev.heapcrest.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flamegraph}: options in, one HTML report out. */
@Command(
        name = "flamegraph",
        sortOptions = false,
        customSynopsis = {
            "@|bold ${COMMAND-FULL-NAME}|@ [-h] [-o OUTPUT] [-f]",
            "       [--leaks | --temporary-allocation-threshold N | --temporary-allocations]",
            "       [--temporal] [--from TIME] [--to TIME] [--time-buckets N]",
            "       [--split-threads] [--inverted] [--max-memory-records N] [--no-web]",
            "       [--confidential-files {all,none,default}] [--full] [--private]",
            "       [--symbols FILE] [--sysroot DIR] [--symbol-path DIR] [--path-map OLD=NEW]",
            "       [--debug-file-directory DIR] [--symbolizer PROGRAM] [--require-symbols] [-q]",
            "       [--progress {auto,plain,none}] [--allow-truncated] results"
        },
        description = "Writes a flame graph of a capture, as one HTML file that needs nothing else.",
        footer = {
            "",
            "By default the report of x.bin is memray-flamegraph-x.html, beside it. It shows memory at the"
                    + " peak; leaks are a switch in the page.",
            "Exit codes: 0 complete, 1 failed, 2 wrong usage, 3 written, but the capture is truncated or"
                    + " damaged, 130 interrupted."
        })
final class FlamegraphCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    CommandSpec spec;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Mixin
    FlamegraphOptions options = new FlamegraphOptions();

    @Parameters(paramLabel = "results", description = CaptureInput.DESCRIPTION)
    String results = "";

    FlamegraphCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        options.view.check(spec.commandLine().getParseResult());
        return run(spec.root().commandLine().getParseResult().originalArgs());
    }

    /**
     * The command itself, without picocli.
     *
     * @param arguments after the program's name, as typed
     */
    int run(List<String> arguments) throws CommandFailure, IOException {
        options.check();
        CaptureInput input = CaptureInput.of(results, terminal);
        FlamegraphPage.prepare();
        try (Output target = output.open(input, FlamegraphPage.KIND, FlamegraphPage.SUFFIX, terminal)) {
            return new FlamegraphPage(terminal, options).write(input, target, arguments, profile -> {});
        }
    }
}
