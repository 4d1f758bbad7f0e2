package dev.heapcrest.aggregate;

import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.longs.Long2LongOpenCustomHashMap;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Live allocations by address: size and location of each, packed in 64 bits (bigger sizes are kept aside).
 *
 * <p><b>By pages.</b> A page is the 64 addresses of one KiB that are aligned to 16 bytes, as malloc's are; rotating the
 * low bits to the top gives unaligned addresses pages of their own. A hash table with open addressing has 16 bytes for
 * each page: a page with one live allocation holds its address and its value there, one with more refers to a block with
 * a bitmap and the values in order of their addresses. Neighbouring addresses, which programs allocate and free in runs,
 * so share cache lines, and dense pages take little more than 8 bytes a value.
 *
 * <p><b>Growth in place.</b> The hash of a page is scaled to the number of slots, so it grows in proportion when slots are
 * added: the table is moved front to back, chunk by chunk, and each chunk that has been emptied is used again for the new
 * table. There are never two tables in memory, and more than 2^30 entries fit.
 *
 * <p>Heap, growth included: 21 to 28 bytes a page (16 a slot, 3/4 to 0.57 of the slots filled) and, for pages with two
 * and more live allocations, a block of 8 (n + 1) bytes with room for n = 3, 7, 15, 23, 31, 47 or 64. So 21 to 28 bytes
 * for one that is alone in its page, 26 to 30 for each of two, 10 to 14 for each of 20. Blocks of all sizes that a page
 * grew through wait for other pages: if all pages grow at once, one after the other, it is 34 at most. The multiplier of
 * the hash is drawn at random, so that no capture can be crafted to collide.
 *
 * <p>{@link DatedAllocations} keeps a birth beside each value. It hears of each move by methods that do nothing here:
 * as long as it is not loaded, they cost nothing. Not thread-safe.
 */
class LiveAllocations {
    /** Chunks of 4 MiB. */
    static final int DEFAULT_CHUNK_BITS = 18;

    static final int ALIGNMENT_BITS = 4;
    static final int PAGE_BITS = 6;
    /** Following pages share a group of slots, a cache line. */
    private static final int GROUP_BITS = 2;

    private static final int GROUP_MASK = (1 << GROUP_BITS) - 1;

    static final long BIG = 0xFFFF_FFFFL;

    private final long multiplier = Multipliers.random();
    private final int chunkBits;
    private final int chunkMask;
    /** Longs of a slot: two, and those that a subclass keeps at the end of a chunk. */
    private final int slotLongs;
    /**
     * Slots of two longs. A value (above 0) follows its rotated address; a block (below 0) follows any rotated
     * address of its page; 0 = free slot.
     */
    long[][] chunks;
    /** Slots in all; a multiple of the slots of a group, and of a chunk as soon as there is more than one. */
    private long capacity;

    private long pages;
    private long pageLimit;
    final ValueBlocks blocks;

    private long size;
    /** Sizes of 2^32 - 1 bytes and more, by address. */
    final Long2LongOpenCustomHashMap bigSizes = Salted.longToLong();

    private long foundBigSize;

    LiveAllocations() {
        this(DEFAULT_CHUNK_BITS);
    }

    /** @param chunkBits log2 of the slots in a chunk; small ones make growth testable */
    LiveAllocations(int chunkBits) {
        this(chunkBits, 2, new ValueBlocks());
    }

    /** For a subclass that keeps more beside each value. */
    LiveAllocations(int chunkBits, int slotLongs, ValueBlocks blocks) {
        this.chunkBits = chunkBits;
        this.slotLongs = slotLongs;
        this.blocks = blocks;
        chunkMask = (1 << chunkBits) - 1;
        chunks = new long[][] {new long[slotLongs << Math.min(10, chunkBits)]};
        capacity = 1L << Math.min(10, chunkBits);
        pageLimit = capacity / 4 * 3;
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
        if (old == 0) {
            size++;
        } else {
            old = found(address, old);
        }
        if (big) {
            bigSizes.put(address, sizeBytes);
        }
        return old;
    }

    private long put(long address, long packed) {
        long key = Long.rotateRight(address, ALIGNMENT_BITS);
        long slot = home(key);
        while (true) {
            long[] chunk = chunks[(int) (slot >>> chunkBits)];
            int at = ((int) slot & chunkMask) << 1;
            long there = chunk[at + 1];
            if (there == 0) {
                chunk[at] = key;
                chunk[at + 1] = packed;
                cameToSlot(chunk, at);
                if (++pages > pageLimit) {
                    grow();
                }
                return 0;
            }
            if ((chunk[at] ^ key) >>> PAGE_BITS == 0) {
                if (there < 0) {
                    return putInBlock(chunk, at, there, key, packed);
                }
                if (chunk[at] == key) {
                    leavesSlot(chunk, at);
                    chunk[at + 1] = packed;
                    cameToSlot(chunk, at);
                    return there;
                }
                pair(chunk, at, key, packed);
                return 0;
            }
            slot = next(slot);
        }
    }

