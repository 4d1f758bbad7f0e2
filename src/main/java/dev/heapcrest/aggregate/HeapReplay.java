package dev.heapcrest.aggregate;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Rule;
import dev.heapcrest.stacks.AllocationSink;
import dev.heapcrest.stacks.StackSnapshots;
import dev.heapcrest.stacks.ThreadStack;
import org.jspecify.annotations.Nullable;

/**
 * Replays allocations and deallocations against the set of live memory.
 *
 * <p>What is freed soon never leaves the {@link YoungAllocations}; it only moves the total. What concerns the live table
 * waits in a batch: once the table outgrows the cache, a first loop reads the slots of the whole batch, whose cache misses
 * then overlap, and a second does the work.
 *
 * <p><b>The mark without the table.</b> How much a free in the batch gives back is known only later. All other changes are
 * known at once; their sum is a bound that the true total never exceeds. Only a record whose bound reaches the old mark
 * can be the new one. Between two frees of the batch that is the last record with the highest bound: the first of the two
 * carries it and its bound. Not thread-safe.
 */
final class HeapReplay implements AllocationSink, YoungAllocations.Elders {
    /** 32 bytes each: together with what they touch (two lines of 64 bytes each) inside the second-level cache. */
    private static final int BATCH = 1024;

    private static final int STRIDE = 4;
    /** In an entry: an address. */
    private static final int ADDRESS = 0;
    /** In an entry: one of the constants below, or location and size of what lives at the address from now on. */
    private static final int CHANGE = 1;
    /** In an entry: the record that made the allocation. In a free: the record after it that may be the mark. */
    private static final int RECORD = 2;
    /** In a free: the bound at that record, relative to the total before the batch. */
    private static final int HIGH = 3;
    /** In other entries: the first record that replaced what the live table has at this address. */
    private static final int REPLACING = 3;

    /** What lives at the address is freed. */
    private static final long FREE = 0;
    /** What may live at the address had been replaced by young allocations, which are freed. */
    private static final long REPLACED = 1;

    /** Most entries that are made without asking for room. */
    private static final int MOST_ENTRIES = 2;
    /** A batch that is longer has no room. The first entry stands for the records before the first free. */
    private static final int FULL = (BATCH - MOST_ENTRIES) * STRIDE;
    /** No program has more; between two flushes come less than 2^47, so no sum overflows. */
    private static final long MOST_BYTES = 1L << 62;

    /** Live allocations whose table may no longer fit the second-level cache. */
    private static final long LARGE = 50_000;

    private final StackSnapshots snapshots;
    private final LiveAllocations live = new LiveAllocations();
    private final LiveMappings mappings = new LiveMappings();
    private final HighWaterMark mark = new HighWaterMark();
    private final MemorySamples samples = new MemorySamples();
    private final PeakMoment peakMoment = new PeakMoment();
    private final @Nullable TemporaryAllocations temporary;
    private final YoungAllocations young;
    private final long[] batch = new long[STRIDE * BATCH];

    private final long largeFrom;
    private int batched = STRIDE;
    /** Whether there were many live allocations. */
    private boolean large;
    /** The last free in the batch. */
    private int lastFree;
    /** By how much the total changed since the last flush, frees in the batch aside. */
    private long change;
    /** The least such change with which the total may be the highest so far. */
    private long high;
    /** The last record at which it may have been. */
    private long highRecord = -1;

    private final FreedSinceMark freedSinceMark;
    /** Keeps the reads ahead from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long touched;
    /** Allocation records so far, deallocations included. */
    private long records;

    HeapReplay(StackSnapshots snapshots, @Nullable TemporaryAllocations temporary) {
        this(snapshots, temporary, LARGE);
    }

    /** @param large live allocations from which on young ones get less room; a small number makes that testable */
    HeapReplay(StackSnapshots snapshots, @Nullable TemporaryAllocations temporary, long large) {
        this.largeFrom = large;
        this.snapshots = snapshots;
        this.temporary = temporary;
        young = new YoungAllocations(snapshots, this);
        freedSinceMark = new FreedSinceMark(mark, young);
    }

