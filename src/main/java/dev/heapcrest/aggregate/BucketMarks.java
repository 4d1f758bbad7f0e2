package dev.heapcrest.aggregate;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import java.util.BitSet;

/**
 * The mark of each bucket beside the figures at the one of the whole run: memory over time without lifetimes, for those
 * who only ask when the peaks were. The highest mark of a bucket is that of the run, so {@link HighWaterMark} hears of all
 * of them and keeps what it needs. 56 bytes a bucket. Not thread-safe.
 */
final class BucketMarks implements BucketLedger {
    private final HighWaterMark run = new HighWaterMark();
    private final BucketBoundaries boundaries;
    private long markBytes;
    private long markRecord = -1;

    BucketMarks(HistoryOptions options, long startMillis) {
        boundaries = new BucketBoundaries(options, startMillis, halves -> {
            // nothing here is numbered by them
        });
    }

    /** The ledger of the whole run, with its mark. */
    Ledger run() {
        return run;
    }

    @Override
    public boolean endsBucket(long epochMillis) {
        return boundaries.endsBucket(epochMillis);
    }

    @Override
    public void endBucket(long record) {
        boundaries.close(record, markRecord, markBytes, run.totalBytes());
        markBytes = run.totalBytes();
        markRecord = record - 1;
        while (boundaries.joinable() && boundaries.tooMany()) {
            boundaries.join();
        }
    }

    @Override
    public void finish(long record, LiveMemory live) {
        boundaries.close(record, markRecord, markBytes, run.totalBytes());
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
            run.reached(record, bytes);
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

    @Override
    public long totalBytes() {
        return run.totalBytes();
    }

    @Override
    public void change(long bytes) {
        run.change(bytes);
    }

    @Override
    public void allocated(long birth, int location, long sizeBytes) {
        run.allocated(birth, location, sizeBytes);
    }

    @Override
    public void allocatedAtMark(int location, long sizeBytes) {
        run.allocatedAtMark(location, sizeBytes);
    }

    @Override
    public void overwritten(long birth, long otherBirth, int location, long sizeBytes) {
        run.overwritten(birth, otherBirth, location, sizeBytes);
    }

    @Override
    public void freed(long birth, int location, long sizeBytes, int allocations) {
        run.freed(birth, location, sizeBytes, allocations);
    }

    @Override
    public long highestRecord() {
        return run.peakRecord();
    }

    @Override
    public long highestBytes() {
        return run.peakBytes();
    }

    @Override
    public ViewFigures atPeak() {
        return run.atPeak();
    }

    @Override
    public ViewFigures atEnd() {
        return run.atEnd();
    }
}
