package dev.heapcrest.symbols.pack;

import dev.heapcrest.columns.SectionForm;
import dev.heapcrest.symbols.SymbolTable;
import java.util.List;

/**
 * The names of a capture's native frames, to take along.
 *
 * @param origin what the pack was made from
 * @param offsets of each image of the table, ascending
 * @param table its images and levels
 */
public record SymbolPack(Origin origin, List<long[]> offsets, SymbolTable table) {
    /** Without a checksum: gzip around it has one. */
    static final SectionForm<PackException> FORM = new SectionForm<>(
            "HCSYMBOL", 1, false, new SectionForm.Words("it is not a symbol pack", "it"), PackException::new);

    static final int STRINGS = 1;
    static final int ORIGIN = 2;
    static final int IMAGES = 3;
    static final int FRAMES = 4;
    static final int ADDRESSES = 5;

    /** Unpacked, that of a pandas capture has 0.4 MB; a reader takes no more than this. */
    static final int MOST_BYTES = 256 << 20;

    /**
     * Where a pack comes from.
     *
     * @param program what made it, and its version
     * @param startMillis when the capture began, ms since 1970 UTC
     * @param pid of the program that was recorded
     */
    public record Origin(String program, long startMillis, long pid) {
        /** Whether the pack was made from the capture that began then. */
        public boolean sameCapture(long start, long process) {
            return startMillis == start && pid == process;
        }
    }
}
