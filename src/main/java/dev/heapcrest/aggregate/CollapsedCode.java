package dev.heapcrest.aggregate;

import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import it.unimi.dsi.fastutil.ints.Int2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Code objects made of frames: one for each (function, file), with a line table that has one instruction for each line in
 * use (docs/capture-format.md, section 11). Frames of versions before 12 have lines only; for the others it drops nearly
 * all of their tables. Not thread-safe.
 */
final class CollapsedCode {
    /** Instruction offset of a frame without a line: readers take it for a frame that has not started. */
    private static final int NO_LINE = -1;
    /** Lines further apart than any real ones get a code object of their own. */
    private static final int FURTHEST = 1 << 20;

    private static final int PYTHON_3_10 = 0x030A;
    private static final int PYTHON_3_11 = 0x030B;
    /** An entry of 3.11: no columns, one unit. */
    private static final int LINE_ONLY = 0xE8;

    private static final class Code {
        final int id;
        final String function;
        final String file;
        final int firstLine;
        final ByteArrayOutputStream table = new ByteArrayOutputStream();
        final Int2IntOpenCustomHashMap units = Salted.intToInt();
        int lastLine;

        Code(int id, String function, String file, int firstLine) {
            this.id = id;
            this.function = function;
            this.file = file;
            this.firstLine = firstLine;
            lastLine = firstLine;
        }
    }

    private final int pythonVersion;
    private final TextNumbers texts = new TextNumbers();
    /** By the numbers of function and file: the last code object of it, plus 1. */
    private final Long2IntOpenCustomHashMap byPlace = Salted.longToInt();

    private final List<Code> codes = new ArrayList<>();

    /** @param pythonVersion whose format of tables is used, as in Python's hexversion */
    CollapsedCode(int pythonVersion) {
        this.pythonVersion = pythonVersion >>> 16;
    }

    /** Where a frame is: a code object and an instruction offset. */
    record Instruction(int codeObject, int offset) {}

    /** The instruction of a frame, made if it is new. */
    Instruction add(String function, String file, int line) {
        long place = (long) texts.add(function) << Integer.SIZE | texts.add(file);
        int last = byPlace.get(place);
        Code code = last == 0 ? null : codes.get(last - 1);
        if (code == null || (line != 0 && Math.abs((long) line - code.lastLine) > FURTHEST)) {
            code = new Code(codes.size(), function, file, line);
            codes.add(code);
            byPlace.put(place, codes.size());
        }
        if (line == 0) {
            return new Instruction(code.id, NO_LINE);
        }
        int next = code.units.size();
        int known = code.units.putIfAbsent(line, next + 1);
        int unit = known == 0 ? next : known - 1;
        if (known == 0) {
            entry(code, line - code.lastLine);
            code.lastLine = line;
        }
        return new Instruction(code.id, pythonVersion == PYTHON_3_10 ? unit : 2 * unit);
    }

    private void entry(Code code, int lines) {
        if (pythonVersion >= PYTHON_3_11) {
            code.table.write(LINE_ONLY);
            int rest = (Math.abs(lines) << 1) | (lines < 0 ? 1 : 0);
            for (; rest >= 64; rest >>>= 6) {
                code.table.write((rest & 63) | 64);
            }
            code.table.write(rest);
            return;
        }
        // pairs of bytes and lines; steps of 127 lines fit a signed byte and are not the mark of 3.10
        boolean old = pythonVersion < PYTHON_3_10;
        int left = lines;
        if (old) {
            pair(code, code.units.size() == 1 ? 0 : 2, step(left));
            left -= step(left);
        }
        while (left != step(left)) {
            pair(code, 0, step(left));
            left -= step(left);
        }
        if (!old) {
            pair(code, 2, left);
        } else if (left != 0) {
            pair(code, 0, left);
        }
    }

    private static int step(int lines) {
        return Math.max(-Byte.MAX_VALUE, Math.min(Byte.MAX_VALUE, lines));
    }

    private static void pair(Code code, int bytes, int lines) {
        code.table.write(bytes);
        code.table.write(lines);
    }

    /** Tells the code objects, by number from 0. */
    void write(AggregatedSink sink) {
        for (Code code : codes) {
            sink.codeObject(code.id, code.function, code.file, code.firstLine, code.table.toByteArray());
        }
    }
}
