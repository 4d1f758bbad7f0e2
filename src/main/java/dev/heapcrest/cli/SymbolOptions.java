package dev.heapcrest.cli;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.symbols.SymbolSource;
import dev.heapcrest.symbols.SymbolTable;
import dev.heapcrest.symbols.pack.PackException;
import dev.heapcrest.symbols.pack.PackReader;
import dev.heapcrest.symbols.pack.PackedSymbols;
import dev.heapcrest.symbols.pack.SymbolPack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Where a report takes the names of native frames from: a symbol pack, then files. Its methods are for captures with
 * native stacks alone: no class of the symbols' packages is loaded before one is called.
 */
final class SymbolOptions {
    @Option(
            names = "--symbols",
            paramLabel = "FILE",
            description = "A symbol pack, as 'symbols' writes it. By default the capture's name with .symbols after"
                    + " it, if that is there.")
    @Nullable
    String pack;

    @Mixin
    SymbolFileOptions files = new SymbolFileOptions();

    /**
     * The pack, if there is one, then files and tools of this machine.
     *
     * @param input its name leads to the pack
     * @param header tells whether the pack is of this capture
     */
    SymbolSource source(CaptureInput input, CaptureHeader header, Terminal terminal) throws CommandFailure {
        SymbolSource others = files.source();
        Path beside = input.path() == null ? null : besides(input.path());
        if (pack == null && (beside == null || !Files.isRegularFile(beside))) {
            return others;
        }
        Path file = pack == null && beside != null ? beside : UserPath.of(String.valueOf(pack));
        try {
            SymbolPack read = read(file);
            PackedSymbols packed = new PackedSymbols(read, others);
            boolean ours = read.origin().sameCapture(header.startMillis(), header.pid());
            return ours
                    ? packed
                    : wanted -> {
                        SymbolTable table = packed.symbolize(wanted);
                        if (packed.used() == 0) {
                            terminal.err()
                                    .println(
                                            "%s was not used: it is of another capture, and none of its images ran here."
                                                    .formatted(VisibleText.of(file.toString())));
                        }
                        return table;
                    };
        } catch (IOException e) {
            String problem = "Cannot read %s: %s. Write it again with 'heapcrest symbols', where the program ran."
                    .formatted(VisibleText.of(file.toString()), reason(e));
            if (pack != null) {
                throw CommandFailure.failed(problem);
            }
            // nobody asked for it
            terminal.err().println(problem);
            return others;
        }
    }

    private static String reason(IOException e) {
        return e instanceof PackException ? String.valueOf(e.getMessage()) : CaptureInput.reason(e);
    }

    private static SymbolPack read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return PackReader.read(in);
        }
    }

    /** Default name of a capture's pack. */
    static Path besides(Path capture) {
        return capture.resolveSibling(capture.getFileName() + ".symbols");
    }
}
