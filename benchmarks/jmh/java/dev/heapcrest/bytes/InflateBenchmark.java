package dev.heapcrest.bytes;

import dev.heapcrest.bytes.WindowSource.Window;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
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
 * How many bytes of stream a second come out of an LZ4 capture, nothing decoded; commons-compress, the Java library that
 * reads memray's linked blocks, beside ours.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx256m"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class InflateBenchmark {
    /** A capture of testdata/captures, without its extension: stacks, allocations of all sorts. */
    @Param({"wide20000-h13-py313-lz4", "gens-h13-py313-pyalloc-lz4"})
    String capture;

    private byte[] file;

    /** What was inflated, a second. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Inflated {
        public long streamBytes;
    }

    /** Reads the file once: the benchmark is about inflating. */
    @Setup
    public void load() throws IOException {
        file = Files.readAllBytes(Path.of("testdata", "captures", capture + ".bin"));
    }

    /** Sum over some of the bytes. */
    @Benchmark
    public long ours(Inflated inflated) throws IOException {
        SampledBytes sample = new SampledBytes();
        PushbackInput input = new PushbackInput(new StreamInput(new ByteArrayInputStream(file)));
        try (WindowSource source = new Lz4Source(input, WindowSource.USUAL_BYTES)) {
            for (Window window = source.next(); window.end > window.start; window = source.next()) {
                sample.add(window.bytes, window.start, window.end);
            }
        }
        inflated.streamBytes += sample.count;
        return sample.sum;
    }

    /** The same with commons-compress. */
    @Benchmark
    public long commonsCompress(Inflated inflated) throws IOException {
        SampledBytes sample = new SampledBytes();
        byte[] piece = new byte[1 << 16];
        try (FramedLZ4CompressorInputStream in =
                new FramedLZ4CompressorInputStream(new ByteArrayInputStream(file), true)) {
            for (int got = in.read(piece); got > 0; got = in.read(piece)) {
                sample.add(piece, 0, got);
            }
        }
        inflated.streamBytes += sample.count;
        return sample.sum;
    }
}
