package dev.heapcrest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.RandomProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real captures, whole, damaged and cut, and what must hold for all bytes. */
class EveryCaptureTest {
    private static final int LARGEST_BYTES = 50_000;

    static List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("testdata/captures"))) {
            return files.filter(file -> file.toString().endsWith(".bin"))
                    .filter(file -> file.toFile().length() <= LARGEST_BYTES)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void realCapturesAreReadAlikeInSmallWindowsInLargeOnesAndCarefully(Path capture) throws IOException {
        AnyBytes.check(Files.readAllBytes(capture));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12, 13})
    void aCaptureCutAtAnyByteGivesTheFirstCallsOfTheWholeOne(int version) throws IOException {
        CaptureHeader header = RandomProgram.header(version, version);
        CaptureWriter writer = new CaptureWriter(header);
        RandomProgram.run(header, version, 30, writer);
        requirePrefixes(writer.stream(), 1);
        requirePrefixes(CaptureFiles.lz4(writer.stream(), false), 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complex-h10-py311-m1.8.0-raw",
                "threads8-h10-py311-m1.8.0-agg-lz4",
                "threads8-h11-py311-m1.18.0-agg-lz4",
                "complex-h13-py313-agg-raw",
                "simple-h13-py313-agg-lz4"
            })
    void aRealCaptureCutAnywhereGivesTheFirstCallsOfTheWholeOne(String name) throws IOException {
        requirePrefixes(Files.readAllBytes(Path.of("testdata/captures", name + ".bin")), 37);
    }

    private static void requirePrefixes(byte[] whole, int step) throws IOException {
        AnyBytes.Reading expected = AnyBytes.read(whole, 4096, false);
        for (int length = 0; length < whole.length; length += step) {
            AnyBytes.Reading found = AnyBytes.read(Arrays.copyOf(whole, length), 4096, false);
            List<String> calls = found.calls();
            assertTrue(calls.size() <= expected.calls().size(), "cut at " + length);
            assertEquals(expected.calls().subList(0, calls.size()), calls, "cut at " + length);
            assertTrue(found.refused() != null || found.header() != null);
        }
    }
}
