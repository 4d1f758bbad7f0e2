package dev.heapcrest.aggregate;

/**
 * Live allocations that know the record which made each, for memory over time. 8 bytes more a value in a block, and 8
 * more a slot. Not thread-safe.
 */
final class DatedAllocations extends LiveAllocations {
    private static final int SLOT_LONGS = 3;

    private long birth;
    private long found;

    DatedAllocations() {
        this(DEFAULT_CHUNK_BITS);
    }

    /** @param chunkBits log2 of the slots in a chunk; small ones make growth testable */
    DatedAllocations(int chunkBits) {
        super(chunkBits, SLOT_LONGS, new ValueBlocks(true));
    }

    /** Hears of a live allocation. */
    interface Visitor {
        void alive(int location, long birth, long sizeBytes);
    }

    /** Tells of every live allocation. */
    void forEach(Visitor visitor) {
        for (long[] chunk : chunks) {
            for (int at = 0; at < firstBirth(chunk); at += 2) {
                long there = chunk[at + 1];
                if (there > 0) {
                    visitor.alive(location(there), chunk[birthPlace(chunk, at)], sizeBytes(chunk[at], there));
                } else if (there < 0) {
                    forEach(chunk[at] & -1L << PAGE_BITS, there, visitor);
                }
            }
        }
    }

    private void forEach(long page, long block, Visitor visitor) {
        long[] words = blocks.chunk(block);
        int place = ValueBlocks.offset(block);
        for (long bitmap = words[place]; bitmap != 0; bitmap &= bitmap - 1) {
            place++;
            long value = words[place];
            long key = page | Long.numberOfTrailingZeros(bitmap);
            visitor.alive(location(value), words[ValueBlocks.twin(words, place)], sizeBytes(key, value));
        }
    }

    private long sizeBytes(long key, long packed) {
        long sizeBytes = packed & BIG;
        return sizeBytes == BIG ? bigSizes.get(Long.rotateLeft(key, ALIGNMENT_BITS)) : sizeBytes;
    }

    @Override
    void bornAt(long record) {
        birth = record;
    }

    @Override
    long foundBirth() {
        return found;
    }

    /** Births of a chunk's slots are after its slots. */
    private static int firstBirth(long[] chunk) {
        return chunk.length / SLOT_LONGS * 2;
    }

    private static int birthPlace(long[] chunk, int at) {
        return firstBirth(chunk) + (at >> 1);
    }

    @Override
    void cameToSlot(long[] chunk, int at) {
        chunk[birthPlace(chunk, at)] = birth;
    }

    @Override
    void leavesSlot(long[] chunk, int at) {
        found = chunk[birthPlace(chunk, at)];
    }

    @Override
    void cameToBlock(long[] words, int place) {
        words[ValueBlocks.twin(words, place)] = birth;
    }

    @Override
    void leavesBlock(long[] words, int place) {
        found = words[ValueBlocks.twin(words, place)];
    }

    @Override
    void moved(long[] chunk, int at, long[] toChunk, int toAt) {
        toChunk[birthPlace(toChunk, toAt)] = chunk[birthPlace(chunk, at)];
    }

    @Override
    void movedToBlock(long[] chunk, int at, long[] words, int place) {
        words[ValueBlocks.twin(words, place)] = chunk[birthPlace(chunk, at)];
    }

    @Override
    void movedToSlot(long[] words, int place, long[] chunk, int at) {
        chunk[birthPlace(chunk, at)] = words[ValueBlocks.twin(words, place)];
    }

    @Override
    void copy(long[] from, int fromPlace, long[] to, int toPlace, int count) {
        super.copy(from, fromPlace, to, toPlace, count);
        super.copy(from, ValueBlocks.twin(from, fromPlace), to, ValueBlocks.twin(to, toPlace), count);
    }
}
