package dev.heapcrest.aggregate;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import java.util.BitSet;

/**
 * A high-water mark of the whole run that also has the mark of each bucket: memory over time without lifetimes, for those
 * who only ask when the peaks were. The highest mark of a bucket is that of the run, so {@link HighWaterMark} hears of all
 * of them and keeps what it needs. 56 bytes a bucket. Not thread-safe.
 */
final class BucketMarks extends HighWaterMark implements BucketLedger {
    private final BucketBoundaries boundaries;
    private long markBytes;
    private long markRecord = -1;

    BucketMarks(HistoryOptions options, long startMillis) {
        boundaries = new BucketBoundaries(options, startMillis, halves -> {
            // nothing here is numbered by them
        });
    }

    @Override
    public boolean endsBucket(long epochMillis) {
        return boundaries.endsBucket(epochMillis);
    }

    @Override
    public void endBucket(long record) {
        boundaries.close(record, markRecord, markBytes, totalBytes());
        markBytes = totalBytes();
        markRecord = record - 1;
        while (boundaries.joinable() && boundaries.tooMany()) {
            boundaries.join();
        }
    }

    @Override
    public void finish(long record, LiveMemory live) {
        boundaries.close(record, markRecord, markBytes, totalBytes());
        boundaries.finish();
    }

    @Override
    public void thinTo(int maxRecords) {
        boundaries.thinTo(maxRecords);
    }

    @Override
    public BitSet locations() {
        return new BitSet(0);
    }

    @Override
    public History history(int[] kept) throws UnsupportedProfileException {
        return new History(boundaries.closed.columns(), History.NONE.lifetimes(), boundaries.range());
    }

    @Override
    public void reached(long record, long bytes) {
        if (bytes >= markBytes) {
            markBytes = bytes;
            markRecord = record;
            super.reached(record, bytes);
        }
    }

    @Override
    public long peakBytes() {
        return markBytes;
    }

    @Override
    public long peakRecord() {
        return markRecord;
    }
}
