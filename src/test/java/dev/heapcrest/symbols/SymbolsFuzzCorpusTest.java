package dev.heapcrest.symbols;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.heapcrest.symbols.elf.AnyElf;
import dev.heapcrest.symbols.pack.AnyPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Replays what fuzzing found, and inputs from which it starts. */
class SymbolsFuzzCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/dev/heapcrest/symbols/SymbolsFuzzInputs");

    @TestFactory
    Stream<DynamicTest> every_image_found_by_fuzzing_is_read_or_refused() throws IOException {
        return files("elf").map(file -> dynamicTest(name(file), () -> AnyElf.check(Files.readAllBytes(file))));
    }

    @TestFactory
    Stream<DynamicTest> every_pack_found_by_fuzzing_is_read_or_refused() throws IOException {
        return files("pack").map(file -> dynamicTest(name(file), () -> AnyPack.check(Files.readAllBytes(file))));
    }

    private static Stream<Path> files(String target) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(target))) {
            return files.sorted().toList().stream();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
