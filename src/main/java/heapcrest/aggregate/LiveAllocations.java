package heapcrest.aggregate;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Live allocations by address: size and location of each.
 *
 * <p>Open addressing with linear probing and backward-shift removal; address and value stand side by side, so an
 * operation costs one cache miss. The value packs the location (32 bits) and the size (32 bits; bigger sizes are kept
 * aside). 16 bytes a slot, between 1/3 and 2/3 filled: 24 to 48 bytes a live allocation. Not thread-safe.
 */
final class LiveAllocations {
    private static final int INITIAL_SLOTS = 1 << 10;
    private static final long BIG = 0xFFFF_FFFFL;

    private final long multiplier = ThreadLocalRandom.current().nextLong() | 1;
    private long[] table = new long[2 * INITIAL_SLOTS];
    private int shift = Long.numberOfLeadingZeros(INITIAL_SLOTS - 1);
    private int size;
    /** Sizes of 2^32 - 1 bytes and more, by address. */
    private final Long2LongOpenHashMap bigSizes = new Long2LongOpenHashMap();

    /** Location and size of what was found by the last {@link #put} or {@link #remove}. */
    int foundLocation;

    long foundSizeBytes;

    int size() {
        return size;
    }

    /**
     * Sets what lives at an address.
     *
     * @param location above 0
     * @return whether something lived there before; then see {@link #foundLocation} and {@link #foundSizeBytes}
     */
    boolean put(long address, long sizeBytes, int location) {
        if (3L * size >= table.length) {
            grow();
        }
        long packed = (long) location << 32 | (Long.compareUnsigned(sizeBytes, BIG) < 0 ? sizeBytes : BIG);
        long[] slots = table;
        int mask = slots.length - 1;
        int slot = slotOf(address);
        while (slots[slot + 1] != 0) {
            if (slots[slot] == address) {
                found(address, slots[slot + 1]);
                slots[slot + 1] = packed;
                keepBig(address, sizeBytes, packed);
                return true;
            }
            slot = slot + 2 & mask;
        }
        slots[slot] = address;
        slots[slot + 1] = packed;
        size++;
        keepBig(address, sizeBytes, packed);
        return false;
    }

    /** Forgets what lives at an address; whether anything did. */
    boolean remove(long address) {
        long[] slots = table;
        int mask = slots.length - 1;
        int slot = slotOf(address);
        while (true) {
            long packed = slots[slot + 1];
            if (packed == 0) {
                return false;
            }
            if (slots[slot] == address) {
                found(address, packed);
                close(slots, mask, slot);
                size--;
                return true;
            }
            slot = slot + 2 & mask;
        }
    }

    private void keepBig(long address, long sizeBytes, long packed) {
        if ((packed & BIG) == BIG) {
            bigSizes.put(address, sizeBytes);
        }
    }

    private void found(long address, long packed) {
        foundLocation = (int) (packed >>> 32);
        foundSizeBytes = packed & BIG;
        if (foundSizeBytes == BIG) {
            foundSizeBytes = bigSizes.remove(address);
        }
    }

    /** Moves later entries of the run into the gap where their probe sequence allows it (Knuth 6.4, algorithm R). */
    private void close(long[] slots, int mask, int from) {
        int gap = from;
        int slot = from;
        while (true) {
            slot = slot + 2 & mask;
            if (slots[slot + 1] == 0) {
                slots[gap + 1] = 0;
                return;
            }
            int home = slotOf(slots[slot]);
            if ((slot - home & mask) >= (slot - gap & mask)) {
                slots[gap] = slots[slot];
                slots[gap + 1] = slots[slot + 1];
                gap = slot;
            }
        }
    }

    private int slotOf(long address) {
        return (int) (((address ^ (address >>> 32)) * multiplier) >>> shift) << 1;
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        shift--;
        int mask = table.length - 1;
        for (int from = 0; from < old.length; from += 2) {
            if (old[from + 1] != 0) {
                int slot = slotOf(old[from]);
                while (table[slot + 1] != 0) {
                    slot = slot + 2 & mask;
                }
                table[slot] = old[from];
                table[slot + 1] = old[from + 1];
            }
        }
    }
}
