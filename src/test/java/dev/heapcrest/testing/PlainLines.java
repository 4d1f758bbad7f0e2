package dev.heapcrest.testing;

import java.util.Set;

/** Line numbers of code objects after docs/capture-format.md, section 11, with memray's mistakes on demand. */
public final class PlainLines {
    private PlainLines() {}

    public static int line(int pythonVersion, int firstLine, byte[] table, int offset, Set<MemrayQuirk> quirks) {
        if (offset < 0) {
            return 0;
        }
        int minor = pythonVersion >>> 16 & 0xFF;
        if (table.length == 0 && (quirks.contains(MemrayQuirk.EMPTY_TABLE_IS_LINE_0) || minor >= 10)) {
            return 0;
        }
        if (minor <= 9) {
            return lnotab(firstLine, table, offset, quirks.contains(MemrayQuirk.SIGNED_ADDRESS_INCREMENTS));
        }
        return minor == 10 ? linetable310(firstLine, table, offset) : locations(firstLine, table, offset);
    }

    private static int lnotab(int firstLine, byte[] table, int offset, boolean signed) {
        int line = firstLine;
        int address = 0;
        for (int i = 0; i + 1 < table.length; i += 2) {
            address += signed ? table[i] : table[i] & 0xFF;
            // memray's sum is unsigned: where the first increment is over 127, the first line is all it finds
            if (Integer.compareUnsigned(address, offset) > 0) {
                break;
            }
            line += table[i + 1];
        }
        return line;
    }

    private static int linetable310(int firstLine, byte[] table, int index) {
        int line = firstLine;
        int end = 0;
        for (int i = 0; i + 1 < table.length; i += 2) {
            end += table[i] & 0xFF;
            line += table[i + 1] == -128 ? 0 : table[i + 1];
            if (end > 2 * index) {
                break;
            }
        }
        return line;
    }

    private static int locations(int firstLine, byte[] table, int offset) {
        int want = offset / 2;
        int address = 0;
        int line = firstLine;
        int at = 0;
        while (at < table.length) {
            int first = table[at++] & 0xFF;
            int code = first >>> 3 & 15;
            int length = (first & 7) + 1;
            if (code < 10) {
                at += 1;
            } else if (code < 13) {
                line += code - 10;
                at += 2;
            } else if (code < 15) {
                int u = 0;
                int shift = 0;
                int next;
                do {
                    if (at >= table.length) {
                        return 0;
                    }
                    next = table[at++];
                    u |= (next & 63) << shift;
                    shift += 6;
                } while ((next & 64) != 0);
                line += (u & 1) != 0 ? -(u >>> 1) : u >>> 1;
                for (int skip = code == 14 ? 3 : 0; skip > 0; skip--) {
                    while (at < table.length && (table[at] & 64) != 0) {
                        at++;
                    }
                    at++;
                }
            }
            if (want < address + length) {
                return line;
            }
            address += length;
        }
        return 0;
    }
}
