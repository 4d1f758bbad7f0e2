package dev.heapcrest.aggregate;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which memory records end buckets, without knowing how many will come. A memory record whose number is a multiple of the
 * stride does. With too many buckets the stride doubles and neighbours join. So the boundaries are those that {@link
 * MemorySamples} and memray keep. Boundaries that were asked for stay.
 *
 * <p>A closed bucket is never opened again: joining waits until the last boundary is one that stays. Constant size beside
 * {@link ClosedBuckets}. Not thread-safe.
 */
final class BucketBoundaries {
    private static final long NOT_YET = -2;

    final ClosedBuckets closed = new ClosedBuckets();

    private final HistoryOptions options;
    private final long startMillis;
    private final int mostBuckets;
    private final Joined joined;
    /** Memory records so far. */
    private long memoryRecords;

    private long lastMillis = History.NO_TIME;
    private long stride = 1;
    /** Memory record at which the range begins or ends. */
    private long fromBoundary = NOT_YET;

    private long toBoundary = NOT_YET;

    /** Hears of new numbers of half buckets, by old number, which never fall. */
    interface Joined {
        void joined(int[] halves);
    }

    BucketBoundaries(HistoryOptions options, long startMillis, Joined joined) {
        this.options = options;
        this.startMillis = startMillis;
        this.joined = joined;
        int forced = (options.from() == null ? 0 : 1) + (options.to() == null ? 0 : 1);
        // the bucket before the first memory record, and the open one, are always there
        mostBuckets = Math.max(options.mostBuckets(), 2 + forced);
    }

    /** A memory record comes. Whether a bucket is to be closed at once. */
    boolean endsBucket(long epochMillis) {
        long boundary = memoryRecords++;
        lastMillis = epochMillis;
        if (fromBoundary == NOT_YET && reached(options.from(), epochMillis)) {
            fromBoundary = boundary;
        }
        if (toBoundary == NOT_YET && reached(options.to(), epochMillis)) {
            toBoundary = boundary;
        }
        while (kept(boundary)) {
            if (closed.count() + 2 <= mostBuckets || !joinable()) {
                return true;
            }
            join();
        }
        return false;
    }

    private boolean reached(HistoryOptions.@Nullable Moment moment, long epochMillis) {
        return moment != null && epochMillis >= moment.epochMillis(startMillis);
    }

    private boolean kept(long boundary) {
        return boundary % stride == 0 || forced(boundary);
    }

    private boolean forced(long boundary) {
        return boundary == fromBoundary || boundary == toBoundary;
    }

    /** The open bucket ends before this record, with the memory record that came last or with the capture. */
    void close(long record, long markRecord, long markBytes, long totalBytes) {
        closed.add(record, markRecord, markBytes, totalBytes, lastMillis, memoryRecords - 1);
    }

    /** Whether there are more buckets than wanted, the open one included. */
    boolean tooMany() {
        return closed.count() + 1 > mostBuckets;
    }

    /** Whether the last closed bucket stays as it is when the stride doubles: it cannot be opened again. */
    boolean joinable() {
        int last = closed.count() - 1;
        return last < 0
                || closed.boundaries.getLong(last) % (2 * stride) == 0
                || forced(closed.boundaries.getLong(last));
    }

    /** Doubles the stride. */
    void join() {
        stride *= 2;
        keepOnly();
    }

    private void keepOnly() {
        joined.joined(closed.keepOnly(this::kept));
    }

    /**
     * The last bucket was closed with the capture. Memory records after the last allocation record bound nothing, as in
     * memray, unless they were asked for.
     */
    void finish() {
        int last = closed.count() - 1;
        while (last > 0
                && closed.start(last) == closed.ends.getLong(last)
                && !forced(closed.boundaries.getLong(last - 1))) {
            closed.removeLast();
            last--;
        }
        closed.endMillis.set(last, lastMillis);
    }

    /** After the end: keeps as many boundaries as {@link MemorySamples#timeline} keeps samples, and the same. */
    void thinTo(int maxRecords) {
        long wanted = (memoryRecords + maxRecords - 1) / maxRecords;
        if (wanted > stride) {
            stride *= (wanted + stride - 1) / stride;
            keepOnly();
        }
    }

    /**
     * The buckets of the range that was asked for.
     *
     * @throws UnsupportedProfileException if the capture ends before it
     */
    History.Range range() throws UnsupportedProfileException {
        int first = 0;
        int last = closed.count() - 1;
        if (options.from() != null && options.from().epochMillis(startMillis) > startMillis) {
            if (fromBoundary == NOT_YET) {
                throw tooLate(options.from().epochMillis(startMillis));
            }
            first = Math.min(last, 1 + closed.boundaries.indexOf(fromBoundary));
        }
        if (toBoundary != NOT_YET) {
            last = closed.boundaries.indexOf(toBoundary);
        }
        if (first > last + 1) {
            throw new UnsupportedProfileException("the range that was asked for ends before it begins");
        }
        // both ends between the same two memory records: the bucket of these
        return new History.Range(Math.min(first, last), last);
    }

    private UnsupportedProfileException tooLate(long epochMillis) {
        return new UnsupportedProfileException("it has no memory record at "
                + Instant.ofEpochMilli(epochMillis)
                + " or later, where the range is to begin"
                + (lastMillis == History.NO_TIME ? "" : "; the last one is of " + Instant.ofEpochMilli(lastMillis)));
    }
}
