package dev.heapcrest.tree;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to expand a profile's stacks into the call tree of the report. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx3g"})
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class CallTreeBuilderBenchmark {
    @Param({"100000", "1000000"})
    int nodes;

    Profile profile;

    /** Makes the profile. */
    @Setup
    public void make() {
        profile = SyntheticProfile.of(nodes);
    }

    /** The tree of the profile. */
    @Benchmark
    public CallTree build() {
        return CallTreeBuilder.build(profile, View.Kind.PEAK);
    }
}
