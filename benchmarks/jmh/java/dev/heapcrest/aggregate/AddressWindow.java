package dev.heapcrest.aggregate;

import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.Random;

/**
 * Addresses that come to life and die: at step k the addresses k to k + live - 1 of a ring of twice as many are live.
 *
 * <p>The ring is read from front to back, so the workload itself costs next to no cache misses; after a whole round the
 * live set is the one of the start.
 */
final class AddressWindow {
    final long[] ring;
    final int live;

    /**
     * @param live number of live addresses
     * @param shuffled unrelated addresses one after the other; otherwise neighbours, as a program that works through an
     *     arena makes them
     */
    AddressWindow(int live, boolean shuffled) {
        this.live = live;
        Random random = new Random(live);
        ring = new long[2 * live];
        long address = 0x7f3a_0000_0000L;
        for (int i = 0; i < ring.length; i++) {
            ring[i] = address;
            address += 16L * (1 + random.nextInt(8));
        }
        if (shuffled) {
            LongArrays.shuffle(ring, random);
        }
    }

    /** Size of the allocation at a place of the ring. */
    static long sizeBytes(int place) {
        return 16 + (place & 1023);
    }

    /** Location of the allocation at a place of the ring. */
    static int location(int place) {
        return 1 + (place & 0xFFFF);
    }
}