    /** Makes a block of the value in a slot and another one. */
    private void pair(long[] chunk, int at, long otherKey, long otherValue) {
        long block = blocks.take(0);
        long[] words = blocks.chunk(block);
        int offset = ValueBlocks.offset(block);
        long key = chunk[at];
        boolean inOrder = Long.compareUnsigned(key, otherKey) < 0;
        int place = offset + (inOrder ? 1 : 2);
        int otherPlace = offset + (inOrder ? 2 : 1);
        words[offset] = 1L << key | 1L << otherKey;
        words[place] = chunk[at + 1];
        words[otherPlace] = otherValue;
        movedToBlock(chunk, at, words, place);
        cameToBlock(words, otherPlace);
        chunk[at + 1] = block;
    }

    private long putInBlock(long[] chunk, int at, long block, long key, long packed) {
        long[] words = blocks.chunk(block);
        int offset = ValueBlocks.offset(block);
        long bitmap = words[offset];
        long bit = 1L << key;
        int rank = Long.bitCount(bitmap & bit - 1);
        int place = offset + 1 + rank;
        if ((bitmap & bit) != 0) {
            long old = words[place];
            leavesBlock(words, place);
            words[place] = packed;
            cameToBlock(words, place);
            return old;
        }
        int count = Long.bitCount(bitmap);
        int kind = ValueBlocks.kind(block);
        if (count == ValueBlocks.capacity(kind)) {
            long bigger = blocks.take(kind + 1);
            long[] to = blocks.chunk(bigger);
            int toOffset = ValueBlocks.offset(bigger);
            // taking a block may have replaced the chunk
            words = blocks.chunk(block);
            copy(words, offset + 1, to, toOffset + 1, rank);
            copy(words, place, to, toOffset + 2 + rank, count - rank);
            blocks.give(block);
            chunk[at + 1] = bigger;
            words = to;
            place = toOffset + 1 + rank;
            offset = toOffset;
        } else {
            copy(words, place, words, place + 1, count - rank);
        }
        words[offset] = bitmap | bit;
        words[place] = packed;
        cameToBlock(words, place);
        return 0;
    }

    /**
     * Forgets what lives at an address.
     *
     * @return what lived there, for {@link #location} and {@link #sizeBytes}; 0 = nothing
     */
    long remove(long address) {
        long key = Long.rotateRight(address, ALIGNMENT_BITS);
        long slot = home(key);
        while (true) {
            long[] chunk = chunks[(int) (slot >>> chunkBits)];
            int at = ((int) slot & chunkMask) << 1;
            long there = chunk[at + 1];
            if (there == 0) {
                return 0;
            }
            if ((chunk[at] ^ key) >>> PAGE_BITS == 0) {
                long old = there;
                if (there < 0) {
                    old = removeFromBlock(chunk, at, there, key);
                } else if (chunk[at] == key) {
                    leavesSlot(chunk, at);
                    close(slot, chunk, at);
                    pages--;
                } else {
                    old = 0;
                }
                if (old == 0) {
                    return 0;
                }
                size--;
                return found(address, old);
            }
            slot = next(slot);
        }
    }

    private long removeFromBlock(long[] chunk, int at, long block, long key) {
        long[] words = blocks.chunk(block);
        int offset = ValueBlocks.offset(block);
        long bitmap = words[offset];
        long bit = 1L << key;
        if ((bitmap & bit) == 0) {
            return 0;
        }
        int rank = Long.bitCount(bitmap & bit - 1);
        int place = offset + 1 + rank;
        long old = words[place];
        leavesBlock(words, place);
        int left = Long.bitCount(bitmap) - 1;
        copy(words, place + 1, words, place, left - rank);
        bitmap ^= bit;
        words[offset] = bitmap;
        int kind = ValueBlocks.kind(block);
        if (left <= SHRINK[kind]) {
            shrink(chunk, at, block, kind, left);
        }
        return old;
    }

    /** Values at which a block is exchanged for a smaller one: not at once, or a value that comes and goes would copy. */
    private static final int[] SHRINK = {1, 2, 3, 7, 15, 23, 31};

