package dev.heapcrest.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * How many records a second are inflated and decoded, by header version, on captures of the memray releases that wrote
 * each (small ones, opening included, but the last). The sink adds up what it is told, so that nothing is optimised away.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx256m"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class DecodeBenchmark {
    /** A capture of testdata/captures, without its extension. */
    @Param({
        "lines-h6-py39-m1.0.3-raw",
        "gens-h7-py38-m1.1.0-pyalloc-lz4",
        "gens-h8-py310-m1.3.1-pyalloc-lz4",
        "gens-h9-py311-m1.4.0-pyalloc-lz4",
        "gens-h10-py311-m1.8.0-pyalloc-lz4",
        "gens-h12-py311-m1.19.3-pyalloc-lz4",
        "gens-h13-py313-pyalloc-lz4",
        "wide20000-h13-py313-lz4"
    })
    String capture;

    private byte[] file;

    /** What was decoded, a second. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Decoded {
        public long records;
        public long streamBytes;
    }

    /** Reads the file once: the benchmark is about decoding. */
    @Setup
    public void load() throws IOException {
        file = Files.readAllBytes(Path.of("testdata", "captures", capture + ".bin"));
    }

    /** Sum over all calls. */
    @Benchmark
    public long decode(Decoded decoded) throws IOException {
        SummingSink sink = new SummingSink();
        try (Capture open = Capture.open(new ByteArrayInputStream(file))) {
            Coverage coverage = open.read(sink, ReadProgress.NONE);
            decoded.records += coverage.records();
            decoded.streamBytes += coverage.streamBytes();
        }
        return sink.sum;
    }
}
