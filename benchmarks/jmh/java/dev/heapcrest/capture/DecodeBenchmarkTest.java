package dev.heapcrest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeBenchmarkTest {
    @ParameterizedTest
    @ValueSource(strings = {"lines-h6-py39-m1.0.3-raw", "gens-h9-py311-m1.4.0-pyalloc-lz4", "wide20000-h13-py313-lz4"})
    void decodesAsManyAllocationRecordsAsMemrayCounts(String capture) throws IOException {
        SummingSink sink = new SummingSink();
        Path folder = Path.of("testdata", "captures");
        try (Capture open = Capture.open(folder.resolve(capture + ".bin"))) {
            open.read(sink, ReadProgress.NONE);
        }
        assertEquals(
                memraysCount(folder.resolve(capture + ".expected.json.gz")), sink.allocations + sink.deallocations);

        DecodeBenchmark benchmark = new DecodeBenchmark();
        benchmark.capture = capture;
        benchmark.load();
        DecodeBenchmark.Decoded decoded = new DecodeBenchmark.Decoded();
        assertEquals(sink.sum, benchmark.decode(decoded));
        assertTrue(decoded.records > sink.allocations + sink.deallocations);
    }

    private static long memraysCount(Path answers) throws IOException {
        try (Reader reader =
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(answers)), StandardCharsets.UTF_8)) {
            JsonObject metadata =
                    JsonParser.parseReader(reader).getAsJsonObject().getAsJsonObject("metadata");
            return metadata.get("total_allocations").getAsLong();
        }
    }
}
