package dev.heapcrest.symbols;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.heapcrest.symbols.elf.AnyElf;
import dev.heapcrest.symbols.pack.AnyPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks for images and symbol packs that break what must hold for all, one target a run:
 * {@code mvn -Pfuzz -Dtest=SymbolsFuzz#elf test}. What it finds goes, named after the fault, to the folder from which
 * SymbolsFuzzCorpusTest replays it in every build.
 */
class SymbolsFuzz {
    private static final String DURATION = "10m";
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

    /** Any bytes taken for an image. */
    @MethodSource("images")
    @FuzzTest(maxDuration = DURATION)
    void elf(byte[] input) {
        AnyElf.check(input);
    }

    /** Any bytes in a symbol pack that is whole for gzip. */
    @MethodSource("packs")
    @FuzzTest(maxDuration = DURATION)
    void pack(byte[] input) throws IOException {
        AnyPack.check(input);
    }
}
