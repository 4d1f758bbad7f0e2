package heapcrest.aggregate;

import heapcrest.stacks.AllocationSink;
import heapcrest.stacks.StackSnapshots;
import heapcrest.stacks.ThreadStack;
import org.jspecify.annotations.Nullable;

/**
 * Replays allocations and deallocations against the set of live memory.
 *
 * <p>What is freed soon never leaves the {@link YoungAllocations}; it only moves the total. Changes of the total and of
 * the rest wait in a batch: once the live table outgrows the cache, a first loop reads the slots of the whole batch, whose
 * cache misses then overlap, and a second does the work. Not thread-safe.
 */
final class HeapReplay implements AllocationSink, YoungAllocations.Elders {
    /** 24 bytes each: together with what they touch (two lines of 64 bytes each) inside the second-level cache. */
    private static final int BATCH = 1024;

    private static final int STRIDE = 3;
    /** In an entry: an address, a size or the state of a young allocation. */
    private static final int SUBJECT = 0;
    /** In an entry: one of the constants below, or location and size of what lives at the address from now on. */
    private static final int CHANGE = 1;
    /** In an entry: the record that made the allocation. */
    private static final int BIRTH = 2;

    /** A record that changes nothing. */
    private static final long NOTHING = 0;
    /** The total rises by a size. */
    private static final long RISE = 1;
    /** A young allocation is freed. */
    private static final long FALL = 2;
    /** An allocation, freed by the next record: 31 % (pylint) to 80 % (churn) of all frees. */
    private static final long RISE_AND_FALL = 3;
    /** From here on every record has an entry; so far the total changed by this, and the birth is the next record. */
    private static final long NEAR_MARK = 4;
    /** What lives at the address is freed. This and all that follow have an address. */
    private static final long FREE = 5;
    /** What may live at the address had been replaced by a young allocation. */
    private static final long REPLACED = 6;

    /** Most entries that one record makes. */
    private static final int MOST_ENTRIES = 4;
    /** A batch of so many may be done early, in order to know the total: its cache misses do overlap. */
    private static final int WORTH_DOING = 64 * STRIDE;

    /** Live allocations whose table may no longer fit the second-level cache. */
    private static final long LARGE = 50_000;

    private final StackSnapshots snapshots;
    private final LiveAllocations live = new LiveAllocations();
    private final LiveMappings mappings = new LiveMappings();
    private final HighWaterMark mark = new HighWaterMark();
    private final MemorySamples samples = new MemorySamples();
    private final @Nullable TemporaryAllocations temporary;
    private final YoungAllocations young;
    private final long[] batch = new long[STRIDE * BATCH];

    private final long largeFrom;
    private int batched;
    /** Whether there were many live allocations. */
    private boolean large;
    /** Records before the first of the batch. */
    private long batchRecord;
    /**
     * Whether the total is certainly lower than it once was. Then no record is at the mark, and changes of the total by
     * young allocations are only summed up.
     */
    private boolean below;
    /** Whether it was so at the start of the batch. */
    private boolean batchBelow;
    /** That sum since the last flush. */
    private long change;
    /** The least sum with which the total may be at the mark. */
    private long room;

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

    void finish() {
        resolve();
        mark.finish(records);
    }

    /** No location of the past is open any more. */
    private void resolve() {
        young.surviveAll();
        flush();
        freedSinceMark.resolve();
    }

    private void startRecord() {
        reserve();
        if (live.size() >= largeFrom && !large) {
            large = true;
            young.shrink();
        }
    }

    /** Makes room for what a record may defer. */
    private void reserve() {
        if (batched > (BATCH - MOST_ENTRIES) * STRIDE) {
            flush();
        }
    }

