package dev.heapcrest.stacks;

/**
 * Line numbers of instructions from the tables that CPython keeps in its code objects. The format depends on the
 * version (docs/capture-format.md, section 11; CPython's Objects/lnotab_notes.txt and Objects/locations.md).
 */
final class LineTable {
    private static final int PYTHON_3_10 = 0x030A;
    private static final int PYTHON_3_11 = 0x030B;
    /** 3.10 writes this increment for instructions without a line. */
    private static final int NO_LINE = -128;

    private static final int CODE_LONG = 14;
    private static final int CODE_NO_COLUMNS = 13;
    private static final int CODE_ONE_LINE_0 = 10;
    private static final int CODE_ONE_LINE_2 = 12;

    private LineTable() {}

    /**
     * Line of an instruction; 0 if the frame had not started or the table does not reach the instruction.
     *
     * @param pythonVersion as in Python's hexversion
     * @param instructionOffset in the unit of that version: bytes, but instructions in 3.10
     */
    static int line(int pythonVersion, int firstLine, byte[] table, int instructionOffset) {
        if (instructionOffset < 0) {
            return 0;
        }
        int minor = pythonVersion >>> 16;
        if (minor >= PYTHON_3_11) {
            return locationTable(firstLine, table, instructionOffset);
        }
        return minor == PYTHON_3_10
                ? lineTable310(firstLine, table, instructionOffset)
                : lnotab(firstLine, table, instructionOffset);
    }

    /**
     * Up to 3.9: pairs (bytes, unsigned; lines, signed). memray takes the bytes as signed, which is wrong from 128 on,
     * and answers 0 for an empty table, which every code object on a single line has.
     */
    private static int lnotab(int firstLine, byte[] table, int offset) {
        int line = firstLine;
        long address = 0;
        for (int i = 0; i + 1 < table.length; i += 2) {
            address += table[i] & 0xFF;
            if (address > offset) {
                break;
            }
            line += table[i + 1];
        }
        return line;
    }

    /** 3.10: pairs (length of the range in bytes, unsigned; lines, signed); an empty table is no line at all. */
    private static int lineTable310(int firstLine, byte[] table, int instruction) {
        long limit = 2L * instruction;
        long end = 0;
        int line = firstLine;
        for (int i = 0; i + 1 < table.length; i += 2) {
            end += table[i] & 0xFF;
            if (table[i + 1] != NO_LINE) {
                line += table[i + 1];
            }
            if (end > limit) {
                break;
            }
        }
        return table.length == 0 ? 0 : line;
    }

    /** 3.11 and later: entries of 1 + n bytes (PEP 657). "No location" takes the line before it. */
    private static int locationTable(int firstLine, byte[] table, int offset) {
        int wanted = offset / 2;
        int unit = 0;
        int line = firstLine;
        int at = 0;
        while (at < table.length) {
            int first = table[at++];
            int code = first >>> 3 & 15;
            if (code == CODE_NO_COLUMNS || code == CODE_LONG) {
                int shift = 0;
                int value = 0;
                while (at < table.length) {
                    int next = table[at++];
                    value |= (next & 63) << shift;
                    shift += 6;
                    if ((next & 64) == 0) {
                        break;
                    }
                }
                line += (value & 1) == 0 ? value >>> 1 : -(value >>> 1);
                if (code == CODE_LONG) {
                    at = skipVarints(table, at, 3);
                }
            } else if (code >= CODE_ONE_LINE_0 && code <= CODE_ONE_LINE_2) {
                line += code - CODE_ONE_LINE_0;
                at += 2;
            } else if (code < CODE_ONE_LINE_0) {
                at++;
            }
            unit += (first & 7) + 1;
            if (wanted < unit) {
                return line;
            }
        }
        return 0;
    }

    private static int skipVarints(byte[] table, int from, int count) {
        int at = from;
        for (int left = count; left > 0 && at < table.length; at++) {
            if ((table[at] & 64) == 0) {
                left--;
            }
        }
        return at;
    }
}
