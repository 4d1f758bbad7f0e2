package dev.heapcrest.capture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.heapcrest.bytes.AnyBlock;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks for inputs that break what must hold for all. One target a run, since jazzer fuzzes the first it meets:
 * {@code mvn -Pfuzz -Dtest=CaptureFuzz#records test}. What it finds goes, named after the fault, to the folder from
 * which FuzzCorpusTest replays it in every build.
 */
class CaptureFuzz {
    private static final String DURATION = "10m";

    static Stream<byte[]> files() {
        return FuzzSeeds.files();
    }

    static Stream<byte[]> streams() {
        return FuzzSeeds.records();
    }

    static Stream<byte[]> blocks() {
        return FuzzSeeds.blocks();
    }

    /** Any file, header and container included. */
    @MethodSource("files")
    @FuzzTest(maxDuration = DURATION)
    void file(byte[] input) throws IOException {
        AnyBytes.check(input);
    }

    /** Any records behind a good header. */
    @MethodSource("streams")
    @FuzzTest(maxDuration = DURATION)
    void records(byte[] input) throws IOException {
        AnyBytes.check(FuzzSeeds.capture(input));
    }

    /** Any LZ4 block. */
    @MethodSource("blocks")
    @FuzzTest(maxDuration = DURATION)
    void block(byte[] input) throws IOException {
        AnyBlock.check(input);
    }
}
