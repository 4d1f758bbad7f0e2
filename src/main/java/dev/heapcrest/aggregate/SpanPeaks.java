package dev.heapcrest.aggregate;

import dev.heapcrest.profile.HeapSpans;

/**
 * A high-water mark that also knows the highest total between two memory samples, exactly. It asks to be told of records
 * that may be the highest since the last sample, so a few more of them are told. Not thread-safe.
 */
final class SpanPeaks extends HighWaterMark {
    private final HeapSpanSamples samples;
    /** Highest total since the last sample, with that of the sample itself. */
    private long highestBytes;

    SpanPeaks(HeapSpanSamples samples) {
        this.samples = samples;
    }

    @Override
    public long wantedBytes() {
        return highestBytes;
    }

    @Override
    public void reached(long record, long bytes) {
        super.reached(record, bytes);
        highestBytes = Math.max(highestBytes, bytes);
    }

    @Override
    public void sampled(long record, long epochMillis) {
        samples.add(epochMillis, totalBytes(), highestBytes);
        highestBytes = totalBytes();
    }

    /** To be asked when all records were told. */
    HeapSpans spans() {
        return samples.spans(highestBytes);
    }
}
