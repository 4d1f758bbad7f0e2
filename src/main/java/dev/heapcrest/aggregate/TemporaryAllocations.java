package dev.heapcrest.aggregate;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Rule;
import dev.heapcrest.profile.View;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts allocations that their own thread gave back before it made more than T others
 * (docs/capture-format.md, section 13.4).
 *
 * <p>As in memray only the T + 1 most recent allocations of the freeing thread are looked at, newest first, and a match
 * stays in that list: the address, freed twice, counts twice. A free costs O(T). Not thread-safe.
 */
final class TemporaryAllocations extends SummedFigures {
    /** The most recent allocations of one thread, a ring that grows to T + 1. */
    private static final class Recent {
        final LongArrayList addresses = new LongArrayList();
        final LongArrayList sizes = new LongArrayList();
        final IntArrayList locations = new IntArrayList();
        /** Position of the next allocation once the ring is full. */
        int next;
    }

    private final int capacity;
    private final List<Recent> threads = new ArrayList<>();
    /** Sum of all locations: as long as it does not overflow, none of theirs does. */
    private long totalBytes;

    /** @param threshold T, at least 0 */
    TemporaryAllocations(int threshold) {
        super(View.temporary(threshold));
        capacity = threshold == Integer.MAX_VALUE ? threshold : threshold + 1;
    }

    void allocated(int threadIndex, long address, long sizeBytes, int location) {
        Recent recent = recent(threadIndex);
        if (recent.addresses.size() < capacity) {
            recent.addresses.add(address);
            recent.sizes.add(sizeBytes);
            recent.locations.add(location);
            return;
        }
        recent.addresses.set(recent.next, address);
        recent.sizes.set(recent.next, sizeBytes);
        recent.locations.set(recent.next, location);
        recent.next = recent.next + 1 == capacity ? 0 : recent.next + 1;
    }

    void freed(int threadIndex, long address) {
        find(threadIndex, address, false, 0);
    }

    void unmapped(int threadIndex, long address, long sizeBytes) {
        find(threadIndex, address, true, sizeBytes);
    }

    private void find(int threadIndex, long address, boolean sameSize, long sizeBytes) {
        Recent recent = recent(threadIndex);
        int size = recent.addresses.size();
        int at = recent.next;
        for (int i = 0; i < size; i++) {
            at = at == 0 ? size - 1 : at - 1;
            if (recent.addresses.getLong(at) == address && (!sameSize || recent.sizes.getLong(at) == sizeBytes)) {
                count(recent.locations.getInt(at), recent.sizes.getLong(at));
                return;
            }
        }
    }

    private void count(int location, long sizeBytes) {
        if (sizeBytes < 0 || totalBytes + sizeBytes < 0) {
            throw new CaptureDamage(Rule.TEMPORARY_BYTES, totalBytes, sizeBytes);
        }
        totalBytes += sizeBytes;
        add(location, sizeBytes, 1);
    }

    private Recent recent(int threadIndex) {
        while (threads.size() <= threadIndex) {
            threads.add(new Recent());
        }
        return threads.get(threadIndex);
    }
}
