package dev.heapcrest.aggregate;

import java.util.Arrays;

/**
 * Blocks of long values in a few sizes, in chunks that are never copied. A block that is given back serves the next one
 * of its size.
 *
 * <p>A reference is negative and names place and size. The first word of a block belongs to its owner, too. Where asked
 * for, each word has a {@linkplain #twin twin}, in the other half of its array. Not thread-safe.
 */
final class ValueBlocks {
    /** Longs of a block: a bitmap and 3 to 64 values. */
    private static final int[] LENGTHS = {4, 8, 16, 24, 32, 48, 65};

    private static final int KIND_BITS = 3;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;
    /** Chunks of 2 MiB: few enough that their headers, which bounds checks read, stay in the cache. */
    private static final int CHUNK_BITS = 18;

    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;

    /** 2 with twins, else 1. */
    private final int words;

    private long[][] chunks;
    /** Where the next new block begins; 0 is no block. */
    private long end = 1;
    /** First free block of each size, whose first word refers to the next; 0 = none. */
    private final long[] free = new long[LENGTHS.length];

    ValueBlocks() {
        this(false);
    }

    /** @param twins whether words have twins; twice the memory */
    ValueBlocks(boolean twins) {
        words = twins ? 2 : 1;
        chunks = new long[][] {new long[words << 10]};
    }

    /** Where the twin of a word is, in the same array. */
    static int twin(long[] chunk, int place) {
        return (chunk.length >> 1) + place;
    }

    static int kind(long block) {
        return (int) ~block & KIND_MASK;
    }

    /** Values that fit a block, its first word aside. */
    static int capacity(int kind) {
        return LENGTHS[kind] - 1;
    }

    /** The array that holds a block. */
    long[] chunk(long block) {
        return chunks[(int) (~block >>> (CHUNK_BITS + KIND_BITS))];
    }

    /** Where in its array a block begins. */
    static int offset(long block) {
        return (int) (~block >>> KIND_BITS) & CHUNK_MASK;
    }

    /** A block with anything in it. */
    long take(int kind) {
        long block = free[kind];
        if (block != 0) {
            free[kind] = chunk(block)[offset(block)];
            return block;
        }
        int length = LENGTHS[kind];
        int offset = (int) end & CHUNK_MASK;
        if (offset + length > 1 << CHUNK_BITS) {
            end += (1 << CHUNK_BITS) - offset;
        }
        long index = end;
        end += length;
        makeRoom();
        return ~(index << KIND_BITS | kind);
    }

    private void makeRoom() {
        int last = (int) ((end - 1) >>> CHUNK_BITS);
        if (last == chunks.length) {
            chunks = Arrays.copyOf(chunks, last + 1);
            chunks[last] = new long[words << CHUNK_BITS];
        } else if (last == 0 && end > chunks[0].length / words) {
            // the first chunk starts small: most captures have few live allocations
            chunks[0] = doubled(chunks[0]);
        }
    }

    private long[] doubled(long[] chunk) {
        long[] doubled = Arrays.copyOf(chunk, 2 * chunk.length);
        if (words == 2) {
            int half = chunk.length / 2;
            System.arraycopy(chunk, half, doubled, chunk.length, half);
            Arrays.fill(doubled, half, chunk.length, 0);
        }
        return doubled;
    }

    void give(long block) {
        int kind = kind(block);
        chunk(block)[offset(block)] = free[kind];
        free[kind] = block;
    }
}
