package dev.heapcrest.symbols;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.heapcrest.symbols.elf.AnyElf;
import dev.heapcrest.symbols.pack.AnyPack;
import dev.heapcrest.testing.Cost;
import dev.heapcrest.testing.Edits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks for images and symbol packs that break what must hold for all, one target a run:
 * {@code mvn -Pfuzz -Dtest=SymbolsFuzz#elf test}. What it finds goes, named after the fault, to the folder from which
 * SymbolsFuzzCorpusTest replays it in every build.
 */
class SymbolsFuzz {
    private static final String DURATION = "10m";
    private static final int SCRIPTS = 400;
    private static final Path IMAGES = Path.of("testdata/captures-native/root/srv/native");

    static Stream<byte[]> images() throws IOException {
        return Stream.of(
                AnyElf.small(),
                Files.readAllBytes(IMAGES.resolve("libtiny-mini.so")),
                Files.readAllBytes(IMAGES.resolve("libtiny-split.so")));
    }

    static Stream<byte[]> packs() throws IOException {
        return Stream.of(AnyPack.small());
    }

    /** Loaded by the targets that change them. */
    private static final class Samples {
        static final List<List<byte[]>> IMAGES = EditedSymbols.images();
        static final List<List<byte[]>> PACKS = EditedSymbols.packs();
    }

    static Stream<byte[]> scripts() {
        return LongStream.range(0, SCRIPTS).mapToObj(Edits::script);
    }

    /** Images that were changed by whole parts. */
    @MethodSource("scripts")
    @FuzzTest(maxDuration = DURATION)
    void editedElf(byte[] script) throws IOException {
        byte[] image = EditedSymbols.image(script, Samples.IMAGES);
        Cost.bounded(() -> AnyElf.check(image));
    }

    /** Symbol packs that were changed by whole sections, whose lengths are right. */
    @MethodSource("scripts")
    @FuzzTest(maxDuration = DURATION)
    void editedPack(byte[] script) throws IOException {
        byte[] pack = EditedSymbols.pack(script, Samples.PACKS);
        Cost.bounded(() -> AnyPack.check(pack));
    }

    /** Any bytes taken for an image. */
    @MethodSource("images")
    @FuzzTest(maxDuration = DURATION)
    void elf(byte[] input) throws IOException {
        Cost.bounded(() -> AnyElf.check(input));
    }

    /** Any bytes in a symbol pack that is whole for gzip. */
    @MethodSource("packs")
    @FuzzTest(maxDuration = DURATION)
    void pack(byte[] input) throws IOException {
        Cost.bounded(() -> AnyPack.check(input));
    }
}
