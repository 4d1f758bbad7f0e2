package dev.heapcrest.aggregate;

import dev.heapcrest.profile.HistoryOptions;
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

/**
 * What it costs to keep memory over time, by the number of locations: the work of {@link HighWaterMarkBenchmark}, with a
 * memory record every {@value #RECORDS} changes, so that the stride doubles once. One operation = one change.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class MemoryOverTimeBenchmark {
    private static final int CHANGES = HighWaterMarkBenchmark.CHANGES;
    private static final int RECORDS = 500;

    /** Changes later, an allocation is given back: in its own bucket, and two buckets later. */
    @Param({"100", "1000"})
    int lifetime;

    @Param({"1000", "100000"})
    int locations;

    private int[] changed;

    /** Draws the locations. */
    @Setup
    public void draw() {
        changed = new Random(locations).ints(CHANGES, 1, locations + 1).toArray();
    }

    /** A heap that goes up and down, with a new peak now and then. */
    @Benchmark
    @OperationsPerInvocation(2 * CHANGES)
    public long changes() {
        MemoryOverTime overTime = new MemoryOverTime(HistoryOptions.DEFAULT, 0);
        long[] births = new long[CHANGES];
        long record = 0;
        for (int i = 0; i < CHANGES; i++) {
            if (i % RECORDS == 0 && overTime.endsBucket(i)) {
                overTime.endBucket(record);
            }
            births[i] = record;
            overTime.change(HighWaterMarkBenchmark.sizeBytes(i));
            overTime.reached(record++, overTime.totalBytes());
            int freed = i - lifetime;
            if (freed >= 0) {
                long sizeBytes = HighWaterMarkBenchmark.sizeBytes(freed);
                overTime.change(-sizeBytes);
                overTime.freed(births[freed], changed[freed], sizeBytes, 1);
                overTime.reached(record++, overTime.totalBytes());
            }
        }
        return overTime.highestBytes();
    }
}
