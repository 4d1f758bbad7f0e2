package dev.heapcrest.aggregate;

import java.util.Arrays;

/**
 * Counts and bytes summed by lifetime: (location, half bucket of birth, half bucket of death). Entries are dense, in the
 * order in which they came, and a hash table with linear probing refers to them; so emptying takes time for entries, not
 * for room. 24 bytes an entry and 8 to 16 bytes of the table, half as much again while growing. Not thread-safe.
 */
final class LifetimeSums {
    /** Instead of a half bucket of death. */
    static final int NEVER = 0xFFFF;

    private static final int HALF_BITS = Short.SIZE;
    private static final int LOCATION_SHIFT = 2 * HALF_BITS;
    private static final int STRIDE = 3;
    private static final int KEY = 0;
    private static final int COUNT = 1;
    private static final int BYTES = 2;

    private final long multiplier = Multipliers.random();
    private long[] entries = new long[STRIDE << 6];
    private int size;
    /** Entry plus one by hash of the key; 0 = none. At most half full. */
    private int[] table = new int[1 << 7];

    private int shift = Long.SIZE - 7;
    /** Keeps the reads ahead from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    /** @param died {@link #NEVER}, or above {@code born} */
    static long key(int location, int born, int died) {
        return ((long) location << LOCATION_SHIFT) | ((long) born << HALF_BITS) | died;
    }

    static int location(long key) {
        return (int) (key >>> LOCATION_SHIFT);
    }

    static int born(long key) {
        return (int) key >>> HALF_BITS;
    }

    static int died(long key) {
        return (int) key & NEVER;
    }

    int size() {
        return size;
    }

    long key(int entry) {
        return entries[entry * STRIDE + KEY];
    }

    long count(int entry) {
        return entries[entry * STRIDE + COUNT];
    }

    long bytes(int entry) {
        return entries[entry * STRIDE + BYTES];
    }

    void add(long key, long count, long bytes) {
        int slot = slot(key);
        while (true) {
            int at = (table[slot] - 1) * STRIDE;
            if (at < 0) {
                append(slot, key, count, bytes);
                return;
            }
            if (entries[at + KEY] == key) {
                entries[at + COUNT] += count;
                entries[at + BYTES] += bytes;
                return;
            }
            slot = next(slot);
        }
    }

    /**
     * Adds one allocation to each of several keys. A first loop reads where each would be, so that the cache misses
     * overlap; one after the other they took a tenth of the time of a capture with two million live allocations.
     *
     * @param keysAndBytes a key, then its bytes, and so on
     * @param end of what is used
     */
    void addEach(long[] keysAndBytes, int end) {
        int last = 0;
        for (int i = 0; i < end; i += 2) {
            int at = table[slot(keysAndBytes[i])];
            // an entry that is read is in the cache; 0 is none
            last ^= (int) entries[Math.max(0, at - 1) * STRIDE];
        }
        touched = last;
        for (int i = 0; i < end; i += 2) {
            add(keysAndBytes[i], 1, keysAndBytes[i + 1]);
        }
    }

    private int slot(long key) {
        return (int) (((key ^ (key >>> LOCATION_SHIFT)) * multiplier) >>> shift);
    }

    private int next(int slot) {
        return (slot + 1) & (table.length - 1);
    }

    private void append(int slot, long key, long count, long bytes) {
        append(key, count, bytes);
        table[slot] = size;
        if (size > table.length >> 1) {
            table = new int[table.length * 2];
            shift--;
            fillTable();
        }
    }

    /**
     * Adds an entry without looking for its key, which may then be there twice until {@link #renumber}. Neither {@link
     * #add} nor {@link #clear} may follow before that.
     */
    void append(long key, long count, long bytes) {
        int at = size * STRIDE;
        if (at == entries.length) {
            entries = Arrays.copyOf(entries, (size + (size >> 1)) * STRIDE);
        }
        entries[at + KEY] = key;
        entries[at + COUNT] = count;
        entries[at + BYTES] = bytes;
        size++;
    }

    private void fillTable() {
        for (int entry = 0; entry < size; entry++) {
            int slot = slot(key(entry));
            while (table[slot] != 0) {
                slot = next(slot);
            }
            table[slot] = entry + 1;
        }
    }

    void clear() {
        if (size > table.length >> 4) {
            Arrays.fill(table, 0);
        } else {
            for (int entry = 0; entry < size; entry++) {
                int slot = slot(key(entry));
                // others that were probed before may be gone by now
                while (table[slot] != entry + 1) {
                    slot = next(slot);
                }
                table[slot] = 0;
            }
        }
        size = 0;
    }

    /**
     * Gives half buckets new numbers, sums what has become one, and forgets what is born and gone in one half bucket.
     *
     * @param halves new number by old; never falls
     */
    void renumber(int[] halves) {
        int before = size;
        if (before > table.length >> 1) {
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(before);
            table = new int[2 << bits];
            shift = Long.SIZE - bits - 1;
        } else {
            Arrays.fill(table, 0);
        }
        size = 0;
        for (int entry = 0; entry < before; entry++) {
            long key = key(entry);
            int born = halves[born(key)];
            int died = died(key) == NEVER ? NEVER : halves[died(key)];
            if (born != died) {
                // entries are read before they are written: there are never more new ones than old ones
                add(key(location(key), born, died), count(entry), bytes(entry));
            }
        }
    }
}
