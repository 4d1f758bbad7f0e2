package heapcrest.stacks;

/**
 * Frame ids by (code object, instruction): the one lookup that every frame push makes.
 *
 * <p>Open addressing, keys and values side by side. Instructions of one code object begin near each other, in their own
 * order: code objects are few (thousands), their instructions that allocate are many and used together. 16 bytes a slot,
 * at most half of the slots filled: 32 to 64 bytes an entry. Not thread-safe.
 */
final class InstructionFrames {
    private static final int INITIAL_SLOTS = 1 << 10;
    /** 2^64 divided by the golden ratio: following code objects land far from each other (Knuth 6.4). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    /** About one instruction in four allocates or calls. */
    private static final int INSTRUCTIONS_PER_SLOT_BITS = 3;

    private long[] table;
    private int shift;
    private int size;

    InstructionFrames() {
        table = new long[2 * INITIAL_SLOTS];
        shift = Long.numberOfLeadingZeros(INITIAL_SLOTS - 1);
    }

    /**
     * The frame id; 0 if there is none.
     *
     * @param codeObjectId below 2^31
     */
    int get(int codeObjectId, int instructionOffset) {
        long[] slots = table;
        int mask = slots.length - 1;
        long key = key(codeObjectId, instructionOffset);
        int slot = slotOf(key, mask);
        while (true) {
            int frame = (int) slots[slot + 1];
            if (slots[slot] == key || frame == 0) {
                return frame;
            }
            slot = (slot + 2) & mask;
        }
    }

    /** Sets the frame id, above 0, of an instruction that has none. */
    void add(int codeObjectId, int instructionOffset, int frameId) {
        if (4L * size >= table.length) {
            grow();
        }
        place(key(codeObjectId, instructionOffset), frameId);
        size++;
    }

    private static long key(int codeObjectId, int instructionOffset) {
        return (long) codeObjectId << 32 | (instructionOffset & 0xFFFF_FFFFL);
    }

    private int slotOf(long key, int mask) {
        int first = (int) (((key >>> 32) * GOLDEN) >>> shift);
        return (first + ((int) key >>> INSTRUCTIONS_PER_SLOT_BITS)) << 1 & mask;
    }

    private void place(long key, int frameId) {
        int mask = table.length - 1;
        int slot = slotOf(key, mask);
        while (table[slot + 1] != 0) {
            slot = (slot + 2) & mask;
        }
        table[slot] = key;
        table[slot + 1] = frameId;
    }

    private void grow() {
        long[] old = table;
        if (old.length >= 1 << 30) {
            throw new IllegalStateException("more than 134 million distinct instructions");
        }
        table = new long[2 * old.length];
        shift--;
        for (int slot = 0; slot < old.length; slot += 2) {
            if (old[slot + 1] != 0) {
                place(old[slot], (int) old[slot + 1]);
            }
        }
    }
}