    HighWaterMark mark() {
        return mark;
    }

    MemorySamples samples() {
        return samples;
    }

    PeakMoment peakMoment() {
        return peakMoment;
    }

    void finish() {
        resolve();
    }

    /** No location of the past is open any more. */
    private void resolve() {
        young.surviveAll();
        flush();
        freedSinceMark.resolve();
    }

    private void startRecord() {
        if (batched > FULL) {
            flush();
            requireRoom();
            requirePossible(0);
            if (live.size() >= largeFrom && !large) {
                large = true;
                young.shrink();
            }
        }
    }

    /** Ends the reading, between two records, where a stack found no room. */
    private void requireRoom() {
        CaptureDamage limit = snapshots.limitReached();
        if (limit != null) {
            throw limit;
        }
    }

    /** Ends the reading before the total gets so high; nothing waits. */
    private void requirePossible(long sizeBytes) {
        if (sizeBytes < 0 || sizeBytes > MOST_BYTES || mark.totalBytes() > MOST_BYTES - sizeBytes) {
            throw new CaptureDamage(Rule.LIVE_BYTES, mark.totalBytes(), sizeBytes);
        }
    }

    /** Makes room for an entry. */
    private void reserve() {
        if (batched > FULL) {
            flush();
        }
    }

    private int snapshot(ThreadStack stack) {
        int last = stack.lastSnapshot();
        if (last >= 0) {
            return last;
        }
        if (stack.full()) {
            resolve();
            snapshots.clear();
        }
        return stack.snapshot();
    }

    @Override
    public void allocation(long address, long sizeBytes, ThreadStack stack, int allocator) {
        int snapshot = snapshot(stack);
        if (LiveAllocations.isBig(sizeBytes)) {
            requireRoom();
            bigAllocation(address, sizeBytes, snapshots.location(snapshot, allocator));
        } else {
            startRecord();
            young.add(address, sizeBytes, snapshot, allocator, records);
            changed(sizeBytes);
        }
        if (temporary != null) {
            temporary.allocated(stack.index(), address, sizeBytes, snapshots.location(snapshot, allocator));
        }
        records++;
    }

    private void bigAllocation(long address, long sizeBytes, int location) {
        flush();
        requirePossible(sizeBytes);
        young.elsewhere(address);
        flush();
        overwritten(live.put(address, sizeBytes, location), records);
        mark.allocated(records, location, sizeBytes);
        totalChanged(sizeBytes);
    }

    /** A record changes the total, or may do so later. */
    private void changed(long bytes) {
        change += bytes;
        if (change >= high) {
            high = change;
            highRecord = records;
        }
    }

    /** A record changes the total while nothing waits. */
    private void totalChanged(long bytes) {
        mark.change(bytes);
        mark.reached(records, mark.totalBytes());
        sync();
    }

    @Override
    public void deallocation(long address, int threadIndex) {
        startRecord();
        if (temporary != null) {
            temporary.freed(threadIndex, address);
        }
        int slot = young.slot(address);
        if (young.knows(slot, address)) {
            long state = young.state(slot);
            if (state < 0) {
                youngFreed(state, young.birth(slot));
                young.remove(slot);
            } else {
                changed(0);
            }
        } else {
            young.absent(slot, address);
            closeRun();
            lastFree = defer(address, FREE);
            changed(0);
        }
        records++;
    }

    private void youngFreed(long state, long birth) {
        if (birth <= highRecord) {
            if (freedSinceMark.full()) {
                flush();
            }
            freedSinceMark.add(state, birth, records);
        }
        changed(-YoungAllocations.sizeBytes(state));
    }

    /** The run of records since the last free ends. */
    private void closeRun() {
        batch[lastFree + RECORD] = highRecord;
        batch[lastFree + HIGH] = high;
    }

