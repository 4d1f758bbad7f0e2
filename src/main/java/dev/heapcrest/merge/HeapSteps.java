package dev.heapcrest.merge;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.HeapSpans;
import dev.heapcrest.profile.LongColumn;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The heap of several captures over time, as changes of two step functions: the lower figure, which is what was really held
 * at memory samples, and the bound, which nothing between them can exceed. A step changes each of them twice: at its instant
 * and right after it, because what begins or ends at an instant counts there. Changes add up in any order; steps whose
 * changes cancel stay. 48 bytes a step. Arrays are shared and must not be written.
 *
 * @param millis instants, each once, in order
 * @param samples how many captures took a memory sample then
 * @param lowerAt change of the lower figure at the instant
 * @param lowerAfter change of the lower figure right after it
 * @param boundAt change of the bound at the instant
 * @param boundAfter change of the bound right after it
 */
record HeapSteps(long[] millis, long[] samples, long[] lowerAt, long[] lowerAfter, long[] boundAt, long[] boundAfter) {
    static final HeapSteps NONE =
            new HeapSteps(new long[0], new long[0], new long[0], new long[0], new long[0], new long[0]);

    static final int COLUMNS = 6;

    int count() {
        return millis.length;
    }

    /** The columns after the first. */
    long[][] changes() {
        return new long[][] {samples, lowerAt, lowerAfter, boundAt, boundAfter};
    }

    static HeapSteps of(long[] millis, long[][] changes) {
        return new HeapSteps(millis, changes[0], changes[1], changes[2], changes[3], changes[4]);
    }

    /**
     * Steps of one capture in its {@link SampledTime}.
     *
     * @param peakBytes its heap at the peak, for captures that know their samples only
     * @return null where it has no such time
     */
    static @Nullable HeapSteps of(CaptureHeader header, HeapSpans spans, long peakBytes) {
        SampledTime time = SampledTime.of(header, spans);
        if (time == null) {
            return null;
        }
        int samples = spans.count();
        // instants that spans begin and end at; span i is between instants i and i + 1
        long[] instants = new long[samples + 2];
        instants[0] = Math.min(header.startMillis(), time.firstMillis());
        for (int i = 0; i < samples; i++) {
            instants[i + 1] = spans.epochMillis().get(i);
        }
        instants[samples + 1] = time.endMillis();
        return new Steps(instants, spans.heapBytes(), highest(spans, peakBytes)).steps();
    }

    private static long[] highest(HeapSpans spans, long peakBytes) {
        if (spans.highestKnown()) {
            return spans.highestBytes().toArray();
        }
        long[] highest = new long[spans.count() + 1];
        long all = peakBytes;
        for (int i = 0; i < spans.count(); i++) {
            all = Math.max(all, spans.heapBytes().get(i));
        }
        Arrays.fill(highest, all);
        return highest;
    }

    /** Steps on their way. */
    private static final class Steps {
        private final long[] instants;
        private final LongColumn heap;
        private final long[] highest;
        private final Growing growing = new Growing();

        Steps(long[] instants, LongColumn heap, long[] highest) {
            this.instants = instants;
            this.heap = heap;
            this.highest = highest;
        }

        HeapSteps steps() {
            long lower = 0;
            long bound = 0;
            int last = instants.length - 1;
            for (int from = 0; from <= last; ) {
                int to = from;
                while (to < last && instants[to + 1] == instants[from]) {
                    to++;
                }
                // instant 0 is the start and the last one the end: those between are samples
                int sample = Math.min(to, last - 1);
                boolean sampled = sample >= Math.max(from, 1);
                long lowerAt = sampled ? heap.get(sample - 1) : lower;
                long lowerAfter = to == last ? 0 : lowerAt;
                long boundAt = highestOf(Math.max(0, from - 1), Math.min(to, last - 1));
                long boundAfter = to == last ? 0 : highest[to];
                growing.add(
                        instants[from],
                        sampled ? 1 : 0,
                        lowerAt - lower,
                        lowerAfter - lowerAt,
                        boundAt - bound,
                        boundAfter - boundAt);
                lower = lowerAfter;
                bound = boundAfter;
                from = to + 1;
            }
            return growing.steps();
        }

        private long highestOf(int fromSpan, int toSpan) {
            long most = 0;
            for (int span = fromSpan; span <= toSpan; span++) {
                most = Math.max(most, highest[span]);
            }
            return most;
        }
    }

    private static final class Growing {
        private final LongArrayList[] columns = new LongArrayList[COLUMNS];

        Growing() {
            Arrays.setAll(columns, any -> new LongArrayList());
        }

        void add(long... step) {
            for (int i = 0; i < COLUMNS; i++) {
                columns[i].add(step[i]);
            }
        }

        HeapSteps steps() {
            long[][] arrays = new long[COLUMNS][];
            Arrays.setAll(arrays, i -> columns[i].toLongArray());
            return of(arrays[0], Arrays.copyOfRange(arrays, 1, COLUMNS));
        }
    }

    /**
     * The steps of both.
     *
     * @throws ArithmeticException if a change has more than 63 bits
     */
    HeapSteps plus(HeapSteps other) {
        Growing sum = new Growing();
        long[][] a = changes();
        long[][] b = other.changes();
        int i = 0;
        int j = 0;
        while (i < count() || j < other.count()) {
            int order = i == count() ? 1 : j == other.count() ? -1 : Long.compare(millis[i], other.millis[j]);
            long[] step = new long[COLUMNS];
            step[0] = order <= 0 ? millis[i] : other.millis[j];
            for (int column = 1; column < COLUMNS; column++) {
                long ofA = order <= 0 ? a[column - 1][i] : 0;
                long ofB = order >= 0 ? b[column - 1][j] : 0;
                step[column] = Math.addExact(ofA, ofB);
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
            sum.add(step);
        }
        return sum.steps();
    }

    /**
     * The lower figure at an instant.
     *
     * @throws ArithmeticException if a sum has more than 63 bits
     */
    long lowerAt(long epochMillis) {
        long lower = 0;
        for (int i = 0; i < count() && millis[i] <= epochMillis; i++) {
            lower = Math.addExact(lower, lowerAt[i]);
            if (millis[i] < epochMillis) {
                lower = Math.addExact(lower, lowerAfter[i]);
            }
        }
        return lower;
    }

    /** What the steps come to. The highest lower figure at a sample; of equal ones the last. */
    record Peak(long bytes, long boundBytes, long millis) {}

    /** @throws ArithmeticException if a sum has more than 63 bits */
    Peak peak() {
        long lower = 0;
        long bound = 0;
        long most = Long.MIN_VALUE;
        long mostMillis = 0;
        long highestBound = 0;
        for (int i = 0; i < count(); i++) {
            lower = Math.addExact(lower, lowerAt[i]);
            if (samples[i] > 0 && lower >= most) {
                most = lower;
                mostMillis = millis[i];
            }
            lower = Math.addExact(lower, lowerAfter[i]);
            bound = Math.addExact(bound, boundAt[i]);
            highestBound = Math.max(highestBound, bound);
            bound = Math.addExact(bound, boundAfter[i]);
            highestBound = Math.max(highestBound, bound);
        }
        return new Peak(most, highestBound, mostMillis);
    }
}
