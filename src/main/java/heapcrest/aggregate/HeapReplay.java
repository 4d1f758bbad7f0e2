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
    /** A small table is in the cache anyway; waiting would only cost. Only set when nothing waits. */
    private boolean deferring;

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
        if (deferring && !LiveAllocations.isBig(sizeBytes)) {
            defer(address, (long) location << 32 | sizeBytes);
        } else {
            flush();
            allocated(address, sizeBytes, location);
        }
        if (temporary != null) {
            temporary.allocated(locations.thread(location), address, sizeBytes, location);
        }
    }

    @Override
    public void deallocation(long address, int threadIndex) {
        if (deferring) {
            defer(address, 0);
        } else {
            freed(address);
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

    /** Does what waits, and decides whether what follows shall wait. */
    private void flush() {
        deferring = live.size() >= TOUCH_FROM;
        int end = batched;
        batched = 0;
        if (deferring) {
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
            } else {
                allocated(batch[at], packed & 0xFFFF_FFFFL, (int) (packed >>> 32));
            }
        }
    }

    private void allocated(long address, long sizeBytes, int location) {
        long old = live.put(address, sizeBytes, location);
        if (old != 0) {
            mark.overwrite(LiveAllocations.location(old), live.sizeBytes(old));
        }
        mark.grow(records++, location, sizeBytes);
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
