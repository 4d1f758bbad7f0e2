package dev.heapcrest.cli;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.ImageState;
import dev.heapcrest.symbols.PathMapping;
import dev.heapcrest.symbols.SymbolSettings;
import dev.heapcrest.symbols.SymbolSource;
import dev.heapcrest.symbols.SymbolTable;
import dev.heapcrest.symbols.Symbols;
import dev.heapcrest.symbols.pack.PackException;
import dev.heapcrest.symbols.pack.PackReader;
import dev.heapcrest.symbols.pack.PackedSymbols;
import dev.heapcrest.symbols.pack.SymbolPack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes symbol sources of what was typed: for captures with native stacks alone, as only those load these classes. */
final class SymbolChoice {
    private static final String SYMBOLIZER_VARIABLE = "HEAPCREST_SYMBOLIZER";

    private SymbolChoice() {}

    /**
     * The pack, if there is one, then files and tools of this machine.
     *
     * @param input its name leads to the pack
     * @param header tells whether the pack is of this capture
     */
    static SymbolSource source(SymbolOptions options, CaptureInput input, CaptureHeader header, Terminal terminal)
            throws CommandFailure {
        SymbolSource others = files(options.files);
        Path beside = input.path() == null ? null : besides(input.path());
        if (options.pack == null && (beside == null || !Files.isRegularFile(beside))) {
            return others;
        }
        Path file = options.pack == null && beside != null ? beside : UserPath.of(String.valueOf(options.pack));
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
            if (options.pack != null) {
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

    /** Files and tools of this machine, without a pack. */
    static SymbolSource files(SymbolFileOptions options) throws CommandFailure {
        List<PathMapping> mappings = new ArrayList<>();
        for (String typed : options.pathMap) {
            int sign = typed.indexOf('=');
            if (sign <= 0) {
                throw CommandFailure.usage("argument --path-map: OLD=NEW is expected, not " + typed);
            }
            mappings.add(new PathMapping(typed.substring(0, sign), typed.substring(sign + 1)));
        }
        return Symbols.ofFiles(new SymbolSettings(
                mappings,
                options.sysroot == null ? null : folder(options.sysroot),
                folders(options.symbolPath),
                folders(options.debugFileDirectories),
                tool(options.symbolizer),
                System.getenv()));
    }

    private static @Nullable Path tool(@Nullable String symbolizer) throws CommandFailure {
        if (symbolizer != null) {
            Path typed = UserPath.of(symbolizer);
            // one without a folder is looked for on the PATH
            if (typed.getNameCount() > 1 && !Files.isExecutable(typed)) {
                throw CommandFailure.failed("No such program: " + symbolizer);
            }
            return typed;
        }
        String variable = System.getenv(SYMBOLIZER_VARIABLE);
        return variable == null || variable.isEmpty() ? null : UserPath.of(variable);
    }

    private static List<Path> folders(List<String> typed) throws CommandFailure {
        List<Path> folders = new ArrayList<>();
        for (String each : typed) {
            folders.add(folder(each));
        }
        return folders;
    }

    private static Path folder(String typed) throws CommandFailure {
        Path folder = UserPath.of(typed);
        if (!Files.isDirectory(folder)) {
            throw CommandFailure.failed("No such directory: " + typed);
        }
        return folder;
    }

    /** Whether names may be missing for want of this image. */
    static boolean incomplete(ImageReport report) {
        return report.state() != ImageState.FOUND || !report.trouble().isEmpty();
    }
}
