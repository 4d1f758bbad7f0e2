package heapcrest.aggregate;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Live allocations by address: size and location of each.
 *
 * <p>Open addressing with linear probing and backward-shift removal; address and value stand side by side, so an
 * operation costs one cache miss. The value packs the location (32 bits) and the size (32 bits; bigger sizes are kept
 * aside).
 *
 * <p><b>Neighbours stay neighbours.</b> Addresses of one KiB share a group of 64 slots, chosen by a hash, and keep their
 * order in it: programs allocate and free runs of neighbouring addresses, which then share cache lines and pages.
 *
 * <p><b>Growth in place.</b> A group's number is the hash scaled to the number of groups, so it grows in proportion when
 * groups are added: the table is moved front to back, chunk by chunk, and each chunk that has been emptied is used again
 * for the new table. There are never two tables in memory, and more than 2^30 entries fit.
 *
 * <p>16 bytes a slot, at most 3/4 of the slots filled. Above a million entries the table grows by 3/10: 21 to 28 bytes a
 * live allocation, growth included. The multiplier is drawn at random, so that no capture can be crafted to collide. Not
 * thread-safe.
 */
final class LiveAllocations {
    /** Chunks of 16 MiB: few enough that their headers, which bounds checks read, stay in the cache. */
    private static final int DEFAULT_CHUNK_BITS = 20;

    private static final int GROUP_BITS = 2;
    private static final int GROUP_MASK = (1 << GROUP_BITS) - 1;
    /** malloc aligns to 16 bytes; addresses that share 16 bytes differ in the hash's order only. */
    private static final int ALIGNMENT_BITS = 6;

    private static final long BIG = 0xFFFF_FFFFL;

    private final long multiplier = ThreadLocalRandom.current().nextLong() | 1;
    private final int chunkBits;
    private final int chunkMask;
    private long[][] chunks;
    /** Slots in all; a multiple of the slots of a group, and of a chunk as soon as there is more than one. */
    private long capacity;

    private long size;
    private long sizeLimit;
    /** Sizes of 2^32 - 1 bytes and more, by address. */
    private final Long2LongOpenHashMap bigSizes = new Long2LongOpenHashMap();

    private long foundBigSize;

    LiveAllocations() {
        this(DEFAULT_CHUNK_BITS);
    }

    /** @param chunkBits log2 of the slots in a chunk; small ones make growth testable */
    LiveAllocations(int chunkBits) {
        this.chunkBits = chunkBits;
        chunkMask = (1 << chunkBits) - 1;
        chunks = new long[][] {new long[2 << Math.min(10, chunkBits)]};
        capacity = 1L << Math.min(10, chunkBits);
        sizeLimit = capacity / 4 * 3;
    }

    long size() {
        return size;
    }

    /**
     * Sets what lives at an address.
     *
     * @param sizeBytes unsigned
     * @param location above 0
     * @return what lived there before, for {@link #location} and {@link #sizeBytes}; 0 = nothing
     */
    long put(long address, long sizeBytes, int location) {
        boolean big = isBig(sizeBytes);
        long old = put(address, (long) location << 32 | (big ? BIG : sizeBytes));
        if (big) {
            bigSizes.put(address, sizeBytes);
        }
        return old;
    }

    private long put(long address, long packed) {
        long slot = home(address);
        while (true) {
            long[] chunk = chunks[(int) (slot >>> chunkBits)];
            int at = ((int) slot & chunkMask) << 1;
            long old = chunk[at + 1];
            if (old == 0) {
                chunk[at] = address;
                chunk[at + 1] = packed;
                if (++size > sizeLimit) {
                    grow();
                }
                return 0;
            }
            if (chunk[at] == address) {
                chunk[at + 1] = packed;
                return found(address, old);
            }
            slot = next(slot);
        }
    }

    /**
     * Forgets what lives at an address.
     *
     * @return what lived there, for {@link #location} and {@link #sizeBytes}; 0 = nothing
     */
    long remove(long address) {
        long slot = home(address);
        while (true) {
            long[] chunk = chunks[(int) (slot >>> chunkBits)];
            int at = ((int) slot & chunkMask) << 1;
            long packed = chunk[at + 1];
            if (packed == 0) {
                return 0;
            }
            if (chunk[at] == address) {
                close(slot, chunk, at);
                size--;
                return found(address, packed);
            }
            slot = next(slot);
        }
    }

