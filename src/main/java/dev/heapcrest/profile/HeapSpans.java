package dev.heapcrest.profile;

import org.apiguardian.api.API;

/**
 * The heap of one capture at its memory samples and between them: what the peak of several captures together needs. A
 * <em>span</em> is the time between two neighbouring samples; span i ends with sample i, and the last one begins with the
 * last sample. Immutable; safe for any number of threads. 24 bytes a sample.
 *
 * @param epochMillis of each sample, ms since 1970 UTC; of more than {@link #MOST_SAMPLES} every 2nd, 4th, ... is kept
 * @param heapBytes exact heap at each sample
 * @param highestBytes highest heap of each span, both ends included: one more than samples. Empty where the capture knows
 *     its samples only
 * @param lastMillis time of the last sample, also if that was not kept; 0 without samples
 * @param largestGapMillis longest time between two neighbouring samples, before any was dropped; 0 for fewer than two
 * @param ascending no sample is earlier than the one before it
 * @param stride of the samples, numbered from 0, multiples of it were kept; 1, 2, 4, ...
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record HeapSpans(
        LongColumn epochMillis,
        LongColumn heapBytes,
        LongColumn highestBytes,
        long lastMillis,
        long largestGapMillis,
        boolean ascending,
        long stride) {
    /** As many as a page keeps of memory over time by default. */
    public static final int MOST_SAMPLES = 10_000;

    /** Columns that do not fit each other are refused. */
    public HeapSpans {
        int samples = epochMillis.size();
        if (heapBytes.size() != samples || (highestBytes.size() != 0 && highestBytes.size() != samples + 1)) {
            throw new IllegalArgumentException(
                    "columns of " + samples + ", " + heapBytes.size() + " and " + highestBytes.size());
        }
    }

    public int count() {
        return epochMillis.size();
    }

    /** Whether the highest heap of each span is known. */
    public boolean highestKnown() {
        return highestBytes.size() > 0;
    }
}
