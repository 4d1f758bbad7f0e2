package dev.heapcrest.cli;

import dev.heapcrest.aggregate.NativeAddresses;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.report.ProgramVersion;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.symbols.ImageAddresses;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.ImageState;
import dev.heapcrest.symbols.SymbolSource;
import dev.heapcrest.symbols.SymbolTable;
import dev.heapcrest.symbols.pack.PackWriter;
import dev.heapcrest.symbols.pack.SymbolPack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    private static final int IMAGES_SAID = 3;

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
        SymbolSource files = symbols.source();
        if (output.output == null) {
            Path capture = input.path();
            output.output = (capture == null ? Path.of("stdin.symbols") : SymbolOptions.besides(capture)).toString();
        }
        try (Output target = output.open(input, "symbols", ".symbols", terminal)) {
            return write(input, files, target);
        }
    }

    private int write(CaptureInput input, SymbolSource files, Output target) throws CommandFailure {
        NativeAddresses.Found found;
        SymbolPack pack;
        try (Progress progress = run.progress(terminal, input.name());
                Capture capture = input.open(run.limits())) {
            CaptureHeader header = capture.header();
            if (!header.nativeTraces()) {
                throw CommandFailure.failed("%s has no native stacks. Record with 'memray run --native' to have them."
                        .formatted(input.name()));
            }
            found = NativeAddresses.read(capture, progress);
            progress.stage("Looking for symbols");
            List<ImageAddresses> question = found.question();
            pack = new SymbolPack(
                    new SymbolPack.Origin("heapcrest " + ProgramVersion.ofJar(), header.startMillis(), header.pid()),
                    question.stream().map(ImageAddresses::offsets).toList(),
                    files.symbolize(question));
        } catch (IOException e) {
            throw CommandFailure.failed("Cannot read %s: %s".formatted(input.name(), CaptureInput.reason(e)));
        }
        try {
            PackWriter.write(pack, target.stream());
            target.commit();
        } catch (IOException e) {
            throw Failures.brokenPipe(e)
                    ? CommandFailure.brokenPipe()
                    : CommandFailure.failed("Cannot write %s: %s".formatted(target.name(), CaptureInput.reason(e)));
        }
        if (!run.quiet) {
            terminal.err().println(summary(pack.table()));
        }
        int exitCode = new Pipeline(terminal, run).ended(input, found.coverage(), "The symbol pack");
        if (target.announced() && !run.quiet) {
            Pipeline.announce(terminal, "Wrote " + target.name());
        }
        boolean missing = pack.table().images().stream().anyMatch(SymbolFileOptions::incomplete);
        return symbols.require && missing ? ExitCode.FAILED : exitCode;
    }

    /** How many addresses have names, and which images have none. */
    private static String summary(SymbolTable table) {
        long addresses = 0;
        long named = 0;
        StringBuilder without = new StringBuilder();
        int more = 0;
        int said = 0;
        for (int image = 0; image < table.images().size(); image++) {
            int count = table.addressCount(image);
            addresses += count;
            for (int address = 0; address < count; address++) {
                named += table.named(image, address) ? 1 : 0;
            }
            ImageReport report = table.images().get(image);
            if (SymbolFileOptions.incomplete(report)) {
                if (said++ < IMAGES_SAID) {
                    without.append(said == 1 ? "; without: " : ", ")
                            .append(VisibleText.of(report.image().name()))
                            .append(" (")
                            .append(
                                    report.state() == ImageState.FOUND
                                            ? report.trouble()
                                            : report.state().text())
                            .append(')');
                } else {
                    more++;
                }
            }
        }
        return "Native symbols: %s of %s addresses named%s%s."
                .formatted(
                        Quantities.count(named),
                        Quantities.count(addresses),
                        without,
                        more == 0 ? "" : ", " + more + " more");
    }
}
