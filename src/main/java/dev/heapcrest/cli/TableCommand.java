package dev.heapcrest.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code table}: the page of {@code flamegraph}, opened at its table. */
@Command(
        name = "table",
        sortOptions = false,
        description = "Writes the page of flamegraph, opened at its table of source lines.",
        footer = {"", "By default the report of x.bin is memray-table-x.html, beside it."})
final class TableCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Mixin
    FlamegraphOptions options = new FlamegraphOptions();

    @Parameters(paramLabel = "results", description = CaptureInput.DESCRIPTION)
    String results = "";

    TableCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        options.check(spec.commandLine().getParseResult());
        CaptureInput input = CaptureInput.of(results, terminal);
        FlamegraphPage.prepare();
        try (Output target = output.open(input, FlamegraphPage.TABLE_KIND, FlamegraphPage.SUFFIX, terminal)) {
            return new FlamegraphPage(terminal, options)
                    .writeTable(
                            input,
                            target,
                            spec.root().commandLine().getParseResult().originalArgs());
        }
    }
}
