package dev.heapcrest.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Where a report takes the names of native frames from: a symbol pack, then files; {@link SymbolChoice} does that. No
 * method here names a type of the symbols' packages: picocli loads all that commands and their options name.
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
}
