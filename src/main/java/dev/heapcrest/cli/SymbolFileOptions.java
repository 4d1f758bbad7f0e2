package dev.heapcrest.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the files of a program and the symbolizer are looked for; {@link SymbolChoice} does that. No method here names a
 * type of the symbols' packages: picocli loads all that commands and their options name.
 */
final class SymbolFileOptions {
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
}
