package dev.heapcrest.aggregate;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
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

/** What a free and an allocation cost in the live table, by its size; fastutil's map beside ours. One operation = one pair. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx3g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class LiveAllocationsBenchmark {
    static final int PAIRS = 100_000;

    /** Live allocations. */
    @Param({"10000", "1000000", "10000000"})
    int live;

    /** "shuffled" or "neighbours", see {@link AddressWindow}. */
    @Param({"shuffled", "neighbours"})
    String order;

    private AddressWindow window;
    private LiveAllocations ours;
    private Long2LongOpenHashMap theirs;
    private int oursStep;
    private int theirsStep;

    /** Fills both tables. */
    @Setup
    public void fill() {
        window = new AddressWindow(live, order.equals("shuffled"));
        ours = new LiveAllocations();
        theirs = new Long2LongOpenHashMap();
        for (int place = 0; place < live; place++) {
            ours.put(window.ring[place], AddressWindow.sizeBytes(place), AddressWindow.location(place));
            theirs.put(window.ring[place], packed(place));
        }
    }

    /** Sum of the sizes given back. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public long ours() {
        long freedBytes = 0;
        long[] ring = window.ring;
        int first = oursStep;
        for (int i = 0; i < PAIRS; i++) {
            freedBytes += ours.sizeBytes(ours.remove(ring[first]));
            int last = first + live < ring.length ? first + live : first - live;
            ours.put(ring[last], AddressWindow.sizeBytes(last), AddressWindow.location(last));
            first = first + 1 == ring.length ? 0 : first + 1;
        }
        oursStep = first;
        return freedBytes;
    }

    /** The same with fastutil's map of packed values. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public long fastutil() {
        long freedBytes = 0;
        long[] ring = window.ring;
        int first = theirsStep;
        for (int i = 0; i < PAIRS; i++) {
            freedBytes += theirs.remove(ring[first]) & 0xFFFF_FFFFL;
            int last = first + live < ring.length ? first + live : first - live;
            theirs.put(ring[last], packed(last));
            first = first + 1 == ring.length ? 0 : first + 1;
        }
        theirsStep = first;
        return freedBytes;
    }

    private static long packed(int place) {
        return (long) AddressWindow.location(place) << 32 | AddressWindow.sizeBytes(place);
    }
}
