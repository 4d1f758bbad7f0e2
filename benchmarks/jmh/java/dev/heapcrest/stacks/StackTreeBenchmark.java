package dev.heapcrest.stacks;

import dev.heapcrest.capture.Limits;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
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

/** What a push costs once its stack is needed, by the number of distinct stacks; fastutil's map beside ours. One operation = one lookup. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx2g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class StackTreeBenchmark {
    static final int LOOKUPS = 1 << 20;
    private static final int FRAMES = 20_000;
    private static final int DEPTH = 32;

    /** Stack tree nodes. */
    @Param({"10000", "1000000", "5000000"})
    int nodes;

    private StackTree ours;
    private Long2IntOpenHashMap theirs;
    /** (parent, frame) of each lookup: random chains, from the outermost frame inwards. */
    private final long[] keys = new long[LOOKUPS];

    /** Grows random chains until the tree is big enough, and draws the chains that are looked up. */
    @Setup
    public void grow() {
        ours = new StackTree(Limits.DEFAULT);
        theirs = new Long2IntOpenHashMap();
        long[] made = new long[nodes + DEPTH];
        Random random = new Random(nodes);
        while (ours.count() < nodes) {
            int node = ours.count() > DEPTH ? random.nextInt(ours.count()) : 0;
            for (int level = 0; level < DEPTH / 2 && ours.count() < nodes; level++) {
                int frame = 1 + random.nextInt(FRAMES);
                int count = ours.count();
                int child = ours.child(node, frame);
                if (ours.count() > count) {
                    made[child] = (long) node << 32 | frame;
                    theirs.put(made[child], child);
                }
                node = child;
            }
        }
        int filled = 0;
        long[] chain = new long[LOOKUPS];
        while (filled < LOOKUPS) {
            int depth = 0;
            for (int node = 1 + random.nextInt(nodes - 1); node != 0; node = (int) (made[node] >>> 32)) {
                chain[depth++] = made[node];
            }
            while (depth > 0 && filled < LOOKUPS) {
                keys[filled++] = chain[--depth];
            }
        }
    }

    /** Sum of the nodes found. */
    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public long ours() {
        long sum = 0;
        for (long key : keys) {
            sum += ours.child((int) (key >>> 32), (int) key);
        }
        return sum;
    }

    /** The same with fastutil's map. */
    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public long fastutil() {
        long sum = 0;
        for (long key : keys) {
            sum += theirs.get(key);
        }
        return sum;
    }
}
