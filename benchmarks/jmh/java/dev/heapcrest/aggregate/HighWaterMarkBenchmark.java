package dev.heapcrest.aggregate;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to keep the figures at the high-water mark, by the number of locations. One operation = one change. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class HighWaterMarkBenchmark {
    static final int CHANGES = 1_000_000;
    /** Every allocation is given back this many changes later. */
    private static final int LIFETIME = 1000;

    @Param({"1000", "100000", "1000000"})
    int locations;

    private int[] changed;

    /** Draws the locations. */
    @Setup
    public void draw() {
        Random random = new Random(locations);
        changed = random.ints(CHANGES, 1, locations + 1).toArray();
    }

    /** The peak of a heap that goes up and down, with a new peak now and then. */
    @Benchmark
    @OperationsPerInvocation(2 * CHANGES)
    public long changes() {
        HighWaterMark mark = new HighWaterMark();
        long record = 0;
        for (int i = 0; i < CHANGES; i++) {
            mark.change(sizeBytes(i));
            mark.allocated(record, changed[i], sizeBytes(i));
            mark.reached(record++, mark.totalBytes());
            if (i >= LIFETIME) {
                mark.change(-sizeBytes(i - LIFETIME));
                mark.freed(0, changed[i - LIFETIME], sizeBytes(i - LIFETIME), 1);
                mark.reached(record++, mark.totalBytes());
            }
        }
        return mark.peakBytes();
    }

    /** Rises slowly, so that the mark moves until the end. */
    static long sizeBytes(int change) {
        return 64 + change / 500;
    }

    static long expectedPeakBytes() {
        long total = 0;
        long peak = 0;
        for (int i = 0; i < CHANGES; i++) {
            total += sizeBytes(i);
            peak = Math.max(peak, total);
            total -= i >= LIFETIME ? sizeBytes(i - LIFETIME) : 0;
        }
        return peak;
    }
}
