package dev.heapcrest.symbols;

import dev.heapcrest.symbols.elf.ElfFile;
import dev.heapcrest.symbols.elf.FunctionTable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The symbol tables of an image and its debug file, in memray's order: all functions or, if there are none, the exported
 * ones; then those of the debug file; then MiniDebugInfo. A damaged table is passed over. Not thread-safe.
 */
final class FunctionNames implements Closeable {
    private final List<ElfFile> files = new ArrayList<>();
    private final List<FunctionTable> tables = new ArrayList<>();
    private SymbolKind kind = SymbolKind.NONE;
    private String trouble = "";

    FunctionNames(Path file, @Nullable Path debugFile) {
        ElfFile image = open(file);
        if (image != null && !add(() -> FunctionTable.all(image), SymbolKind.SYMBOL_TABLE)) {
            add(() -> FunctionTable.exported(image), SymbolKind.EXPORTED_NAMES);
        }
        ElfFile debug = debugFile == null ? null : open(debugFile);
        if (debug != null) {
            add(() -> FunctionTable.all(debug), SymbolKind.SYMBOL_TABLE);
        }
        if (image != null && image.hasMiniDebugInfo()) {
            add(() -> FunctionTable.mini(image), SymbolKind.MINI_DEBUG_INFO);
        }
    }

    /** Reads a table, which may be absent. */
    @FunctionalInterface
    private interface Reading {
        @Nullable
        FunctionTable read() throws IOException;
    }

    private @Nullable ElfFile open(Path file) {
        try {
            ElfFile opened = ElfFile.open(file);
            files.add(opened);
            return opened;
        } catch (IOException e) {
            trouble = "its symbols cannot be read: " + e.getMessage();
            return null;
        }
    }

    private boolean add(Reading reading, SymbolKind of) {
        try {
            FunctionTable table = reading.read();
            if (table == null || table.size() == 0) {
                return false;
            }
            tables.add(table);
            // better ones come first in the list of kinds
            kind = of.compareTo(kind) < 0 ? of : kind;
            return true;
        } catch (IOException e) {
            trouble = "its symbols cannot be read: " + e.getMessage();
        } catch (NoClassDefFoundError e) {
            trouble = "its symbols are compressed, which needs org.tukaani:xz";
        }
        return false;
    }

    /** The best of the tables. */
    SymbolKind kind() {
        return kind;
    }

    /** Why not all tables could be read; empty if nothing. */
    String trouble() {
        return trouble;
    }

    /** The linkage name of the function or object that covers an address; null if nobody knows one. */
    @Nullable
    String find(long address) {
        for (FunctionTable table : tables) {
            try {
                String name = table.find(address);
                if (name != null) {
                    return name;
                }
            } catch (IOException e) {
                trouble = "its symbols cannot be read: " + e.getMessage();
            }
        }
        return null;
    }

    @Override
    public void close() {
        for (ElfFile file : files) {
            try {
                file.close();
            } catch (IOException e) {
                // nothing was written
            }
        }
    }
}
