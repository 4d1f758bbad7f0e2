package heapcrest.aggregate;

import heapcrest.stacks.AllocationSink;
import heapcrest.stacks.Locations;
import org.jspecify.annotations.Nullable;

/**
 * Replays allocations and deallocations against the set of live memory.
 *
 * <p>They wait in a batch: once the live table outgrows the cache, a first loop reads the slots of the whole batch, whose
 * cache misses then overlap, and a second does the work. Not thread-safe.
 */
final class HeapReplay implements AllocationSink {
    /** 16 bytes each: together with what they touch (two lines of 64 bytes each) well inside the second-level cache. */
    private static final int BATCH = 512;
    /**
     * Marks an allocation in the batch that the next record frees: 31 % (pylint) to 80 % (churn) of all frees. It costs
     * one look at the table instead of an insertion and a removal.
     */
    private static final long FREED_NEXT = Long.MIN_VALUE;
    /** Live allocations whose table no longer fits the second-level cache for certain. */
    private static final long TOUCH_FROM = 50_000;

    private final Locations locations;
    private final LiveAllocations live = new LiveAllocations();
    private final LiveMappings mappings = new LiveMappings();
    private final HighWaterMark mark = new HighWaterMark();
    private final MemorySamples samples = new MemorySamples();
    private final @Nullable TemporaryAllocations temporary;
    /** Address and packed (location, size) of each allocation that waits; packed 0 = a deallocation. */
    private final long[] batch = new long[2 * BATCH];

    private int batched;
    /** Keeps the reads ahead from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long touched;
    /** Allocation records so far, deallocations included. */
    private long records;

    HeapReplay(Locations locations, @Nullable TemporaryAllocations temporary) {
        this.locations = locations;
        this.temporary = temporary;
    }

    HighWaterMark mark() {
        return mark;
    }

    MemorySamples samples() {
        return samples;
    }

    void finish() {
        flush();
        mark.finish(records);
    }

    @Override
    public void allocation(long address, long sizeBytes, int location) {
        if (LiveAllocations.isBig(sizeBytes)) {
            flush();
            allocated(address, sizeBytes, location);
        } else {
            defer(address, (long) location << 32 | sizeBytes);
        }
        if (temporary != null) {
            temporary.allocated(locations.thread(location), address, sizeBytes, location);
        }
    }

    @Override
    public void deallocation(long address, int threadIndex) {
        int last = batched - 2;
        if (last >= 0 && batch[last] == address && batch[last + 1] > 0) {
            batch[last + 1] |= FREED_NEXT;
        } else {
            defer(address, 0);
        }
        if (temporary != null) {
            temporary.freed(threadIndex, address);
        }
    }

    private void defer(long address, long packed) {
        int at = batched;
        batch[at] = address;
        batch[at + 1] = packed;
        batched = at + 2;
        if (batched == batch.length) {
            flush();
        }
    }

    private void flush() {
        int end = batched;
        batched = 0;
        if (live.size() >= TOUCH_FROM) {
            long read = 0;
            for (int at = 0; at < end; at += 2) {
                read ^= live.touch(batch[at]);
            }
            touched = read;
        }
        for (int at = 0; at < end; at += 2) {
            long packed = batch[at + 1];
            if (packed == 0) {
                freed(batch[at]);
            } else if (packed > 0) {
                allocated(batch[at], packed & 0xFFFF_FFFFL, (int) (packed >>> 32));
            } else {
                passed(batch[at], packed & 0xFFFF_FFFFL, (int) (packed >>> 32) & Integer.MAX_VALUE);
            }
        }
    }

    /** Allocated and freed at once: only what lived at the address before changes the table. */
    private void passed(long address, long sizeBytes, int location) {
        overwritten(live.remove(address));
        mark.grow(records++, location, sizeBytes);
        mark.shrink(records++, location, sizeBytes, 1);
    }

    private void allocated(long address, long sizeBytes, int location) {
        overwritten(live.put(address, sizeBytes, location));
        mark.grow(records++, location, sizeBytes);
    }

    private void overwritten(long found) {
        if (found != 0) {
            mark.overwrite(LiveAllocations.location(found), live.sizeBytes(found));
        }
    }

    private void freed(long address) {
        long old = live.remove(address);
        if (old != 0) {
            mark.shrink(records, LiveAllocations.location(old), live.sizeBytes(old), 1);
        }
        records++;
    }

    @Override
    public void mapping(long address, long sizeBytes, int location) {
        flush();
        if (sizeBytes != 0) {
            mappings.add(address, sizeBytes, location);
            mark.grow(records, location, sizeBytes);
        }
        records++;
        if (temporary != null) {
            temporary.allocated(locations.thread(location), address, sizeBytes, location);
        }
    }

    @Override
    public void unmapping(long address, long sizeBytes, int threadIndex) {
        flush();
        if (sizeBytes != 0) {
            mappings.cut(
                    address,
                    sizeBytes,
                    (location, removedBytes, pieces) -> mark.shrink(records, location, removedBytes, 1 - pieces));
        }
        records++;
        if (temporary != null) {
            temporary.unmapped(threadIndex, address, sizeBytes);
        }
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        flush();
        samples.add(epochMillis, residentBytes, mark.totalBytes());
    }
}