    private long found(long address, long packed) {
        if ((packed & BIG) == BIG) {
            foundBigSize = bigSizes.remove(address);
        }
        return packed;
    }

    /** Location of what {@link #put} or {@link #remove} found. */
    static int location(long found) {
        return (int) (found >>> 32);
    }

    /** Size of what the last {@link #put} or {@link #remove} found. */
    long sizeBytes(long found) {
        long sizeBytes = found & BIG;
        return sizeBytes == BIG ? foundBigSize : sizeBytes;
    }

    /** Whether {@link #put} keeps the size aside. */
    static boolean isBig(long sizeBytes) {
        return Long.compareUnsigned(sizeBytes, BIG) >= 0;
    }

    /** Reads where an address would be, so that it is in the cache soon; what is returned means nothing. */
    long touch(long address) {
        long slot = home(address);
        return chunks[(int) (slot >>> chunkBits)][((int) slot & chunkMask) << 1];
    }

    /** Moves later entries of the run into the gap where their probe sequence allows it (Knuth 6.4, algorithm R). */
    private void close(long from, long[] fromChunk, int fromAt) {
        long gap = from;
        long[] gapChunk = fromChunk;
        int gapAt = fromAt;
        long slot = from;
        while (true) {
            slot = next(slot);
            long[] chunk = chunks[(int) (slot >>> chunkBits)];
            int at = ((int) slot & chunkMask) << 1;
            if (chunk[at + 1] == 0) {
                gapChunk[gapAt + 1] = 0;
                return;
            }
            if (distance(home(chunk[at]), slot) >= distance(gap, slot)) {
                gapChunk[gapAt] = chunk[at];
                gapChunk[gapAt + 1] = chunk[at + 1];
                gap = slot;
                gapChunk = chunk;
                gapAt = at;
            }
        }
    }

    private long next(long slot) {
        long next = slot + 1;
        return next == capacity ? 0 : next;
    }

    private long distance(long from, long to) {
        long distance = to - from;
        return distance < 0 ? distance + capacity : distance;
    }

    /** Where the probe sequence of an address begins. */
    private long home(long address) {
        long page = address >>> (GROUP_BITS + ALIGNMENT_BITS);
        long hash = (page ^ (page >>> 32)) * multiplier;
        // hash * groups / 2^64; multiplyHigh is signed, so one bit moves to the other factor
        long group = Math.multiplyHigh(hash >>> 1, capacity >>> (GROUP_BITS - 1));
        return group << GROUP_BITS | ((address >>> ALIGNMENT_BITS) & GROUP_MASK);
    }

    private void grow() {
        long[][] old = chunks;
        if (old.length == 1 && old[0].length < 2 << chunkBits) {
            chunks = new long[1][];
            capacity *= 2;
        } else {
            chunks = new long[old.length + Math.max(1, old.length * 3 / 10)][];
            capacity = (long) chunks.length << chunkBits;
        }
        sizeLimit = capacity / 4 * 3;
        int chunkLongs = (int) (capacity / chunks.length) << 1;
        ArrayDeque<long[]> emptied = new ArrayDeque<>();
        for (int i = 0; i < old.length; i++) {
            long[] from = old[i];
            old[i] = null;
            for (int at = 0; at < from.length; at += 2) {
                if (from[at + 1] != 0) {
                    move(from[at], from[at + 1], chunkLongs, emptied);
                }
            }
            if (from.length == chunkLongs) {
                Arrays.fill(from, 0);
                emptied.add(from);
            }
        }
        for (int i = 0; i < chunks.length; i++) {
            growingChunk(i, chunkLongs, emptied);
        }
    }

    private void move(long address, long packed, int chunkLongs, ArrayDeque<long[]> emptied) {
        long slot = home(address);
        while (true) {
            long[] chunk = growingChunk((int) (slot >>> chunkBits), chunkLongs, emptied);
            int at = ((int) slot & chunkMask) << 1;
            if (chunk[at + 1] == 0) {
                chunk[at] = address;
                chunk[at + 1] = packed;
                return;
            }
            slot = next(slot);
        }
    }

    /** A chunk of the new table, made of an emptied one of the old where possible. */
    private long[] growingChunk(int number, int chunkLongs, ArrayDeque<long[]> emptied) {
        long[] chunk = chunks[number];
        if (chunk == null) {
            long[] reused = emptied.poll();
            chunk = reused != null ? reused : new long[chunkLongs];
            chunks[number] = chunk;
        }
        return chunk;
    }
}
