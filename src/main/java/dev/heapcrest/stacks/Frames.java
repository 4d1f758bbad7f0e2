package dev.heapcrest.stacks;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.Rule;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;

/**
 * Interns frames by what a reader sees: (function, file, line). Header versions 12 and later push (code object,
 * instruction), which is several times finer; collapsing here keeps the stack tree small. 32 to 56 bytes a distinct
 * frame, 60 to 114 bytes and the name of a distinct function, 24 to 48 bytes a distinct (code object, instruction).
 *
 * <p>Most frames are pushed and popped without anyone asking for their lines. So a push gets a key, which is checked and
 * costs no lookup in a table of that size; {@link #frame} interns it when a stack holds something. Not thread-safe.
 *
 * <p>In captures with native stacks a frame that started no interpreter loop has {@link #INNER} beside its id, and the
 * native part of a location is a frame with {@link #NATIVE} on top of the Python ones: 32 to 56 bytes a distinct one.
 */
public final class Frames {
    private static final class CodeObject {
        final String function;
        final String file;
        final LineTable lines;
        /** (function, file), once a frame of this code object is interned; 0 before. */
        int place;

        CodeObject(String function, String file, LineTable lines) {
            this.function = function;
            this.file = file;
            this.lines = lines;
        }

        boolean same(CodeObject other) {
            return function.equals(other.function) && file.equals(other.file) && lines.same(other.lines);
        }
    }

    /**
     * Bit of a frame that runs in the interpreter loop of its caller (docs/capture-format.md, section 9). Ids are below,
     * but for the last one of the highest limit, 2^28, whose bit it is.
     */
    public static final int INNER = 1 << 28;

    /** Bit of what stands for a native stack; {@link #nativeStack} tells which. */
    public static final int NATIVE = 1 << 29;

    /** Beside the number of a code object in a key; {@link Limit#CODE_OBJECTS} leaves room. */
    private static final int INNER_CODE = 1 << 30;

    /** Sign of a key that stands for a native stack; its upper half is above -1, which snapshots need. */
    private static final long NATIVE_KEY = Long.MIN_VALUE;

    private final int pythonVersion;
    private final long codeObjectIds;
    private final long mostCodeObjects;
    private final long mostFrames;
    private final CodeObjectNumbers numbers = new CodeObjectNumbers();
    /** Code objects by number, from 1; a second definition of an id is another one. */
    private final ArrayList<CodeObject> codeObjects = new ArrayList<>();

    /** Key of an instruction to frame id. */
    private final LongToIntTable byInstruction = new LongToIntTable();

    /** Key of each native stack that was asked for, by its frame id without {@link #NATIVE}. */
    private final LongArrayList nativeKeys = new LongArrayList();

    /** Frame id by the capture's own. */
    private final LongToIntTable definitions = new LongToIntTable();

    private final TextNumbers strings = new TextNumbers();
    /** (function, file) as numbers of strings to a number from 1. */
    private final Long2IntOpenCustomHashMap places = Salted.longToInt();

