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
    ViewOptions view = new ViewOptions();

    @Mixin
    PageOptions page = new PageOptions();

    @Mixin
    TimeOptions time = new TimeOptions();

    @Mixin
    PrivateOption privacy = new PrivateOption();

    @Mixin
    SymbolOptions symbols = new SymbolOptions();

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(paramLabel = "results", description = CaptureInput.DESCRIPTION)
    String results = "";

    TableCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        view.check(spec.commandLine().getParseResult());
        time.check(view);
        page.check();
        CaptureInput input = CaptureInput.of(results, terminal);
        FlamegraphPage.prepare();
        try (Output target = output.open(input, FlamegraphPage.TABLE_KIND, FlamegraphPage.SUFFIX, terminal)) {
            return new FlamegraphPage(terminal, view, page, time, privacy, symbols, run)
                    .writeTable(
                            input,
                            target,
                            spec.root().commandLine().getParseResult().originalArgs());
        }
    }
}
