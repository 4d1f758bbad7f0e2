package dev.heapcrest.stacks;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.Rule;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Interns frames by what a reader sees: (function, file, line). Header versions 12 and later push (code object,
 * instruction), which is several times finer; collapsing here keeps the stack tree small. 32 to 56 bytes a distinct
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
    private final long codeObjectIds;
    private final long mostCodeObjects;
    private final long mostFrames;
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
    /** First line of the code object; of several the smallest, 0 where none is known. */
    private final IntArrayList firstLines = new IntArrayList(new int[] {0});

    /** @param pythonVersion as in Python's hexversion; says how line tables are to be read */
    public Frames(int pythonVersion, Limits limits) {
        this.pythonVersion = pythonVersion;
        codeObjectIds = limits.of(Limit.CODE_OBJECT_IDS);
        mostCodeObjects = limits.of(Limit.CODE_OBJECTS);
        mostFrames = limits.of(Limit.FRAMES);
    }

    /**
     * A code object; if the id was defined before, another definition counts from now on.
     *
     * @param lineTable taken over
     * @throws CaptureDamage if the id is too high, or there would be too many
     */
    public void defineCode(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        if (Long.compareUnsigned(codeObjectId, codeObjectIds) >= 0) {
            throw new CaptureDamage(Rule.CODE_OBJECT_ID, codeObjectId, codeObjectIds);
        }
        CodeObject code = new CodeObject(function, file, firstLine, lineTable);
        int before = numbers.get((int) codeObjectId);
        if (before != 0 && code.same(codeObjects.get(before - 1))) {
            return;
        }
        if (codeObjects.size() == mostCodeObjects) {
            throw new CaptureDamage(Rule.CODE_OBJECTS, mostCodeObjects);
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
        if (definitions.containsKey(captureFrameId)) {
            throw new CaptureDamage(Rule.FRAME_REDEFINED, captureFrameId);
        }
        if (frameId == 0 || definitions.size() == mostFrames) {
            throw new CaptureDamage(Rule.FRAMES, mostFrames);
        }
        definitions.put(captureFrameId, frameId);
    }

    /**
     * Key of an instruction's frame.
     *
     * @throws CaptureDamage if the code object was not defined
     */
    long keyOfCode(long codeObjectId, int instructionOffset) {
        int number = codeObjectId >>> 31 == 0 ? numbers.get((int) codeObjectId) : 0;
        if (number == 0) {
            throw new CaptureDamage(Rule.CODE_OBJECT_UNDEFINED, codeObjectId);
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
            throw new CaptureDamage(Rule.FRAME_UNDEFINED, captureFrameId);
        }
        return frame;
    }

    /** Frame id of a key; 0 if there would be too many. */
    int frame(long key) {
        int number = (int) (key >>> 32);
        if (number == 0) {
            return (int) key;
        }
        int frame = byInstruction.get(key);
        return frame != 0 ? frame : internCode(key);
    }

    /**
     * Frame id of an instruction; 0 if there would be too many.
     *
     * @throws CaptureDamage if the code object was not defined
     */
    public int ofCode(long codeObjectId, int instructionOffset) {
        return frame(keyOfCode(codeObjectId, instructionOffset));
    }

    private int internCode(long key) {
        CodeObject code = codeObjects.get((int) (key >>> 32) - 1);
        int line = LineTable.line(pythonVersion, code.firstLine, code.lineTable, (int) key);
        int frame = intern(code.function, code.file, line);
        if (frame != 0) {
            int known = firstLines.getInt(frame);
            firstLines.set(frame, known == 0 ? code.firstLine : Math.min(known, code.firstLine));
        }
        if (frame != 0 && !byInstruction.full()) {
            byInstruction.add(key, frame);
        }
        return frame;
    }

    /** Frame id of what a reader sees, made if it is new; 0 if there would be too many. */
    public int intern(String function, String file, int line) {
        if (count() == mostFrames) {
            return known(function, file, line);
        }
        int functionId = stringId(function);
        int fileId = stringId(file);
        int place = numberOf(places, pair(functionId, fileId));
        int frame = numberOf(byPlaceAndLine, pair(place, line));
        if (frame == functions.size()) {
            functions.add(functionId);
            files.add(fileId);
            lines.add(line);
            firstLines.add(0);
        }
        return frame;
    }

    /** The same without making one. */
    private int known(String function, String file, int line) {
        if (!stringIds.containsKey(function) || !stringIds.containsKey(file)) {
            return 0;
        }
        int place = places.get(pair(stringIds.getInt(function), stringIds.getInt(file)));
        return place == 0 ? 0 : byPlaceAndLine.get(pair(place, line));
    }

    private static long pair(int upper, int lower) {
        return (long) upper << 32 | (lower & 0xFFFF_FFFFL);
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

    /** First line of a frame's code object; 0 where the capture does not tell. */
    public int firstLine(int frameId) {
        return firstLines.getInt(frameId);
    }

    /** Distinct strings so far; they count from 0. */
    public int stringCount() {
        return strings.size();
    }

    public String string(int number) {
        return strings.get(number);
    }
}
