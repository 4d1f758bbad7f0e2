package dev.heapcrest.symbols;

import dev.heapcrest.symbols.tool.DebugReader;
import dev.heapcrest.symbols.tool.Level;
import dev.heapcrest.symbols.tool.ToolFailure;
import dev.heapcrest.symbols.tool.Tools;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reader of DWARF through one request. It starts with the first image that needs it. A failure costs the image that
 * was asked about what only DWARF knows, and the reader is started again; after a few failures it is asked no more.
 */
final class DwarfSession implements Closeable {
    /** So many images may crash it, and so many times its patience is the longest that all of them can take. */
    private static final int MOST_FAILURES = 4;

    private final Tools tools;
    private final @Nullable Path wanted;
    private Tools.@Nullable Starter starter;
    private boolean searched;
    private @Nullable DebugReader reader;
    private int failures;
    private String trouble = "";

    /** With the reader that the user named, or null for the best there is. */
    DwarfSession(Tools tools, @Nullable Path wanted) {
        this.tools = tools;
        this.wanted = wanted;
    }

    /** The levels of each address, null if there is no answer; then {@link #trouble} says why. */
    @Nullable
    List<List<Level>> levels(Path module, long[] addresses) {
        Tools.Starter ready = starter();
        if (ready == null) {
            trouble = wanted == null
                    ? "no llvm-symbolizer (14 or later) or addr2line is on the PATH to read its DWARF"
                    : wanted + " is neither an llvm-symbolizer (14 or later) nor a GNU addr2line";
            return null;
        }
        if (failures >= MOST_FAILURES) {
            // what it did last is still the reason
            return null;
        }
        try {
            if (reader == null) {
                reader = ready.start();
            }
            List<List<Level>> levels = reader.levels(module, addresses);
            trouble = "";
            return levels;
        } catch (ToolFailure e) {
            trouble = String.valueOf(e.getMessage());
            failures++;
            close();
            return null;
        }
    }

    private Tools.@Nullable Starter starter() {
        if (!searched) {
            searched = true;
            starter = wanted == null ? tools.debugReader() : tools.debugReader(wanted);
        }
        return starter;
    }

    /** Why the last question had no answer: a clause. */
    String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
