package dev.heapcrest.symbols;

/** The best that an image has to give names from. */
public enum SymbolKind {
    /** DWARF in the image: inlined functions, files, lines. */
    DWARF("DWARF"),
    /** DWARF in a file of its own. */
    DEBUG_FILE("debug file"),
    /** All functions, {@code .symtab}. */
    SYMBOL_TABLE("symbol table"),
    /** All functions, compressed: {@code .gnu_debugdata}. */
    MINI_DEBUG_INFO("MiniDebugInfo"),
    /** Exported functions alone, {@code .dynsym}. */
    EXPORTED_NAMES("exported names"),
    /** Nothing. */
    NONE("none");

    private final String text;

    SymbolKind(String text) {
        this.text = text;
    }

    /** For sentences and tables. */
    public String text() {
        return text;
    }
}
