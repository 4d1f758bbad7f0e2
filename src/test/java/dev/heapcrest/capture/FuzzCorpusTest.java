package dev.heapcrest.capture;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.heapcrest.bytes.AnyBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Replays what fuzzing found, and the inputs from which it starts; files are named after the fault they showed. */
class FuzzCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/dev/heapcrest/capture/CaptureFuzzInputs");

    @TestFactory
    Stream<DynamicTest> everyFileFoundByFuzzingIsReadAsAnyBytesMustBe() throws IOException {
        return files("file").map(file -> dynamicTest(name(file), () -> AnyBytes.check(Files.readAllBytes(file))));
    }

    @TestFactory
    Stream<DynamicTest> everyRecordStreamFoundByFuzzingIsReadAsAnyBytesMustBe() throws IOException {
        return files("records")
                .map(file ->
                        dynamicTest(name(file), () -> AnyBytes.check(FuzzSeeds.capture(Files.readAllBytes(file)))));
    }

    @TestFactory
    Stream<DynamicTest> everyBlockFoundByFuzzingInflatesAsThePlainDecoderSays() throws IOException {
        return files("block").map(file -> dynamicTest(name(file), () -> AnyBlock.check(Files.readAllBytes(file))));
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
