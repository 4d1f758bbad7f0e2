package dev.heapcrest.capture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.heapcrest.bytes.AnyBlock;
import dev.heapcrest.bytes.AnyFrame;
import dev.heapcrest.report.AnyReport;
import dev.heapcrest.testing.Cost;
import dev.heapcrest.testing.Edits;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks for inputs that break what must hold for all. One target a run, since jazzer fuzzes the first it meets:
 * {@code mvn -Pfuzz -Dtest=CaptureFuzz#records test}. What it finds goes, named after the fault, to the folder from
 * which FuzzCorpusTest replays it in every build.
 */
class CaptureFuzz {
    private static final String DURATION = "10m";
    private static final int SCRIPTS = 400;

    /** Recorded captures; loaded by the targets that change them. */
    private static final class Samples {
        static final List<List<byte[]>> ALL = EditedCaptures.samples();
        static final List<List<byte[]>> AGGREGATED = EditedCaptures.samples(true);
    }

    static Stream<byte[]> files() {
        return FuzzSeeds.files();
    }

    static Stream<byte[]> streams() {
        return FuzzSeeds.records();
    }

    static Stream<byte[]> blocks() {
        return FuzzSeeds.blocks();
    }

    /** What a frame has after its magic number. */
    static Stream<byte[]> frames() {
        return FuzzSeeds.files().skip(1).map(file -> Arrays.copyOfRange(file, Integer.BYTES, file.length));
    }

    static Stream<byte[]> headers() {
        return FuzzSeeds.headers();
    }

    static Stream<byte[]> scripts() {
        return LongStream.range(0, SCRIPTS).mapToObj(Edits::script);
    }

    /** Any file, header and container included. */
    @MethodSource("files")
    @FuzzTest(maxDuration = DURATION)
    void file(byte[] input) throws IOException {
        Cost.bounded(() -> AnyBytes.check(input));
    }

    /** Any header, with no records after it. */
    @MethodSource("headers")
    @FuzzTest(maxDuration = DURATION)
    void header(byte[] input) throws IOException {
        Cost.bounded(() -> AnyBytes.check(FuzzSeeds.header(input)));
    }

    /** Any LZ4 frames. */
    @MethodSource("frames")
    @FuzzTest(maxDuration = DURATION)
    void frame(byte[] input) throws IOException {
        Cost.bounded(() -> AnyFrame.check(input));
    }

    /** Recorded captures of all versions, changed by whole records. */
    @MethodSource("scripts")
    @FuzzTest(maxDuration = DURATION)
    void edited(byte[] script) throws IOException {
        byte[] file = EditedCaptures.file(script, Samples.ALL);
        Cost.bounded(() -> AnyBytes.check(file));
    }

    /** The same of aggregated ones. */
    @MethodSource("scripts")
    @FuzzTest(maxDuration = DURATION)
    void aggregated(byte[] script) throws IOException {
        byte[] file = EditedCaptures.file(script, Samples.AGGREGATED);
        Cost.bounded(() -> AnyBytes.check(file));
    }

    /** All outputs of such captures; the first byte also chooses the output. */
    @MethodSource("scripts")
    @FuzzTest(maxDuration = DURATION)
    void report(byte[] script) throws IOException {
        byte[] file = EditedCaptures.file(script, Samples.ALL);
        Cost.bounded(() -> AnyReport.check(file, script.length == 0 ? 0 : (script[0] & 0xFF) >>> 3));
    }

    /** Any records behind a good header. */
    @MethodSource("streams")
    @FuzzTest(maxDuration = DURATION)
    void records(byte[] input) throws IOException {
        Cost.bounded(() -> AnyBytes.check(FuzzSeeds.capture(input)));
    }

    /** Any LZ4 block. */
    @MethodSource("blocks")
    @FuzzTest(maxDuration = DURATION)
    void block(byte[] input) throws IOException {
        Cost.bounded(() -> AnyBlock.check(input));
    }
}
