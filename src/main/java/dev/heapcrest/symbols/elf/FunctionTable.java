package dev.heapcrest.symbols.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Functions and objects of one symbol table by address. 20 bytes a symbol; names stay in the file until one is asked for.
 * It needs the file to be open. Not thread-safe.
 *
 * <p>Where several symbols cover an address, the one that memray names is found: what decides is the order in which
 * {@link SymbolSort} leaves them and the steps of a binary search between them. With both as they are here 2,863 of 2,863
 * addresses of our captures have memray's name; with the first symbol of the file 2,780.
 */
public final class FunctionTable {
    private static final int OBJECT = 1;
    private static final int FUNCTION = 2;
    private static final int ENTRY_BYTES = 24;
    private static final int NARROW_ENTRY_BYTES = 16;
    private static final int ENTRIES_AT_ONCE = 4096;

    /** The largest libraries have a million. */
    private static final int MOST_SYMBOLS = 8 << 20;

    private static final int USUAL_NAME_BYTES = 256;
    private static final int LONGEST_NAME_BYTES = 1 << 20;

    private final ElfFile file;
    private final ElfFile.@Nullable Section strings;
    private final SymbolSort symbols;

    private FunctionTable(ElfFile file, ElfFile.@Nullable Section strings, SymbolSort symbols) {
        this.file = file;
        this.strings = strings;
        this.symbols = symbols;
    }

    /** All functions if the image has a table of them ({@code .symtab}), null if it was stripped. */
    public static @Nullable FunctionTable all(ElfFile file) throws IOException {
        return of(file, file.symbols());
    }

    /** Those that other images may use ({@code .dynsym}). */
    public static @Nullable FunctionTable exported(ElfFile file) throws IOException {
        return of(file, file.dynamicSymbols());
    }

    /** Those of the image's MiniDebugInfo; null if it has none. */
    public static @Nullable FunctionTable mini(ElfFile file) throws IOException {
        ElfFile inner = GnuDebugdata.open(file);
        return inner == null ? null : all(inner);
    }

    private static @Nullable FunctionTable of(ElfFile file, ElfFile.@Nullable Section table) throws IOException {
        if (table == null) {
            return null;
        }
        if (!file.within(table)) {
            throw new ElfDamage("the symbol table is not within the file");
        }
        int entryBytes = file.wide() ? ENTRY_BYTES : NARROW_ENTRY_BYTES;
        long count = table.sizeBytes() / entryBytes;
        if (count > MOST_SYMBOLS) {
            throw new ElfDamage("too many symbols: " + count);
        }
        SymbolSort symbols = new SymbolSort();
        for (long from = 0; from < count; from += ENTRIES_AT_ONCE) {
            int length = (int) Math.min(ENTRIES_AT_ONCE, count - from) * entryBytes;
            ByteBuffer entries = file.read(table.offset() + from * entryBytes, length);
            for (int at = 0; at < length; at += entryBytes) {
                add(file, entries, at, symbols);
            }
        }
        symbols.sort();
        ElfFile.Section strings = file.linked(table);
        return new FunctionTable(file, strings != null && file.within(strings) ? strings : null, symbols);
    }

    private static void add(ElfFile file, ByteBuffer entries, int at, SymbolSort symbols) {
        boolean wide = file.wide();
        int kind = entries.get(at + (wide ? 4 : 12)) & 15;
        int section = entries.getShort(at + (wide ? 6 : 14));
        if ((kind != FUNCTION && kind != OBJECT) || section == 0) {
            return;
        }
        long value = wide ? entries.getLong(at + 8) : Integer.toUnsignedLong(entries.getInt(at + 4));
        long size = wide ? entries.getLong(at + 16) : Integer.toUnsignedLong(entries.getInt(at + 8));
        symbols.add(file.arm() && kind == FUNCTION ? value & ~1L : value, size, entries.getInt(at));
    }

    /** How many there are. */
    public int size() {
        return symbols.size();
    }

    /** The name of the function or object that covers an address; null if none does. */
    public @Nullable String find(long address) throws IOException {
        int symbol = symbols.find(address);
        return symbol < 0 ? null : name(Integer.toUnsignedLong(symbols.nameAt(symbol)));
    }

    private @Nullable String name(long from) throws IOException {
        if (strings == null || from >= strings.sizeBytes()) {
            return null;
        }
        long left = strings.sizeBytes() - from;
        for (int length = USUAL_NAME_BYTES; length <= LONGEST_NAME_BYTES; length *= 16) {
            ByteBuffer bytes = file.read(strings.offset() + from, (int) Math.min(left, length));
            for (int end = 0; end < bytes.limit(); end++) {
                if (bytes.get(end) == 0) {
                    byte[] name = new byte[end];
                    bytes.get(0, name);
                    return end == 0 ? null : new String(name, StandardCharsets.UTF_8);
                }
            }
        }
        return null;
    }
}
