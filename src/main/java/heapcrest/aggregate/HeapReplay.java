package heapcrest.aggregate;

import heapcrest.stacks.AllocationSink;
import heapcrest.stacks.Locations;
import org.jspecify.annotations.Nullable;

/** Replays allocations and deallocations against the set of live memory. Not thread-safe. */
final class HeapReplay implements AllocationSink {
    private final Locations locations;
    private final LiveAllocations live = new LiveAllocations();
    private final LiveMappings mappings = new LiveMappings();
    private final HighWaterMark mark = new HighWaterMark();
    private final MemorySamples samples = new MemorySamples();
    private final @Nullable TemporaryAllocations temporary;
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
        mark.finish(records);
    }

    @Override
    public void allocation(long address, long sizeBytes, int location) {
        if (live.put(address, sizeBytes, location)) {
            mark.overwrite(live.foundLocation, live.foundSizeBytes);
        }
        mark.grow(records++, location, sizeBytes);
        if (temporary != null) {
            temporary.allocated(locations.thread(location), address, sizeBytes, location);
        }
    }

    @Override
    public void deallocation(long address, int threadIndex) {
        if (live.remove(address)) {
            mark.shrink(records, live.foundLocation, live.foundSizeBytes, 1);
        }
        records++;
        if (temporary != null) {
            temporary.freed(threadIndex, address);
        }
    }

    @Override
    public void mapping(long address, long sizeBytes, int location) {
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
        samples.add(epochMillis, residentBytes, mark.totalBytes());
    }
}
