package dev.heapcrest.aggregate;

import dev.heapcrest.profile.HeapSpans;
import dev.heapcrest.profile.View;
import java.util.List;

/**
 * A mark at the last memory sample up to an instant, instead of at the highest total: what was held then. No record can be
 * the mark, so none is told between samples. Not thread-safe.
 */
final class SampleMark extends HighWaterMark {
    private final long millis;
    private final long stride;
    private long seen;
    private boolean passed;

    /**
     * For one pass.
     *
     * @param millis ms since 1970; samples are in order of time
     * @param stride {@link HeapSpans#stride}: of the samples numbered from 0, multiples of it count
     */
    SampleMark(long millis, long stride) {
        this.millis = millis;
        this.stride = stride;
    }

    /** Whether there was a later sample: nothing of the mark can change any more. */
    boolean passed() {
        return passed;
    }

    @Override
    public void sampled(long record, long epochMillis) {
        passed |= epochMillis > millis;
        if (!passed && seen++ % stride == 0) {
            mark(record - 1, totalBytes());
        }
    }

    @Override
    public void reached(long record, long bytes) {
        // a total is no mark, however high it is
    }

    @Override
    public long wantedBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public List<ViewFigures> views() {
        ViewFigures held = atPeak();
        return List.of(new ViewFigures() {
            @Override
            public View view() {
                return View.TOGETHER;
            }

            @Override
            public long bytes(int location) {
                return held.bytes(location);
            }

            @Override
            public long count(int location) {
                return held.count(location);
            }
        });
    }
}
