package dev.heapcrest.aggregate;

import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Collects the memory timeline and thins it by memray's rule: with more than M samples every ceil(n / M)-th is kept.
 *
 * <p>n is known only at the end, and samples come every 10 ms (8.6 million a day). Up to {@link #LIMIT} samples (2.9
 * hours) the rule is kept exactly; beyond, every second sample is dropped whenever the limit is reached, so memory stays
 * below 24 MB and the final stride is rounded up to a multiple of a power of two. Not thread-safe.
 */
final class MemorySamples {
    static final int LIMIT = 1 << 20;

    private final LongArrayList millis = new LongArrayList();
    private final LongArrayList resident = new LongArrayList();
    private final LongArrayList heap = new LongArrayList();
    private long seen;
    /** Samples whose number is a multiple of this are kept; a power of two. */
    private long kept = 1;

    void add(long epochMillis, long residentBytes, long heapBytes) {
        if (seen++ % kept != 0) {
            return;
        }
        if (millis.size() == LIMIT) {
            kept *= 2;
            keepEvery(2);
            if ((seen - 1) % kept != 0) {
                return;
            }
        }
        millis.add(epochMillis);
        resident.add(residentBytes);
        heap.add(heapBytes);
    }

    /** Samples that were added, kept or not. */
    long seen() {
        return seen;
    }

    Profile.Timeline timeline(int maxRecords) {
        long stride = (seen + maxRecords - 1) / maxRecords;
        if (stride > kept) {
            keepEvery(Math.toIntExact((stride + kept - 1) / kept));
        }
        return new Profile.Timeline(
                LongColumn.of(millis.toLongArray()),
                LongColumn.of(resident.toLongArray()),
                LongColumn.of(heap.toLongArray()));
    }

    private void keepEvery(int stride) {
        for (LongArrayList column : new LongArrayList[] {millis, resident, heap}) {
            int size = 0;
            for (int i = 0; i < column.size(); i += stride) {
                column.set(size++, column.getLong(i));
            }
            column.size(size);
        }
    }
}
