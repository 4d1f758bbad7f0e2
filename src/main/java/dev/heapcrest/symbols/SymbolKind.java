package dev.heapcrest.symbols;

import org.jspecify.annotations.Nullable;

/** The best that an image has to give names from. */
public enum SymbolKind {
    /** DWARF in the image: inlined functions, files, lines. */
    DWARF(0, "DWARF"),
    /** DWARF in a file of its own. */
    DEBUG_FILE(1, "debug file"),
    /** All functions, {@code .symtab}. */
    SYMBOL_TABLE(2, "symbol table"),
    /** All functions, compressed: {@code .gnu_debugdata}. */
    MINI_DEBUG_INFO(3, "MiniDebugInfo"),
    /** Exported functions alone, {@code .dynsym}. */
    EXPORTED_NAMES(4, "exported names"),
    /** Nothing. */
    NONE(5, "none");

    private final int number;
    private final String text;

    SymbolKind(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** For sentences and tables. */
    public String text() {
        return text;
    }

    /** In symbol packs: never another, and none twice. */
    public int number() {
        return number;
    }

    /** The one with that number; null if there is none. */
    public static @Nullable SymbolKind of(long number) {
        for (SymbolKind each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        return null;
    }
}