    private int snapshot(ThreadStack stack) {
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
            bigAllocation(address, sizeBytes, snapshots.location(snapshot, allocator));
        } else {
            startRecord();
            young.add(address, sizeBytes, snapshot, allocator, records);
            rise(sizeBytes);
        }
        if (temporary != null) {
            temporary.allocated(stack.index(), address, sizeBytes, snapshots.location(snapshot, allocator));
        }
        records++;
    }

    private void bigAllocation(long address, long sizeBytes, int location) {
        young.elsewhere(address);
        flush();
        mark.rise(records, sizeBytes);
        overwritten(live.put(address, sizeBytes, location), records);
        mark.allocated(records, location, sizeBytes);
        sync(records + 1);
    }

    private void rise(long sizeBytes) {
        if (below && change + sizeBytes >= room) {
            nearMark(sizeBytes);
        }
        if (below) {
            change += sizeBytes;
        } else {
            defer(sizeBytes, RISE, 0);
        }
    }

    /** The total may reach the mark, as far as is known before the frees in the batch. */
    private void nearMark(long sizeBytes) {
        if (batched >= WORTH_DOING) {
            flush();
        }
        if (below && change + sizeBytes >= room) {
            defer(change, NEAR_MARK, records);
            below = false;
            change = 0;
        }
    }

    @Override
    public void deallocation(long address, int threadIndex) {
        startRecord();
        int slot = young.slot(address);
        if (young.knows(slot, address)) {
            long state = young.state(slot);
            if (state != 0) {
                youngFreed(state, young.birth(slot));
                young.remove(slot);
            } else if (!below) {
                defer(0, NOTHING, 0);
            }
        } else {
            defer(address, FREE, 0);
            young.absent(slot, address);
        }
        records++;
        if (temporary != null) {
            temporary.freed(threadIndex, address);
        }
    }

    private void youngFreed(long state, long birth) {
        int last = batched - STRIDE;
        if (below) {
            change -= YoungAllocations.sizeBytes(state);
            freedSinceMark.add(state, birth);
        } else if (birth == records - 1 && last >= 0 && batch[last + CHANGE] == RISE) {
            batch[last + SUBJECT] = state;
            batch[last + CHANGE] = RISE_AND_FALL;
        } else {
            defer(state, FALL, birth);
        }
    }

    @Override
    public void survived(long address, long sizeBytes, int location, long birth) {
        reserve();
        defer(address, (long) location << 32 | sizeBytes, birth);
    }

    @Override
    public void replaced(long address, long birth) {
        defer(address, REPLACED, birth);
    }

    private void defer(long subject, long change, long birth) {
        int at = batched;
        batch[at + SUBJECT] = subject;
        batch[at + CHANGE] = change;
        batch[at + BIRTH] = birth;
        batched = at + STRIDE;
    }

    private void flush() {
        if (large) {
            touch();
        }
        long record = batchRecord;
        boolean atMark = !batchBelow;
        for (int at = 0; at < batched; at += STRIDE) {
            long subject = batch[at + SUBJECT];
            long change = batch[at + CHANGE];
            if (change == RISE) {
                mark.rise(record++, subject);
            } else if (change == RISE_AND_FALL) {
                mark.rise(record++, YoungAllocations.sizeBytes(subject));
                fall(record, subject, record - 1);
                record++;
            } else if (change == FALL) {
                fall(record++, subject, batch[at + BIRTH]);
            } else if (change == FREE) {
                free(record++, subject, atMark);
            } else if (change == NOTHING) {
                record++;
            } else if (change == NEAR_MARK) {
                mark.change(subject);
                record = batch[at + BIRTH];
                atMark = true;
            } else if (change == REPLACED) {
                overwritten(live.remove(subject), batch[at + BIRTH]);
            } else {
                long birth = batch[at + BIRTH];
                long sizeBytes = change & 0xFFFF_FFFFL;
                int location = (int) (change >>> 32);
                overwritten(live.put(subject, sizeBytes, location), birth);
                mark.allocated(birth, location, sizeBytes);
            }
        }
        batched = 0;
        mark.change(this.change);
        sync(records);
    }

    /** The mark knows everything up to a record. */
    private void sync(long nextRecord) {
        batchRecord = nextRecord;
        change = 0;
        below = mark.below();
        batchBelow = below;
        room = mark.peakBytes() - mark.totalBytes();
    }

    private void touch() {
        long read = 0;
        for (int at = 0; at < batched; at += STRIDE) {
            if (batch[at + CHANGE] >= FREE) {
                read ^= live.touch(batch[at + SUBJECT]);
            }
        }
        touched = read;
    }

    private void fall(long record, long state, long birth) {
        mark.fall(record, YoungAllocations.sizeBytes(state));
        freedSinceMark.add(state, birth);
    }

    private void overwritten(long found, long otherBirth) {
        if (found != 0) {
            mark.overwritten(otherBirth, LiveAllocations.location(found), live.sizeBytes(found));
        }
    }

    private void free(long record, long address, boolean atMark) {
        long old = live.remove(address);
        if (old != 0) {
            long sizeBytes = live.sizeBytes(old);
            if (atMark) {
                mark.fall(record, sizeBytes);
            } else {
                mark.change(-sizeBytes);
            }
            mark.freed(LiveAllocations.location(old), sizeBytes, 1);
        }
    }

    @Override
    public void mapping(long address, long sizeBytes, ThreadStack stack, int allocator) {
        int location = snapshots.location(snapshot(stack), allocator);
        flush();
        if (sizeBytes != 0) {
            mappings.add(address, sizeBytes, location);
            mark.rise(records, sizeBytes);
            mark.allocated(records, location, sizeBytes);
        }
        if (temporary != null) {
            temporary.allocated(stack.index(), address, sizeBytes, location);
        }
        records++;
        sync(records);
    }

    @Override
    public void unmapping(long address, long sizeBytes, int threadIndex) {
        flush();
        if (sizeBytes != 0) {
            // what several cuts leave is one total: after a wrap-around each alone might reach the mark
            mark.leavePeak(records);
            mappings.cut(address, sizeBytes, (location, removedBytes, pieces) -> {
                mark.change(-removedBytes);
                mark.freed(location, removedBytes, 1 - pieces);
            });
        }
        if (temporary != null) {
            temporary.unmapped(threadIndex, address, sizeBytes);
        }
        records++;
        sync(records);
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        flush();
        samples.add(epochMillis, residentBytes, mark.totalBytes());
    }
}
