package dev.heapcrest.stacks;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Hash table from long keys to ints above 0, insert only.
 *
 * <p>Key and value are side by side, so that a lookup costs one cache line; fastutil's maps keep two arrays and cost
 * two. 16 bytes a slot, at most two thirds of the slots filled: 24 to 48 bytes an entry, 72 while growing. A salt
 * is drawn at random, so that no capture can be crafted to collide. Not thread-safe.
 */
final class LongToIntTable {
    private static final int INITIAL_SLOTS = 1 << 10;
    /** Longs of the largest table: a power of two that an array can have. 357 million entries fit. */
    private static final int LONGEST = 1 << 30;

    /** Odd, with about half of their bits set; the first is 2^64 divided by the golden ratio. */
    private static final long FACTOR_1 = 0x9E37_79B9_7F4A_7C15L;

    private static final long FACTOR_2 = 0xD6E8_FEB8_6659_FD93L;

    private final long salt = ThreadLocalRandom.current().nextLong();
    private long[] table = new long[2 * INITIAL_SLOTS];
    private int shift = Long.numberOfLeadingZeros(INITIAL_SLOTS - 1);
    private int size;

    int size() {
        return size;
    }

    /** The value of a key; 0 if there is none. */
    int get(long key) {
        long[] slots = table;
        int mask = slots.length - 1;
        int slot = slotOf(key);
        while (true) {
            int value = (int) slots[slot + 1];
            if (slots[slot] == key || value == 0) {
                return value;
            }
            slot = slot + 2 & mask;
        }
    }

    /** Whether nothing can be added: two thirds of the slots of the largest table hold something. */
    boolean full() {
        return table.length == LONGEST && 3L * size >= LONGEST;
    }

    /** Sets the value of a key that is not there yet; must not be {@link #full}. */
    void add(long key, int value) {
        if (3L * size >= table.length) {
            grow();
        }
        place(key, value);
        size++;
    }

    /** Calls the visitor with each entry, in no order. */
    void forEach(Visitor visitor) {
        for (int slot = 0; slot < table.length; slot += 2) {
            if (table[slot + 1] != 0) {
                visitor.visit(table[slot], (int) table[slot + 1]);
            }
        }
    }

    /** Receives entries. */
    interface Visitor {
        void visit(long key, int value);
    }

    /** Mixes twice: with one multiplication, keys that count up collide in long runs under an unlucky factor. */
    private int slotOf(long key) {
        long hash = (key ^ salt) * FACTOR_1;
        hash = (hash ^ (hash >>> 32)) * FACTOR_2;
        return (int) (hash >>> shift) << 1;
    }

    private void place(long key, int value) {
        int mask = table.length - 1;
        int slot = slotOf(key);
        while (table[slot + 1] != 0) {
            slot = slot + 2 & mask;
        }
        table[slot] = key;
        table[slot + 1] = value;
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        shift--;
        for (int slot = 0; slot < old.length; slot += 2) {
            if (old[slot + 1] != 0) {
                place(old[slot], (int) old[slot + 1]);
            }
        }
    }
}
