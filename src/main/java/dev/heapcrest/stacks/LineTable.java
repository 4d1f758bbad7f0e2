package dev.heapcrest.stacks;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

    /** Tables up to this length are walked from the front: an index would not save much. */
    private static final int SHORT = 4 * LineIndex.APART;

    private final int minor;
    private final byte[] table;
    /** Where a walk may begin; made for the first instruction that is looked up. */
    private @Nullable LineIndex index;

    private final int firstLine;

    /**
     * The table of a code object.
     *
     * @param pythonVersion as in Python's hexversion
     * @param table not copied
     */
    LineTable(int pythonVersion, int firstLine, byte[] table) {
        this.minor = pythonVersion >>> 16;
        this.firstLine = firstLine;
        this.table = table;
    }

    /** Of the code object. */
    int firstLine() {
        return firstLine;
    }

    boolean same(LineTable other) {
        return firstLine == other.firstLine && Arrays.equals(table, other.table);
    }

    /**
     * Line of an instruction; 0 if the frame had not started or the table does not reach the instruction.
     *
     * @param instructionOffset in the unit of that version: bytes, but instructions in 3.10
     */
    int line(int instructionOffset) {
        if (instructionOffset < 0) {
            return 0;
        }
        long wanted = wanted(instructionOffset);
        if (table.length <= SHORT) {
            return walk(wanted, 0, firstLine, 0, null);
        }
        LineIndex known = index;
        if (known == null) {
            LineIndex.Builder states = new LineIndex.Builder();
            walk(Long.MAX_VALUE, 0, firstLine, 0, states);
            known = states.build();
            index = known;
        }
        int state = known.before(wanted);
        return known.place(state) == LineIndex.LINE_IS_KNOWN
                ? known.line(state)
                : walk(wanted, known.position(state), known.line(state), known.place(state), null);
    }

    /** Bytes that a lookup may have to walk at most, once there is an index. */
    int longestWalk() {
        return index == null ? table.length : index.longestWalk(table.length);
    }

    /** The position in the unit of the table. */
    long wanted(int instructionOffset) {
        if (minor >= PYTHON_3_11) {
            return instructionOffset / 2;
        }
        return minor == PYTHON_3_10 ? 2L * instructionOffset : instructionOffset;
    }

    /**
     * Reads entries until one is reached that is beyond the wanted position.
     *
     * @param position of the code, where the entry at {@code place} begins
     * @param line of the entry before
     * @param states receives places to begin at; null if there is no need
     */
    int walk(long wanted, long position, int line, int place, LineIndex.@Nullable Builder states) {
        if (minor >= PYTHON_3_11) {
            return locationTable(wanted, position, line, place, states);
        }
        return minor == PYTHON_3_10
                ? lineTable310(wanted, position, line, place, states)
                : lnotab(wanted, position, line, place, states);
    }

    /**
     * Up to 3.9: pairs (bytes, unsigned; lines, signed). memray takes the bytes as signed, which is wrong from 128 on,
     * and answers 0 for an empty table, which every code object on a single line has.
     */
    private int lnotab(long wanted, long position, int lineBefore, int place, LineIndex.@Nullable Builder states) {
        int line = lineBefore;
        long address = position;
        for (int i = place; i + 1 < table.length; i += 2) {
            if (states != null && i % LineIndex.APART == 0) {
                states.add(address, line, i);
            }
            address += table[i] & 0xFF;
            if (address > wanted) {
                break;
            }
            line += table[i + 1];
        }
        return line;
    }

    /** 3.10: pairs (length of the range in bytes, unsigned; lines, signed); an empty table is no line at all. */
    private int lineTable310(
            long wanted, long position, int lineBefore, int place, LineIndex.@Nullable Builder states) {
        long end = position;
        int line = lineBefore;
        for (int i = place; i + 1 < table.length; i += 2) {
            if (states != null && i % LineIndex.APART == 0) {
                states.add(end, line, i);
            }
            end += table[i] & 0xFF;
            if (table[i + 1] != NO_LINE) {
                line += table[i + 1];
            }
            if (end > wanted) {
                break;
            }
        }
        return table.length == 0 ? 0 : line;
    }

    /** 3.11 and later: entries of 1 + n bytes (PEP 657). "No location" takes the line before it. */
    private int locationTable(
            long wanted, long position, int lineBefore, int place, LineIndex.@Nullable Builder states) {
        long unit = position;
        int line = lineBefore;
        int at = place;
        int nextState = 0;
        while (at < table.length) {
            if (states != null && at >= nextState) {
                states.add(unit, line, at);
                nextState = at + LineIndex.APART;
            }
            int entry = at;
            int first = table[at++];
            int code = first >>> 3 & 15;
            if (code == CODE_NO_COLUMNS || code == CODE_LONG) {
                int shift = 0;
                int value = 0;
                int next = 64;
                while (at < table.length && (next & 64) != 0) {
                    next = table[at++];
                    value |= (next & 63) << shift;
                    shift += 6;
                }
                if ((next & 64) != 0) {
                    // the table ends inside the number, and so before this line
                    break;
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
            if (states != null && at - entry > LineIndex.APART) {
                // numbers of a broken table may have any length
                states.add(unit, line, LineIndex.LINE_IS_KNOWN);
            }
            unit += (first & 7) + 1;
            if (wanted < unit) {
                return line;
            }
        }
        if (states != null) {
            states.add(unit, 0, LineIndex.LINE_IS_KNOWN);
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
