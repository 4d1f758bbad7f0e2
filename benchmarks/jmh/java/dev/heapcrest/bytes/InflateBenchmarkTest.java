package dev.heapcrest.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflateBenchmarkTest {
    @ParameterizedTest
    @ValueSource(strings = {"wide20000-h13-py313-lz4", "gens-h13-py313-pyalloc-lz4"})
    void bothDecodersGiveTheSameStream(String capture) throws IOException {
        InflateBenchmark benchmark = new InflateBenchmark();
        benchmark.capture = capture;
        benchmark.load();
        InflateBenchmark.Inflated ours = new InflateBenchmark.Inflated();
        InflateBenchmark.Inflated theirs = new InflateBenchmark.Inflated();
        long sum = benchmark.ours(ours);
        assertEquals(sum, benchmark.commonsCompress(theirs));
        assertEquals(ours.streamBytes, theirs.streamBytes);

        byte[] stream =
                Inflated.of(Files.readAllBytes(Path.of("testdata", "captures", capture + ".bin")), 1 << 17).stream();
        assertEquals(stream.length, ours.streamBytes);
        SampledBytes sample = new SampledBytes();
        for (int at = 0; at < stream.length; at += 777) {
            sample.add(stream, at, Math.min(stream.length, at + 777));
        }
        assertEquals(sample.sum, sum);
        stream[10 * 1024]++;
        SampledBytes other = new SampledBytes();
        other.add(stream, 0, stream.length);
        assertNotEquals(other.sum, sum);
    }
}
