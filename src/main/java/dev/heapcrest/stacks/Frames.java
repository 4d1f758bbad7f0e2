package dev.heapcrest.stacks;

import dev.heapcrest.capture.CaptureDamage;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Interns frames by what a reader sees: (function, file, line). Header versions 12 and later push (code object,
 * instruction), which is several times finer; collapsing here keeps the stack tree small. 28 to 50 bytes a distinct
 * frame, 30 to 60 bytes and the name of a distinct function, 24 to 48 bytes a distinct (code object, instruction).
 *
 * <p>Most frames are pushed and popped without anyone asking for their lines. So a push gets a key, which is checked and
 * costs no lookup in a table of that size; {@link #frame} interns it when a stack holds something. Not thread-safe.
 */
public final class Frames {
    private record CodeObject(String function, String file, int firstLine, byte[] lineTable) {
        boolean same(CodeObject other) {
            return firstLine == other.firstLine
                    && function.equals(other.function)
                    && file.equals(other.file)
                    && Arrays.equals(lineTable, other.lineTable);
        }
    }

    private final int pythonVersion;
    private final CodeObjectNumbers numbers = new CodeObjectNumbers();
    /** Code objects by number, from 1; a second definition of an id is another one. */
    private final ArrayList<CodeObject> codeObjects = new ArrayList<>();

    /** Key of an instruction to frame id. */
    private final LongToIntTable byInstruction = new LongToIntTable();

    /** Frame id by the capture's own. */
    private final Long2IntOpenHashMap definitions = new Long2IntOpenHashMap();

    private final Object2IntOpenHashMap<String> stringIds = new Object2IntOpenHashMap<>();
    private final ArrayList<String> strings = new ArrayList<>();
    /** (function, file) as string ids to a number from 1. */
    private final Long2IntOpenHashMap places = new Long2IntOpenHashMap();
    /** (place, line) to frame id. */
    private final Long2IntOpenHashMap byPlaceAndLine = new Long2IntOpenHashMap();

    private final IntArrayList functions = new IntArrayList(new int[] {0});
    private final IntArrayList files = new IntArrayList(new int[] {0});
    private final IntArrayList lines = new IntArrayList(new int[] {0});

    /** @param pythonVersion as in Python's hexversion; says how line tables are to be read */
    public Frames(int pythonVersion) {
        this.pythonVersion = pythonVersion;
    }

    /**
     * A code object; if the id was defined before, another definition counts from now on.
     *
     * @param lineTable taken over
     * @throws CaptureDamage if the id is 2^31 or more
     */
    public void defineCode(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        if (codeObjectId >>> 31 != 0) {
            throw new CaptureDamage("code object id " + Long.toUnsignedString(codeObjectId) + " is 2^31 or more");
        }
        CodeObject code = new CodeObject(function, file, firstLine, lineTable);
        int before = numbers.get((int) codeObjectId);
        if (before != 0 && code.same(codeObjects.get(before - 1))) {
            return;
        }
        codeObjects.add(code);
        numbers.set((int) codeObjectId, codeObjects.size());
    }

    /**
     * A frame with a fixed line, known by an id of the capture's own.
     *
     * @throws CaptureDamage if the id was defined before
     */
    public void define(long captureFrameId, String function, String file, int line) {
        define(captureFrameId, intern(function, file, line));
    }

    /**
     * A frame of this id, known by an id of the capture's own.
     *
     * @throws CaptureDamage if the capture's id was defined before
     */
    public void define(long captureFrameId, int frameId) {
        if (definitions.putIfAbsent(captureFrameId, frameId) != 0) {
            throw new CaptureDamage("frame " + Long.toUnsignedString(captureFrameId) + " is defined a second time");
        }
    }

    /**
     * Key of an instruction's frame.
     *
     * @throws CaptureDamage if the code object was not defined
     */
    long keyOfCode(long codeObjectId, int instructionOffset) {
        int number = codeObjectId >>> 31 == 0 ? numbers.get((int) codeObjectId) : 0;
        if (number == 0) {
            throw new CaptureDamage("code object " + Long.toUnsignedString(codeObjectId) + " was not defined before");
        }
        return (long) number << 32 | (instructionOffset & 0xFFFF_FFFFL);
    }

    /**
     * Frame id of a frame that the capture defined; it is its own key, too.
     *
     * @throws CaptureDamage if it did not
     */
    public int ofDefinition(long captureFrameId) {
        int frame = definitions.get(captureFrameId);
        if (frame == 0) {
            throw new CaptureDamage("frame " + Long.toUnsignedString(captureFrameId) + " was not defined before");
        }
        return frame;
    }

    /** Frame id of a key. */
    int frame(long key) {
        int number = (int) (key >>> 32);
        if (number == 0) {
            return (int) key;
        }
        int frame = byInstruction.get(key);
        return frame != 0 ? frame : internCode(key);
    }

    /**
     * Frame id of an instruction.
     *
     * @throws CaptureDamage if the code object was not defined, or there would be more than 2^30 frames
     */
    public int ofCode(long codeObjectId, int instructionOffset) {
        return frame(keyOfCode(codeObjectId, instructionOffset));
    }

    private int internCode(long key) {
        CodeObject code = codeObjects.get((int) (key >>> 32) - 1);
        int line = LineTable.line(pythonVersion, code.firstLine, code.lineTable, (int) key);
        int frame = intern(code.function, code.file, line);
        byInstruction.add(key, frame);
        return frame;
    }

    /**
     * Frame id of what a reader sees, made if it is new.
     *
     * @throws CaptureDamage if there would be more than 2^30
     */
    public int intern(String function, String file, int line) {
        int functionId = stringId(function);
        int fileId = stringId(file);
        int place = numberOf(places, (long) functionId << 32 | fileId);
        int frame = numberOf(byPlaceAndLine, (long) place << 32 | (line & 0xFFFF_FFFFL));
        if (frame == functions.size()) {
            if (frame == StackTree.FRAME_LIMIT) {
                throw new CaptureDamage("more than 2^30 distinct frames");
            }
            functions.add(functionId);
            files.add(fileId);
            lines.add(line);
        }
        return frame;
    }

    private static int numberOf(Long2IntOpenHashMap numbers, long key) {
        int next = numbers.size() + 1;
        int known = numbers.putIfAbsent(key, next);
        return known == 0 ? next : known;
    }

    private int stringId(String text) {
        int next = strings.size();
        int known = stringIds.getOrDefault(text, -1);
        if (known >= 0) {
            return known;
        }
        stringIds.put(text, next);
        strings.add(text);
        return next;
    }

    /** Distinct frames so far; ids are 1 to this. */
    public int count() {
        return functions.size() - 1;
    }

    /** String of a frame's function. */
    public int functionString(int frameId) {
        return functions.getInt(frameId);
    }

    /** String of a frame's file. */
    public int fileString(int frameId) {
        return files.getInt(frameId);
    }

    /** Line of a frame; 0 where the capture does not tell. */
    public int line(int frameId) {
        return lines.getInt(frameId);
    }

    /** Distinct strings so far; they count from 0. */
    public int stringCount() {
        return strings.size();
    }

    public String string(int number) {
        return strings.get(number);
    }
}