    private void shrink(long[] chunk, int at, long block, int kind, int left) {
        long[] words = blocks.chunk(block);
        int offset = ValueBlocks.offset(block);
        if (kind == 0) {
            long page = chunk[at] & -1L << PAGE_BITS;
            chunk[at] = page | Long.numberOfTrailingZeros(words[offset]);
            chunk[at + 1] = words[offset + 1];
            movedToSlot(words, offset + 1, chunk, at);
        } else {
            long smaller = blocks.take(kind - 1);
            words = blocks.chunk(block);
            copy(words, offset, blocks.chunk(smaller), ValueBlocks.offset(smaller), left + 1);
            chunk[at + 1] = smaller;
        }
        blocks.give(block);
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
        long slot = home(Long.rotateRight(address, ALIGNMENT_BITS));
        long there = chunks[(int) (slot >>> chunkBits)][(((int) slot & chunkMask) << 1) + 1];
        // all ones for a value: the reference of no block; no branch, which would wait for the cache
        long block = there | ~(there >> 63);
        return blocks.chunk(block)[ValueBlocks.offset(block)];
    }

    /** Copies words of a block. */
    void copy(long[] from, int fromPlace, long[] to, int toPlace, int count) {
        System.arraycopy(from, fromPlace, to, toPlace, count);
    }

    /** The value that is put now is in a slot. */
    void cameToSlot(long[] chunk, int at) {}

    /** The value that is put now is in a block. */
    void cameToBlock(long[] words, int place) {}

    /** The value that {@link #put} or {@link #remove} finds is in a slot. */
    void leavesSlot(long[] chunk, int at) {}

    /** The value that {@link #put} or {@link #remove} finds is in a block. */
    void leavesBlock(long[] words, int place) {}

    /** What a slot had is in another one. */
    void moved(long[] chunk, int at, long[] toChunk, int toAt) {}

    /** The value of a slot is in a block. */
    void movedToBlock(long[] chunk, int at, long[] words, int place) {}

    /** The value of a block is in a slot. */
    void movedToSlot(long[] words, int place, long[] chunk, int at) {}

    /** The record that made what is put next. */
    void bornAt(long birth) {}

    /** The record that made what the last {@link #put} or {@link #remove} found; 0 where births are not kept. */
    long foundBirth() {
        return 0;
    }

    /** Moves later pages of the run into the gap where their probe sequence allows it (Knuth 6.4, algorithm R). */
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
                moved(chunk, at, gapChunk, gapAt);
                gap = slot;
                gapChunk = chunk;
                gapAt = at;
            }
        }
    }

    private long distance(long from, long to) {
        long distance = to - from;
        return distance < 0 ? distance + capacity : distance;
    }

    private long next(long slot) {
        long next = slot + 1;
        return next == capacity ? 0 : next;
    }

    /** Where the probe sequence of a page begins. */
    private long home(long key) {
        long hash = (key >>> (GROUP_BITS + PAGE_BITS)) * multiplier;
        // hash * groups / 2^64; multiplyHigh is signed, so one bit moves to the other factor
        long group = Math.multiplyHigh(hash >>> 1, capacity >>> (GROUP_BITS - 1));
        return group << GROUP_BITS | ((key >>> PAGE_BITS) & GROUP_MASK);
    }

    private void grow() {
        long[][] old = chunks;
        if (old.length == 1 && old[0].length < slotLongs << chunkBits) {
            chunks = new long[1][];
            capacity *= 2;
        } else {
            chunks = new long[old.length + Math.max(1, old.length * 3 / 10)][];
            capacity = (long) chunks.length << chunkBits;
        }
        pageLimit = capacity / 4 * 3;
        int chunkLongs = (int) (capacity / chunks.length) * slotLongs;
        ArrayDeque<long[]> emptied = new ArrayDeque<>();
        for (int i = 0; i < old.length; i++) {
            long[] from = old[i];
            old[i] = null;
            int end = from.length / slotLongs * 2;
            for (int at = 0; at < end; at += 2) {
                if (from[at + 1] != 0) {
                    move(from, at, chunkLongs, emptied);
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

    private void move(long[] from, int fromAt, int chunkLongs, ArrayDeque<long[]> emptied) {
        long key = from[fromAt];
        long slot = home(key);
        while (true) {
            long[] chunk = growingChunk((int) (slot >>> chunkBits), chunkLongs, emptied);
            int at = ((int) slot & chunkMask) << 1;
            if (chunk[at + 1] == 0) {
                chunk[at] = key;
                chunk[at + 1] = from[fromAt + 1];
                moved(from, fromAt, chunk, at);
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
