package dev.heapcrest.symbols.tool;

/**
 * One function at an address: the one that it is in, or one that was inlined there.
 *
 * @param function as the compiler named it, mangled or plain
 * @param file {@link #NO_FILE} if the answer came from a symbol table
 * @param line 0 if unknown
 */
public record Level(String function, String file, int line) {
    /** What no file is called. */
    public static final String NO_FILE = "";
}
