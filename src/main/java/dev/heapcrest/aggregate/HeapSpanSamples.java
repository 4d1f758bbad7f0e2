package dev.heapcrest.aggregate;

import dev.heapcrest.profile.HeapSpans;
import dev.heapcrest.profile.LongColumn;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Collects the heap at memory samples and the highest heap before each. Of more than {@link HeapSpans#MOST_SAMPLES} every
 * second is dropped until they fit; the highest heap of a span that became longer is that of all its parts. At most twice
 * as many are kept meanwhile, 24 bytes each. Not thread-safe.
 */
final class HeapSpanSamples {
    private final LongArrayList millis = new LongArrayList();
    private final LongArrayList heap = new LongArrayList();
    private final LongArrayList highest = new LongArrayList();
    /** Samples whose number is a multiple of this are kept; a power of two. */
    private long stride = 1;

    private long seen;
    private long lastMillis;
    private long largestGapMillis;
    private boolean ascending = true;
    /** Highest of the samples that were dropped since the last kept one. */
    private long highestDropped;

    /** @param highestBytes since the sample before, both ends included */
    void add(long epochMillis, long heapBytes, long highestBytes) {
        if (seen > 0) {
            ascending &= epochMillis >= lastMillis;
            largestGapMillis = Math.max(largestGapMillis, epochMillis - lastMillis);
        }
        lastMillis = epochMillis;
        long highestSinceKept = Math.max(highestDropped, highestBytes);
        if (seen++ % stride != 0) {
            highestDropped = highestSinceKept;
            return;
        }
        highestDropped = 0;
        millis.add(epochMillis);
        heap.add(heapBytes);
        highest.add(highestSinceKept);
        if (millis.size() == 2 * HeapSpans.MOST_SAMPLES) {
            halve();
        }
    }

    /** Keeps samples 0, 2, 4, ... */
    private void halve() {
        int size = millis.size();
        int kept = 0;
        long dropped = 0;
        for (int i = 0; i < size; i++) {
            long highestSinceKept = Math.max(dropped, highest.getLong(i));
            if (i % 2 == 0) {
                millis.set(kept, millis.getLong(i));
                heap.set(kept, heap.getLong(i));
                highest.set(kept++, highestSinceKept);
                dropped = 0;
            } else {
                dropped = highestSinceKept;
            }
        }
        highestDropped = Math.max(highestDropped, dropped);
        for (LongArrayList column : new LongArrayList[] {millis, heap, highest}) {
            column.size(kept);
        }
        stride *= 2;
    }

    /** @param highestBytes since the last sample */
    HeapSpans spans(long highestBytes) {
        while (millis.size() > HeapSpans.MOST_SAMPLES) {
            halve();
        }
        highest.add(Math.max(highestDropped, highestBytes));
        return spans(LongColumn.of(highest.toLongArray()));
    }

    /** Where nobody knows what happened between samples. */
    HeapSpans spansOfSamplesOnly() {
        while (millis.size() > HeapSpans.MOST_SAMPLES) {
            halve();
        }
        return spans(LongColumn.of());
    }

    private HeapSpans spans(LongColumn highestColumn) {
        return new HeapSpans(
                LongColumn.of(millis.toLongArray()),
                LongColumn.of(heap.toLongArray()),
                highestColumn,
                lastMillis,
                largestGapMillis,
                ascending,
                stride);
    }
}