    private final LongArrayList namesOfPlaces = new LongArrayList(new long[] {0});
    /** (place, line) to frame id. */
    private final Long2IntOpenCustomHashMap byPlaceAndLine = Salted.longToInt();

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
        CodeObject code = new CodeObject(function, file, new LineTable(pythonVersion, firstLine, lineTable));
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
        define(captureFrameId, function, file, line, false);
    }

    /**
     * The same.
     *
     * @param inner it started no interpreter loop, and somebody wants to know
     */
    public void define(long captureFrameId, String function, String file, int line, boolean inner) {
        int frame = intern(function, file, line);
        define(captureFrameId, frame == 0 || !inner ? frame : frame | INNER);
    }

    /**
     * A frame of this id, known by an id of the capture's own.
     *
     * @throws CaptureDamage if the capture's id was defined before
     */
    public void define(long captureFrameId, int frameId) {
        if (definitions.get(captureFrameId) != 0) {
            throw new CaptureDamage(Rule.FRAME_REDEFINED, captureFrameId);
        }
        if (frameId == 0 || definitions.size() == mostFrames) {
            throw new CaptureDamage(Rule.FRAMES, mostFrames);
        }
        definitions.add(captureFrameId, frameId);
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

    /** Key of the same frame where it started no interpreter loop. */
    static long inner(long keyOfCode) {
        return keyOfCode | (long) INNER_CODE << Integer.SIZE;
    }

    /** Key of a native stack, a number from {@link NativeStacks}; below 2^62. */
    static long keyOfNative(long nativeStack) {
        return NATIVE_KEY | nativeStack;
    }

    /** A frame id without its bits; it must not be {@link #NATIVE}. */
    public static int plain(int frameId) {
        return frameId == INNER ? frameId : frameId & ~INNER;
    }

    /** Whether a frame, which is not {@link #NATIVE}, runs in the interpreter loop of its caller. */
    public static boolean inner(int frameId) {
        return frameId > INNER;
    }

    /** Number of a native stack, by a frame id with {@link #NATIVE}. */
    public long nativeStack(int frameId) {
        return nativeKeys.getLong(frameId & ~NATIVE);
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

    /** Frame id of a native stack, a number from {@link NativeStacks}; 0 if there would be too many. */
    public int ofNative(long nativeStack) {
        return frame(keyOfNative(nativeStack));
    }

    /** Frame id of a key; 0 if there would be too many. */
    int frame(long key) {
        int number = (int) (key >>> 32);
        if (number == 0) {
            return (int) key;
        }
        int frame = byInstruction.get(key);
        return frame != 0 ? frame : key < 0 ? internNative(key) : internCode(key);
    }

    private int internNative(long key) {
        if (byInstruction.full() || nativeKeys.size() == NATIVE) {
            return 0;
        }
        int frame = NATIVE | nativeKeys.size();
        nativeKeys.add(key ^ NATIVE_KEY);
        byInstruction.add(key, frame);
        return frame;
    }

    /**
     * Frame id of an instruction; 0 if there would be too many.
     *
     * @throws CaptureDamage if the code object was not defined
     */
    public int ofCode(long codeObjectId, int instructionOffset) {
        return ofCode(codeObjectId, instructionOffset, false);
    }

    /**
     * The same.
     *
     * @param inner it started no interpreter loop, and somebody wants to know
     */
    public int ofCode(long codeObjectId, int instructionOffset, boolean inner) {
        long key = keyOfCode(codeObjectId, instructionOffset);
        return frame(inner ? inner(key) : key);
    }

    private int internCode(long key) {
        int number = (int) (key >>> Integer.SIZE);
        CodeObject code = codeObjects.get((number & ~INNER_CODE) - 1);
        if (code.place == 0 && count() < mostFrames) {
            code.place = placeOf(code.function, code.file);
        }
        int frame = code.place == 0 ? 0 : intern(code.place, code.lines.line((int) key));
        if (frame == 0) {
            return 0;
        }
        int first = code.lines.firstLine();
        int known = firstLines.getInt(frame);
        firstLines.set(frame, known == 0 ? first : Math.min(known, first));
        frame |= (number & INNER_CODE) != 0 ? INNER : 0;
        if (!byInstruction.full()) {
            byInstruction.add(key, frame);
        }
        return frame;
    }

    /** Frame id of what a reader sees, made if it is new; 0 if there would be too many. */
    public int intern(String function, String file, int line) {
        if (count() == mostFrames && (strings.find(function) < 0 || strings.find(file) < 0)) {
            return 0;
        }
        return intern(placeOf(function, file), line);
    }

    private int placeOf(String function, String file) {
        long names = pair(strings.add(function), strings.add(file));
        int place = places.get(names);
        if (place == 0) {
            place = places.size() + 1;
            places.put(names, place);
            namesOfPlaces.add(names);
        }
        return place;
    }

    private int intern(int place, int line) {
        long key = pair(place, line);
        int known = byPlaceAndLine.get(key);
        if (known != 0 || count() == mostFrames) {
            return known;
        }
        int frame = functions.size();
        byPlaceAndLine.put(key, frame);
        long names = namesOfPlaces.getLong(place);
        functions.add((int) (names >>> 32));
        files.add((int) names);
        lines.add(line);
        firstLines.add(0);
        return frame;
    }

    private static long pair(int upper, int lower) {
        return (long) upper << 32 | (lower & 0xFFFF_FFFFL);
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
        return strings.count();
    }

    public String string(int number) {
        return strings.text(number);
    }
}