    @Override
    public void survived(long address, long sizeBytes, int location, long birth, long replacing) {
        reserve();
        int at = defer(address, (long) location << 32 | sizeBytes);
        batch[at + RECORD] = birth;
        batch[at + REPLACING] = replacing;
    }

    @Override
    public void replaced(long address, long replacing) {
        reserve();
        batch[defer(address, REPLACED) + REPLACING] = replacing;
    }

    private int defer(long address, long change) {
        int at = batched;
        batch[at + ADDRESS] = address;
        batch[at + CHANGE] = change;
        batched = at + STRIDE;
        return at;
    }

    private void flush() {
        closeRun();
        if (large) {
            touch();
        }
        long seenRecord = runReached(0, mark.peakRecord());
        for (int at = STRIDE; at < batched; at += STRIDE) {
            long address = batch[at + ADDRESS];
            long change = batch[at + CHANGE];
            if (change == FREE) {
                free(address);
                seenRecord = runReached(at, seenRecord);
            } else if (change == REPLACED) {
                overwritten(live.remove(address), batch[at + REPLACING]);
            } else {
                long birth = batch[at + RECORD];
                long sizeBytes = change & 0xFFFF_FFFFL;
                int location = (int) (change >>> 32);
                overwritten(live.put(address, sizeBytes, location), batch[at + REPLACING]);
                mark.allocated(birth, location, sizeBytes);
            }
        }
        mark.change(change);
        sync();
    }

    /** Tells the mark of the run that follows a free, before any location hears of what happened in it. */
    private long runReached(int free, long seenRecord) {
        long record = batch[free + RECORD];
        if (record != seenRecord) {
            mark.reached(record, mark.totalBytes() + batch[free + HIGH]);
        }
        return record;
    }

    /** The mark knows everything up to the next record. */
    private void sync() {
        freedSinceMark.settle();
        batched = STRIDE;
        lastFree = 0;
        change = 0;
        highRecord = mark.peakRecord();
        high = mark.peakBytes() - mark.totalBytes();
    }

    private void touch() {
        long read = 0;
        for (int at = STRIDE; at < batched; at += STRIDE) {
            read ^= live.touch(batch[at + ADDRESS]);
        }
        touched = read;
    }

    private void overwritten(long found, long otherBirth) {
        if (found != 0) {
            mark.overwritten(otherBirth, LiveAllocations.location(found), live.sizeBytes(found));
        }
    }

    private void free(long address) {
        long old = live.remove(address);
        if (old != 0) {
            long sizeBytes = live.sizeBytes(old);
            mark.change(-sizeBytes);
            mark.freed(LiveAllocations.location(old), sizeBytes, 1);
        }
    }

    @Override
    public void mapping(long address, long sizeBytes, ThreadStack stack, int allocator) {
        requireRoom();
        int location = snapshots.location(snapshot(stack), allocator);
        flush();
        requirePossible(sizeBytes);
        if (sizeBytes != 0) {
            mappings.add(address, sizeBytes, location);
            mark.allocated(records, location, sizeBytes);
        }
        totalChanged(sizeBytes);
        if (temporary != null) {
            temporary.allocated(stack.index(), address, sizeBytes, location);
        }
        records++;
    }

    @Override
    public void unmapping(long address, long sizeBytes, int threadIndex) {
        flush();
        if (temporary != null) {
            temporary.unmapped(threadIndex, address, sizeBytes);
        }
        if (sizeBytes != 0) {
            mappings.cut(address, sizeBytes, (location, removedBytes, pieces) -> {
                mark.change(-removedBytes);
                mark.freed(location, removedBytes, 1 - pieces);
            });
        }
        totalChanged(0);
        records++;
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        flush();
        samples.add(epochMillis, residentBytes, mark.totalBytes());
        peakMoment.sampled(epochMillis, mark.peakRecord());
    }
}
