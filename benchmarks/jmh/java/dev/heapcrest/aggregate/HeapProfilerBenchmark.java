package dev.heapcrest.aggregate;

import dev.heapcrest.capture.Capture;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.SteadyProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/**
 * From an LZ4 capture in memory to its profile: inflating, decoding, stacks, live table, peak. With {@code -prof gc} two
 * lengths of the same program tell what is allocated for each record.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx256m"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class HeapProfilerBenchmark {
    @Param({"11", "13"})
    int version;

    /** Length of the program; about four records each. */
    @Param({"250000", "1000000"})
    int rounds;

    private byte[] file;

    /** What was read, a second. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Read {
        public long records;
    }

    /** Writes the capture. */
    @Setup
    public void write() {
        file = CaptureFiles.lz4(SteadyProgram.capture(version, rounds), false);
    }

    /** The profile. */
    @Benchmark
    public Profile profile(Read read) throws IOException {
        try (Capture capture = Capture.open(new ByteArrayInputStream(file))) {
            Profile profile = HeapProfiler.profile(capture, ProfileOptions.DEFAULT);
            read.records += profile.coverage().records();
            return profile;
        }
    }
}
