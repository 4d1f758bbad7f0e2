package dev.heapcrest.aggregate;

import dev.heapcrest.capture.Limit;
import dev.heapcrest.profile.View;
import java.util.Arrays;

/**
 * Bytes and allocations held by each location, now and at the high-water mark, in one pass.
 *
 * <p>The figures at the mark are taken lazily: with each new mark the epoch goes up, and a location saves its figures when
 * it is first touched in a new epoch. Among equal peaks the last one counts, and records that leave the total unchanged
 * move the mark on, exactly as when memray replays up to the last record at which the total was at least the mark (format
 * document, 13.1).
 *
 * <p>The total that decides the instant is memray's: memory that is overwritten without a free stays in it for ever. The
 * figures of the locations do lose it. The total moves in order; a location may hear of an allocation later, and is told
 * when it was made. 40 bytes a location, half as much again while growing. Not thread-safe.
 */
class HighWaterMark implements Ledger {
    private static final int BYTES = 0;
    private static final int COUNT = 1;
    private static final int PEAK_BYTES = 2;
    private static final int PEAK_COUNT = 3;
    private static final int EPOCH = 4;
    private static final int STRIDE = Limit.FIGURES_OF_LOCATION;

    private long[] figures = new long[1024 * STRIDE];
    private long epoch;
    private long totalBytes;
    private long peakBytes;
    private long peakRecord = -1;

    /** memray's running total; not above 2^63 - 1, which whoever changes it sees to. */
    @Override
    public long totalBytes() {
        return totalBytes;
    }

    @Override
    public void change(long bytes) {
        totalBytes += bytes;
    }

    @Override
    public void reached(long record, long bytes) {
        if (bytes >= peakBytes) {
            mark(record, bytes);
        }
    }

    /** The mark is after this record, where the total was so high. */
    final void mark(long record, long bytes) {
        peakBytes = bytes;
        peakRecord = record;
        epoch++;
    }

    @Override
    public void allocated(long birth, int location, long sizeBytes) {
        int at = touch(location);
        figures[at + BYTES] += sizeBytes;
        figures[at + COUNT]++;
        if (beforeMark(birth)) {
            figures[at + PEAK_BYTES] += sizeBytes;
            figures[at + PEAK_COUNT]++;
        }
    }

    @Override
    public void allocatedAtMark(int location, long sizeBytes) {
        int at = touch(location);
        figures[at + PEAK_BYTES] += sizeBytes;
        figures[at + PEAK_COUNT]++;
    }

    @Override
    public void overwritten(long birth, long otherBirth, int location, long sizeBytes) {
        int at = touch(location);
        figures[at + BYTES] -= sizeBytes;
        figures[at + COUNT]--;
        if (beforeMark(otherBirth)) {
            figures[at + PEAK_BYTES] -= sizeBytes;
            figures[at + PEAK_COUNT]--;
        }
    }

    @Override
    public void freed(long birth, int location, long sizeBytes, int allocations) {
        int at = touch(location);
        figures[at + BYTES] -= sizeBytes;
        figures[at + COUNT] -= allocations;
    }

    /** Whether something that this record did was so when the total was highest. */
    private boolean beforeMark(long record) {
        return record <= peakRecord;
    }

    private int touch(int location) {
        int at = location * STRIDE;
        if (at >= figures.length) {
            long half = figures.length / STRIDE * 3L / 2;
            int locations = (int) Math.min(half, Limit.LONGEST_ARRAY / STRIDE);
            figures = Arrays.copyOf(figures, Math.max(at + STRIDE, locations * STRIDE));
        }
        long[] f = figures;
        if (f[at + EPOCH] != epoch) {
            f[at + EPOCH] = epoch;
            f[at + PEAK_BYTES] = f[at + BYTES];
            f[at + PEAK_COUNT] = f[at + COUNT];
        }
        return at;
    }

    @Override
    public long peakBytes() {
        return peakBytes;
    }

    /** Last record (from 0) at which the total was at the mark. */
    @Override
    public long peakRecord() {
        return peakRecord;
    }

    @Override
    public long highestRecord() {
        return peakRecord;
    }

    @Override
    public long highestBytes() {
        return peakBytes;
    }

    @Override
    public ViewFigures atPeak() {
        return new ViewFigures() {
            @Override
            public View view() {
                return View.PEAK;
            }

            @Override
            public long bytes(int location) {
                return figure(location, figure(location, EPOCH) == epoch ? PEAK_BYTES : BYTES);
            }

            @Override
            public long count(int location) {
                return figure(location, figure(location, EPOCH) == epoch ? PEAK_COUNT : COUNT);
            }
        };
    }

    @Override
    public ViewFigures atEnd() {
        return new ViewFigures() {
            @Override
            public View view() {
                return View.LEAKS;
            }

            @Override
            public long bytes(int location) {
                return figure(location, BYTES);
            }

            @Override
            public long count(int location) {
                return figure(location, COUNT);
            }
        };
    }

    private long figure(int location, int which) {
        int at = location * STRIDE;
        return at < figures.length ? figures[at + which] : 0;
    }
}
