package dev.heapcrest.capture;

import org.jspecify.annotations.Nullable;

/**
 * Some thousand calls of a {@link RecordSink} in arrays: what was decoded and not yet worked on. Reused, and never grows:
 * 100 KiB.
 *
 * <p>The first word of a call has its kind in the lowest three bits, a small number in the five after them, and a value in the
 * other 56. More words may follow, and up to three objects where it has texts. An allocation takes two words, a
 * deallocation, a frame pushed or popped one.
 */
final class RecordBlock {
    private static final int WORDS = 8192;

    /** Words of the call with the most, and those that tell the place of its record. */
    private static final int MOST_WORDS = 10;

    /** Texts are rare: those of the definitions of frames, mostly. */
    private static final int OBJECTS = 512;

    /** Objects of the call with the most, and the name of its record. */
    private static final int MOST_OBJECTS = 4;

    static final int KIND_MASK = 7;
    static final int NUMBER_SHIFT = 3;
    static final int NUMBER_MASK = 31;
    static final int VALUE_SHIFT = 8;

    /** Values beyond have a word of their own. */
    static final int VALUE_BITS = Long.SIZE - VALUE_SHIFT;

    /** Of the value of {@link #CODE_FRAME_PUSH}, those for the instruction; the others are for the code object. */
    static final int INSTRUCTION_BITS = Integer.SIZE;

    /** Others are rare: memray counts them up. */
    static final long LAST_CODE_OBJECT = (1L << (VALUE_BITS - INSTRUCTION_BITS)) - 1;

    /** Number: allocator. Value: address. A word: size. */
    static final int ALLOCATION = 0;
    /** The same, and a word: native frame. */
    static final int NATIVE_ALLOCATION = 1;
    /** Number: allocator. Value: address. */
    static final int DEALLOCATION = 2;
    /** Number: 1 for an entry frame. Value: code object and instruction. */
    static final int CODE_FRAME_PUSH = 3;
    /** Value: how many. */
    static final int FRAME_POP = 4;
    /** A word: thread. */
    static final int CONTEXT_SWITCH = 5;
    /** Number: one of those below, whose values are words. */
    static final int OTHER = 6;

    /** Frequent records follow. Offset of position 0, input bytes, records and allocation records so far. */
    static final int FREQUENT = 0;
    /** Before each call for a record of another kind. Its offset, and the same three; its name. */
    static final int RECORD = 1;
    /** A window was used up. Offset, and the same three. */
    static final int ADVANCED = 2;

    /** Allocator, address, size, native frame. */
    static final int ANY_ALLOCATION = 3;
    /** Allocator, address, size. */
    static final int ANY_DEALLOCATION = 4;
    /** Code object, instruction, 1 for an entry frame. */
    static final int ANY_CODE_FRAME_PUSH = 5;

    static final int ANY_FRAME_PUSH = 6;
    /** 1 if it was created, address, native frame. */
    static final int OBJECT = 7;

    static final int MEMORY = 8;
    static final int CODE_OBJECT = 9;
    static final int FRAME_DEFINITION = 10;
    static final int THREAD_NAME = 11;
    static final int NATIVE_FRAME = 12;
    static final int MEMORY_MAP_START = 13;
    static final int SEGMENT_HEADER = 14;
    static final int SEGMENT = 15;
    static final int TRAILER = 16;
    static final int ANY_FRAME_POP = 17;

    final long[] words = new long[WORDS];

    /** Beside the first word of a call: where its record begins, in the decoder's window. Only damage asks for it. */
    final int[] positions = new int[WORDS];

    final @Nullable Object[] objects = new @Nullable Object[OBJECTS];

    int wordCount;
    int objectCount;

    /** The first word of a call. */
    static long first(int kind, int number, long value) {
        return value << VALUE_SHIFT | (long) number << NUMBER_SHIFT | kind;
    }

    static long codeFramePush(long codeObjectId, int instruction, int entryFrame) {
        return first(CODE_FRAME_PUSH, entryFrame, codeObjectId << INSTRUCTION_BITS | (instruction & 0xFFFF_FFFFL));
    }

    /**
     * Memory that came, or a range that went.
     *
     * @param address of {@value #VALUE_BITS} bits
     * @return the word after it
     */
    int memory(int to, int allocator, long address, long sizeBytes, long nativeFrameId) {
        if (allocator == RecordStream.MUNMAP) {
            words[to] = first(OTHER, ANY_DEALLOCATION, 0);
            words[to + 1] = allocator;
            words[to + 2] = address;
            words[to + 3] = sizeBytes;
            return to + 4;
        }
        words[to + 1] = sizeBytes;
        if (nativeFrameId == 0) {
            words[to] = first(ALLOCATION, allocator, address);
            return to + 2;
        }
        words[to] = first(NATIVE_ALLOCATION, allocator, address);
        words[to + 2] = nativeFrameId;
        return to + 3;
    }

    /** A Python object that came to life or died. */
    int object(int to, boolean created, long address, long nativeFrameId) {
        words[to] = first(OTHER, OBJECT, 0);
        words[to + 1] = created ? 1 : 0;
        words[to + 2] = address;
        words[to + 3] = nativeFrameId;
        return to + 4;
    }

    /** Up to that many words there is room for any call, and for the place of its record. */
    int roomUpTo() {
        return WORDS - MOST_WORDS;
    }

    /** Whether there is no room for another call. */
    boolean full() {
        return wordCount > roomUpTo() || objectCount > OBJECTS - MOST_OBJECTS;
    }

    /** Forgets its calls; texts at once, so that they do not live on here. */
    void clear() {
        for (int index = 0; index < objectCount; index++) {
            objects[index] = null;
        }
        wordCount = 0;
        objectCount = 0;
    }

    void word(long value) {
        words[wordCount] = value;
        wordCount++;
    }

    void text(Object value) {
        objects[objectCount] = value;
        objectCount++;
    }
}
