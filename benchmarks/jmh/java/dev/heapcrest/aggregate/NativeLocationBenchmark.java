package dev.heapcrest.aggregate;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.stacks.Locations;
import dev.heapcrest.stacks.NativeStackTracker;
import dev.heapcrest.stacks.NativeStacks;
import dev.heapcrest.stacks.StackSnapshots;
import dev.heapcrest.stacks.StackTracker;
import dev.heapcrest.stacks.StackTree;
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
 * What an allocation and its free cost where allocations have native stacks, by the number of these; 0 ignores them. One
 * operation = one pair. A hundredth lives until its place in the ring comes again.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class NativeLocationBenchmark {
    static final int PAIRS = 100_000;
    private static final int LONG_LIVED = 100;
    private static final int DEPTH = 20;
    private static final int MALLOC = Allocator.MALLOC.number();
    private static final int FREE = Allocator.FREE.number();

    /** Distinct native stacks; each allocation has the next. */
    @Param({"0", "1", "16", "4000"})
    int nativeStacks;

    private StackTracker tracker;
    private HeapReplay replay;
    private HighWaterMark mark;
    private long next;

    /** A stack of Python frames, and the native frames. */
    @Setup
    public void prepare() {
        Frames frames = new Frames(0, Limits.DEFAULT);
        StackSnapshots snapshots =
                new StackSnapshots(frames, new StackTree(Limits.DEFAULT), new Locations(Limits.DEFAULT));
        mark = new HighWaterMark();
        replay = new HeapReplay(snapshots, null, mark, Limits.DEFAULT);
        tracker = nativeStacks == 0
                ? new StackTracker(frames, snapshots, replay, Limits.DEFAULT)
                : new NativeStackTracker(frames, snapshots, replay, Limits.DEFAULT, new NativeStacks(Limits.DEFAULT));
        for (int frame = 1; frame <= nativeStacks; frame++) {
            tracker.nativeFrame(0x1000L * frame, 0);
        }
        tracker.contextSwitch(1);
        for (int frame = 0; frame < DEPTH; frame++) {
            tracker.frameDefinition(frame, "function" + frame, "file.py", 1, true);
            tracker.framePush(frame);
        }
    }

    /** The highest total so far. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public long pairs() {
        for (int i = 0; i < PAIRS; i++) {
            long address = 0x10_0000L + (next % 1000) * 64;
            tracker.allocation(MALLOC, address, 48, nativeStacks == 0 ? 0 : 1 + next % nativeStacks);
            if (next % LONG_LIVED != 0) {
                tracker.deallocation(FREE, address, 0);
            }
            next++;
        }
        return mark.peakBytes();
    }

    /** The highest total, with those allocations that are still young. Nothing may come after. */
    long peakBytes() {
        replay.finish();
        return mark.peakBytes();
    }
}
