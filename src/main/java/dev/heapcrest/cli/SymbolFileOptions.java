package dev.heapcrest.cli;

import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.ImageState;
import dev.heapcrest.symbols.PathMapping;
import dev.heapcrest.symbols.SymbolSettings;
import dev.heapcrest.symbols.SymbolSource;
import dev.heapcrest.symbols.Symbols;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the files of a program and the symbolizer are looked for. Its methods are for captures with native stacks alone: no class of the
 * symbols' packages is loaded before one is called.
 */
final class SymbolFileOptions {
    private static final String SYMBOLIZER_VARIABLE = "HEAPCREST_SYMBOLIZER";

    @Option(
            names = "--sysroot",
            paramLabel = "DIR",
            description = "Look for the program's files under DIR first, with their whole paths.")
    @Nullable
    String sysroot;

    @Option(
            names = "--symbol-path",
            paramLabel = "DIR",
            description = "Look for them and for debug files in DIR as well; may be repeated.")
    List<String> symbolPath = new ArrayList<>();

    @Option(
            names = "--path-map",
            paramLabel = "OLD=NEW",
            description = "Look for files whose paths begin with OLD where NEW says; may be repeated.")
    List<String> pathMap = new ArrayList<>();

    @Option(
            names = "--debug-file-directory",
            paramLabel = "DIR",
            description = "Look for debug files in DIR by build id, before /usr/lib/debug; may be repeated.")
    List<String> debugFileDirectories = new ArrayList<>();

    @Option(
            names = "--symbolizer",
            paramLabel = "PROGRAM",
            description = "The llvm-symbolizer (14 or later) or GNU addr2line that reads debug information. By default"
                    + " $HEAPCREST_SYMBOLIZER, else the first on the PATH.")
    @Nullable
    String symbolizer;

    @Option(
            names = "--require-symbols",
            description = "Exit with 1 if names are missing because a file of the program is, or cannot be read.")
    boolean require;

    /** Files and tools of this machine, without a pack. */
    SymbolSource source() throws CommandFailure {
        List<PathMapping> mappings = new ArrayList<>();
        for (String typed : pathMap) {
            int sign = typed.indexOf('=');
            if (sign <= 0) {
                throw CommandFailure.usage("argument --path-map: OLD=NEW is expected, not " + typed);
            }
            mappings.add(new PathMapping(typed.substring(0, sign), typed.substring(sign + 1)));
        }
        return Symbols.ofFiles(new SymbolSettings(
                mappings,
                sysroot == null ? null : folder(sysroot),
                folders(symbolPath),
                folders(debugFileDirectories),
                tool(),
                System.getenv()));
    }

    private @Nullable Path tool() throws CommandFailure {
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
