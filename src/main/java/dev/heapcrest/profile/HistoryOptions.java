package dev.heapcrest.profile;

import java.time.Instant;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * How {@linkplain History memory over time} is kept. Immutable; safe for any number of threads.
 *
 * @param mostBuckets most buckets, from {@link #FEWEST_BUCKETS} to {@link #MOST_BUCKETS}; the two ends of a range may need
 *     two more
 * @param from a bucket begins at the first memory record at this time or after it; null = the range begins with the
 *     capture
 * @param to a bucket ends there; null = the range ends with the capture
 * @param lifetimes whether there are lifetimes; without them only the buckets are known, for the CPU and memory of a pass
 *     without memory over time
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record HistoryOptions(
        int mostBuckets, @Nullable Moment from, @Nullable Moment to, boolean lifetimes) {
    public static final int FEWEST_BUCKETS = 2;
    public static final int MOST_BUCKETS = 10_000;

    /** Enough for a bucket a pixel. */
    public static final int DEFAULT_BUCKETS = 1024;

    /** The whole capture. */
    public static final HistoryOptions DEFAULT = new HistoryOptions(DEFAULT_BUCKETS, null, null);

    /** Buckets of the whole capture without lifetimes: when the peaks were, and how high. */
    public static final HistoryOptions PEAKS = new HistoryOptions(DEFAULT_BUCKETS, null, null, false);

    /** Checks the number of buckets. */
    public HistoryOptions {
        if (mostBuckets < FEWEST_BUCKETS || mostBuckets > MOST_BUCKETS) {
            throw new IllegalArgumentException(mostBuckets + " buckets");
        }
    }

    /** With lifetimes. */
    public HistoryOptions(int mostBuckets, @Nullable Moment from, @Nullable Moment to) {
        this(mostBuckets, from, to, true);
    }

    /** A time that may need the start of the capture to be known. */
    @FunctionalInterface
    public interface Moment {
        /**
         * Both in ms since 1970 UTC.
         *
         * @param startMillis when tracking started
         */
        long epochMillis(long startMillis);

        /** So many ms after tracking started. */
        static Moment sinceStart(long millis) {
            return startMillis -> startMillis + millis;
        }

        /** This moment. */
        static Moment at(Instant instant) {
            long millis = instant.toEpochMilli();
            return startMillis -> millis;
        }
    }
}
