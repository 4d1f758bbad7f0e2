package dev.heapcrest.cli;

import dev.heapcrest.capture.Coverage;
import dev.heapcrest.report.text.AggregatedDump;
import dev.heapcrest.report.text.RecordDump;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dump}: the records of a capture as text. */
@Command(
        name = "dump",
        sortOptions = false,
        description =
                "Prints the records of a capture as text, one a line, in memray's words and with their offsets, for"
                        + " people who debug captures.")
class DumpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(paramLabel = "results", description = CaptureInput.DESCRIPTION)
    String results = "";

    DumpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        CaptureInput input = CaptureInput.of(results, terminal);
        Pipeline pipeline = new Pipeline(terminal, run);
        Writer out = terminal.writer();
        try {
            Coverage coverage = pipeline.records(input, (capture, progress) -> {
                RecordDump.header(capture.header(), out);
                if (capture.header().aggregated()) {
                    AggregatedDump dump = new AggregatedDump(out);
                    return capture.readAggregated(dump, progress, dump.starts());
                }
                RecordDump dump = new RecordDump(out);
                return capture.read(dump, progress, dump.starts());
            });
            out.flush();
            return pipeline.ended(input, coverage, "The dump");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
