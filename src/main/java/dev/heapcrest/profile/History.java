package dev.heapcrest.profile;

import org.apiguardian.api.API;

/**
 * Memory over time, exact at the two instants of each bucket. A <em>bucket</em> is a run of allocation records between
 * two memory records. Its <em>mark</em> is the last instant with the largest total: after one of its records, or before
 * its first one.
 *
 * <p>An <em>instant</em> 2k is the mark of bucket k, an instant 2k + 1 is the end of bucket k. A <em>half bucket</em> has
 * the number of the instant that ends it: 2k is what happened in bucket k up to its mark and with it, 2k + 1 what
 * happened after. What a location held at an instant t is the sum of its lifetimes with {@code born <= t < died}. What
 * came in buckets i to j and was held at the end of j is the sum of those with {@code 2i <= born <= 2j + 1 < died}.
 *
 * <p>16 bytes and 40 bytes a bucket, 28 bytes a lifetime. Immutable; safe for any number of threads.
 *
 * @param buckets in the order of the capture; at least one, unless this is {@link #NONE}
 * @param lifetimes what was allocated in one half bucket and given back in a later one, or never
 * @param range what was asked for; all buckets by default
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record History(Buckets buckets, Lifetimes lifetimes, Range range) {
    /** In {@link Lifetimes#died}: held at the end of the capture. Above every half bucket. */
    public static final int NEVER = Integer.MAX_VALUE;

    /** In {@link Buckets#endMillis}: the capture has no memory record. */
    public static final long NO_TIME = -1;

    /** Of a profile that was made without it. */
    public static final History NONE = new History(
            new Buckets(LongColumn.of(), LongColumn.of(), LongColumn.of(), LongColumn.of(), LongColumn.of()),
            new Lifetimes(IntColumn.of(), IntColumn.of(), IntColumn.of(), LongColumn.of(), LongColumn.of()),
            new Range(0, -1));

    /** Half buckets that there are not are refused. */
    public History {
        int halves = 2 * buckets.count();
        for (int i = 0; i < lifetimes.count(); i++) {
            int died = lifetimes.died().get(i);
            if (lifetimes.born().get(i) >= halves || (died != NEVER && died >= halves)) {
                throw new IllegalArgumentException("lifetime " + i + " is outside of " + halves + " half buckets");
            }
        }
        boolean within = range.first() >= 0 && range.first() <= range.last() && range.last() < buckets.count();
        if (!within && buckets.count() > 0) {
            throw new IllegalArgumentException(range + " of " + buckets.count() + " buckets");
        }
    }

    /** Whether there is any. */
    public boolean known() {
        return buckets.count() > 0;
    }

    /**
     * Columns by bucket.
     *
     * @param records allocation records in the bucket, deallocations included
     * @param markRecord number of the allocation record (from 0 in the capture, as {@link Profile#peakRecord}) after which
     *     the mark is; one less than the bucket's first record where the mark is before it, so -1 before any record
     * @param markBytes total at the mark; as {@link Profile#peakBytes} it can exceed the sum of the lifetimes
     * @param endBytes total after the last record of the bucket
     * @param endMillis time of the memory record that ends the bucket, ms since 1970 UTC, as {@link
     *     Profile.Timeline#epochMillis}; falls where the clock was set back. The last bucket has the time of the capture's
     *     last memory record, or {@link #NO_TIME}
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.2")
    public record Buckets(
            LongColumn records,
            LongColumn markRecord,
            LongColumn markBytes,
            LongColumn endBytes,
            LongColumn endMillis) {
        /** Columns of several lengths are refused. */
        public Buckets {
            requireLength(records.size(), markRecord.size(), markBytes.size(), endBytes.size(), endMillis.size());
        }

        public int count() {
            return records.size();
        }
    }

    /**
     * Columns by lifetime, ordered by location, then born, then died; no two are equal in all three.
     *
     * @param locations indexes of {@link Profile#locations}
     * @param born half bucket
     * @param died later half bucket, or {@link #NEVER}
     * @param counts allocations; negative where a mapping was cut in the middle, so that more pieces than before are left
     * @param bytes at least 0
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.2")
    public record Lifetimes(IntColumn locations, IntColumn born, IntColumn died, LongColumn counts, LongColumn bytes) {
        /** Columns of several lengths are refused, and lifetimes that are not in order. */
        public Lifetimes {
            requireLength(locations.size(), born.size(), died.size(), counts.size(), bytes.size());
            for (int i = 0; i < locations.size(); i++) {
                boolean grows = i == 0 || compare(locations, born, died, i) < 0;
                if (!grows
                        || locations.get(i) < 0
                        || born.get(i) < 0
                        || died.get(i) <= born.get(i)
                        || bytes.get(i) < 0) {
                    throw new IllegalArgumentException("lifetime " + i + " is none, or not in order");
                }
            }
        }

        /**
         * These lifetimes where locations fall together: those that are equal then in location, birth and death become
         * one.
         *
         * @param places new index of each location
         */
        public Lifetimes movedTo(int[] places) {
            return MovedLifetimes.of(this, places);
        }

        private static int compare(IntColumn locations, IntColumn born, IntColumn died, int i) {
            int byLocation = Integer.compare(locations.get(i - 1), locations.get(i));
            int byBirth = byLocation != 0 ? byLocation : Integer.compare(born.get(i - 1), born.get(i));
            return byBirth != 0 ? byBirth : Integer.compare(died.get(i - 1), died.get(i));
        }

        public int count() {
            return locations.size();
        }
    }

    /**
     * The buckets of the times that were asked for.
     *
     * @param first the first bucket
     * @param last the last bucket, not before the first
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.2")
    public record Range(int first, int last) {}

    private static void requireLength(int length, int... others) {
        for (int other : others) {
            if (other != length) {
                throw new IllegalArgumentException("columns of " + length + " and " + other);
            }
        }
    }
}
