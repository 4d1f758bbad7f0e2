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
import dev.heapcrest.symbols.SymbolKind;
import dev.heapcrest.symbols.SymbolSource;
import dev.heapcrest.symbols.SymbolTable;
import dev.heapcrest.symbols.pack.PackWriter;
import dev.heapcrest.symbols.pack.SymbolPack;
import java.io.IOException;
import java.util.List;

/** From a capture to its symbol pack. */
final class PackMaking {
    private static final int IMAGES_SAID = 3;

    private final Terminal terminal;
    private final SymbolFileOptions options;
    private final RunOptions run;
    private final SymbolSource files;

    /** Checks the options. */
    PackMaking(Terminal terminal, SymbolFileOptions options, RunOptions run) throws CommandFailure {
        this.terminal = terminal;
        this.options = options;
        this.run = run;
        files = SymbolChoice.files(options);
    }

    /**
     * Reads the capture, asks for names, writes them, and says how many there are.
     *
     * @return the exit code
     */
    int write(CaptureInput input, Output target) throws CommandFailure {
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
            throw CommandFailure.unreadable(input.name(), CaptureInput.reason(e));
        }
        SymbolPack whole = pack;
        target.write(out -> PackWriter.write(whole, out));
        if (!run.quiet) {
            terminal.err().println(summary(pack.table()));
        }
        int exitCode = new Pipeline(terminal, run).ended(input, found.coverage(), "The symbol pack");
        if (target.announced() && !run.quiet) {
            Pipeline.announce(terminal, "Wrote " + target.name());
        }
        boolean missing = pack.table().images().stream().anyMatch(SymbolChoice::incomplete);
        return options.require && missing ? ExitCode.FAILED : exitCode;
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
            boolean nothing =
                    report.kind() == SymbolKind.NONE && report.trouble().isEmpty();
            if (SymbolChoice.incomplete(report) || (nothing && count > 0)) {
                if (said++ < IMAGES_SAID) {
                    without.append(said == 1 ? "; without: " : ", ")
                            .append(VisibleText.of(report.image().name()))
                            .append(" (")
                            .append(reason(report))
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

    private static String reason(ImageReport report) {
        if (report.state() != ImageState.FOUND) {
            return report.state().text();
        }
        return report.trouble().isEmpty() ? "no symbols" : report.trouble();
    }
}
