package dev.heapcrest.symbols.tool;

import java.nio.file.Path;
import java.util.List;

/** A running program that reads DWARF. Not thread-safe. */
public interface DebugReader extends AutoCloseable {
    /**
     * The levels of each address, innermost first; an empty list where nothing is known.
     *
     * @param module an image or its debug file, absolute
     * @param addresses in the image, ascending
     * @throws ToolFailure if the program hung, ended or answered something else; it is of no use any more
     */
    List<List<Level>> levels(Path module, long[] addresses) throws ToolFailure;

    /** Ends the program. */
    @Override
    void close();
}
