package dev.heapcrest.symbols;

/** Makes symbol sources. */
public final class Symbols {
    private Symbols() {}

    /** Reads files on this machine, and asks the symbolizer that it finds. */
    public static SymbolSource ofFiles(SymbolSettings settings) {
        return SymbolSource.NONE;
    }
}
