package dev.heapcrest.aggregate;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.Rule;
import dev.heapcrest.stacks.AllocationSink;
import dev.heapcrest.stacks.StackSnapshots;
import dev.heapcrest.stacks.ThreadStack;
import org.jspecify.annotations.Nullable;

/**
 * Replays allocations and deallocations against the set of live memory, and tells a {@link Ledger} of them.
 *
 * <p>What is freed soon never leaves the {@link YoungAllocations}; it only moves the total. What concerns the live table
 * waits in {@link PendingChanges}. What the total may be meanwhile is in {@link MarkBound}. Not thread-safe.
 */
final class HeapReplay implements AllocationSink, YoungAllocations.Elders {
    /** No program has more; between two flushes come less than 2^47, so no sum overflows. */
    private static final long MOST_BYTES = 1L << 62;

    /** Live allocations whose table may no longer fit the second-level cache. */
    private static final long LARGE = 50_000;

    private final StackSnapshots snapshots;
    private final @Nullable TemporaryAllocations temporary;
    private final Ledger ledger;
    private final LiveMemory live;
    private final YoungAllocations young;
    private final PendingChanges pending = new PendingChanges();
    private final MarkBound bound;
    private final FreedSinceMark freedSinceMark;
    /** The ledger, where its mark is that of a bucket. */
    private final @Nullable BucketLedger buckets;

    private final MemorySamples samples = new MemorySamples();
    private final PeakMoment peakMoment = new PeakMoment();

    private final long largeFrom;
    /** Whether there were many live allocations. */
    private boolean large;
    /** Allocation records so far, deallocations included. */
    private long records;

    HeapReplay(StackSnapshots snapshots, @Nullable TemporaryAllocations temporary, Ledger ledger, Limits limits) {
        this(snapshots, temporary, ledger, limits, LARGE);
    }

    /** @param large live allocations from which on young ones get less room; a small number makes that testable */
    HeapReplay(
            StackSnapshots snapshots,
            @Nullable TemporaryAllocations temporary,
            Ledger ledger,
            Limits limits,
            long large) {
        this.snapshots = snapshots;
        this.temporary = temporary;
        this.ledger = ledger;
        largeFrom = large;
        young = new YoungAllocations(snapshots, this);
        bound = new MarkBound(ledger);
        buckets = ledger instanceof BucketLedger bucketLedger ? bucketLedger : null;
        if (ledger instanceof MemoryOverTime overTime) {
            live = new LiveMemory(ledger, limits, overTime.allocations());
            freedSinceMark = new FreedInBucket(overTime, young);
        } else {
            live = new LiveMemory(ledger, limits);
            freedSinceMark = new FreedSinceMark(ledger, young);
        }
    }

    MemorySamples samples() {
        return samples;
    }

    PeakMoment peakMoment() {
        return peakMoment;
    }

    void finish() {
        resolve();
        if (buckets != null) {
            buckets.finish(records, live);
        }
    }

    /** No location of the past is open any more. */
    private void resolve() {
        young.surviveAll();
        flush();
        freedSinceMark.resolve();
    }

    private void startRecord() {
        if (pending.full()) {
            flush();
            requireRoom();
            requirePossible(0);
            if (live.allocations() >= largeFrom && !large) {
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
        if (sizeBytes < 0 || sizeBytes > MOST_BYTES || ledger.totalBytes() > MOST_BYTES - sizeBytes) {
            throw new CaptureDamage(Rule.LIVE_BYTES, ledger.totalBytes(), sizeBytes);
        }
    }

    /** Makes room for an entry. */
    private void reserve() {
        if (pending.full()) {
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
            bound.changed(records, sizeBytes);
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
        live.put(address, sizeBytes, location, records, records);
        totalChanged(sizeBytes);
    }

    /** A record changes the total while nothing waits. */
    private void totalChanged(long bytes) {
        ledger.change(bytes);
        ledger.reached(records, ledger.totalBytes());
        settle();
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
                bound.changed(records, 0);
            }
        } else {
            young.absent(slot, address);
            pending.free(address, bound);
            bound.changed(records, 0);
        }
        records++;
    }

    private void youngFreed(long state, long birth) {
        if (birth <= bound.candidate()) {
            if (freedSinceMark.full()) {
                flush();
            }
            freedSinceMark.add(state, birth, records);
        }
        bound.changed(records, -YoungAllocations.sizeBytes(state));
    }

    @Override
    public void survived(long address, long sizeBytes, int location, long birth, long replacing) {
        reserve();
        pending.allocation(address, sizeBytes, location, birth, replacing);
    }

    @Override
    public void replaced(long address, long replacing) {
        reserve();
        pending.replaced(address, replacing);
    }

    private void flush() {
        if (large) {
            pending.readAhead(live);
        }
        pending.apply(live, ledger, bound);
        settle();
    }

    /** The ledger knows everything up to the next record. */
    private void settle() {
        bound.settle();
        freedSinceMark.settle();
    }

    @Override
    public void mapping(long address, long sizeBytes, ThreadStack stack, int allocator) {
        requireRoom();
        live.requireRoom();
        int location = snapshots.location(snapshot(stack), allocator);
        flush();
        requirePossible(sizeBytes);
        live.map(address, sizeBytes, location, records);
        totalChanged(sizeBytes);
        if (temporary != null) {
            temporary.allocated(stack.index(), address, sizeBytes, location);
        }
        records++;
    }

    @Override
    public void unmapping(long address, long sizeBytes, int threadIndex) {
        live.requireRoom();
        flush();
        if (temporary != null) {
            temporary.unmapped(threadIndex, address, sizeBytes);
        }
        live.unmap(address, sizeBytes);
        totalChanged(0);
        records++;
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        flush();
        samples.add(epochMillis, residentBytes, ledger.totalBytes());
        peakMoment.sampled(epochMillis, ledger.highestRecord());
        ledger.sampled(records, epochMillis);
        bound.settle();
        if (buckets != null && buckets.endsBucket(epochMillis)) {
            freedSinceMark.endBucket();
            buckets.endBucket(records);
            settle();
        }
    }
}
