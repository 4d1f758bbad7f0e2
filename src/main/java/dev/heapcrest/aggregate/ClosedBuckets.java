package dev.heapcrest.aggregate;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.LongColumn;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/**
 * Buckets that have ended, in the order of the capture, and those half buckets that are numbered by them. 56 bytes a
 * bucket. Not thread-safe.
 */
final class ClosedBuckets {
    /** The first record after the bucket. */
    final LongArrayList ends = new LongArrayList();

    final LongArrayList markRecords = new LongArrayList();
    final LongArrayList markBytes = new LongArrayList();
    final LongArrayList endBytes = new LongArrayList();
    final LongArrayList endMillis = new LongArrayList();
    /** Number of the memory record that ended it. */
    final LongArrayList boundaries = new LongArrayList();

    /** The bucket of the last record that was looked up: neighbours in memory were often made together. */
    private int found;

    private long foundStart;
    private long foundEnd;

    /** Which boundaries stay. */
    interface Kept {
        boolean kept(long boundary);
    }

    int count() {
        return ends.size();
    }

    void add(long end, long markRecord, long markBytesThere, long endBytesThere, long millis, long boundary) {
        ends.add(end);
        markRecords.add(markRecord);
        markBytes.add(markBytesThere);
        endBytes.add(endBytesThere);
        endMillis.add(millis);
        boundaries.add(boundary);
        forgetFound();
    }

    void removeLast() {
        for (LongArrayList column : lists()) {
            column.removeLong(column.size() - 1);
        }
        forgetFound();
    }

    /** The first record of a bucket, also of the open one, whose number is {@link #count}. */
    long start(int bucket) {
        return bucket == 0 ? 0 : ends.getLong(bucket - 1);
    }

    /** Half bucket of a record; one of the open bucket has that bucket's mark. */
    int half(long record, long openMark) {
        if (record < foundStart || record >= foundEnd) {
            find(record);
        }
        long mark = found == count() ? openMark : markRecords.getLong(found);
        return 2 * found + (record <= mark ? 0 : 1);
    }

    private void find(long record) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends.getLong(middle) <= record) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        found = low;
        foundStart = start(low);
        foundEnd = low == count() ? Long.MAX_VALUE : ends.getLong(low);
    }

    /** Buckets have changed. */
    private void forgetFound() {
        foundStart = 0;
        foundEnd = 0;
    }

    /**
     * Joins each bucket whose boundary goes with the next one. The last bucket must stay. The mark of joined buckets is the
     * larger one, the later one if equal; their half buckets up to that mark become the first half.
     *
     * @return new half bucket by old, those of the open bucket included
     */
    int[] keepOnly(Kept kept) {
        int[] halves = new int[2 * count() + 2];
        int joined = 0;
        int first = 0;
        for (int last = 0; last < count(); last++) {
            if (last < count() - 1 && !kept.kept(boundaries.getLong(last))) {
                continue;
            }
            int winner = winner(first, last);
            for (int i = first; i <= last; i++) {
                halves[2 * i] = 2 * joined + (i <= winner ? 0 : 1);
                halves[2 * i + 1] = 2 * joined + (i < winner ? 0 : 1);
            }
            markRecords.set(joined, markRecords.getLong(winner));
            markBytes.set(joined, markBytes.getLong(winner));
            for (LongArrayList column : new LongArrayList[] {ends, endBytes, endMillis, boundaries}) {
                column.set(joined, column.getLong(last));
            }
            joined++;
            first = last + 1;
        }
        halves[2 * count()] = 2 * joined;
        halves[2 * count() + 1] = 2 * joined + 1;
        for (LongArrayList column : lists()) {
            column.size(joined);
        }
        forgetFound();
        return halves;
    }

    private int winner(int first, int last) {
        int winner = first;
        for (int i = first; i <= last; i++) {
            if (markBytes.getLong(i) >= markBytes.getLong(winner)) {
                winner = i;
            }
        }
        return winner;
    }

    /** The bucket with the largest mark, the last one if equal; -1 where there is none. */
    int highest() {
        return winner(0, count() - 1) < count() ? winner(0, count() - 1) : -1;
    }

    /** The result. */
    History.Buckets columns() {
        long[] records = new long[count()];
        Arrays.setAll(records, i -> ends.getLong(i) - start(i));
        return new History.Buckets(
                LongColumn.of(records),
                LongColumn.of(markRecords.toLongArray()),
                LongColumn.of(markBytes.toLongArray()),
                LongColumn.of(endBytes.toLongArray()),
                LongColumn.of(endMillis.toLongArray()));
    }

    private LongArrayList[] lists() {
        return new LongArrayList[] {ends, markRecords, markBytes, endBytes, endMillis, boundaries};
    }
}
