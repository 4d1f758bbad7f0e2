package dev.heapcrest.symbols;

import dev.heapcrest.symbols.tool.Tools;

/** Makes symbol sources. */
public final class Symbols {
    private Symbols() {}

    /** Reads files on this machine, and asks the tools that it finds. It asks no server. */
    public static SymbolSource ofFiles(SymbolSettings settings) {
        return new FileSymbols(settings, Tools.USUAL_PATIENCE);
    }
}
