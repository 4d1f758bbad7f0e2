package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Every figure against memray's own, for every capture of testdata/captures and, with {@code -Dcaptures=DIR}, of another
 * folder laid out the same way. A difference passes only if the plain reading of docs/capture-format.md gives ours,
 * and gives memray's answer when told to repeat a known mistake of memray's.
 */
class ConformanceTest {
    private static final Path TESTDATA = Path.of("testdata/captures");

    @TestFactory
    Stream<DynamicNode> testdataAgreesWithMemray() throws IOException {
        return folder(TESTDATA, Path.of("target/conformance.md"));
    }

    @TestFactory
    Stream<DynamicNode> anotherFolderAgreesWithMemray() throws IOException {
        String folder = System.getProperty("captures", "");
        if (folder.isEmpty() || folder.startsWith("${")) {
            return Stream.empty();
        }
        return folder(Path.of(folder), Path.of("target/conformance-captures.md"));
    }

    private static Stream<DynamicNode> folder(Path folder, Path table) throws IOException {
        List<Path> captures = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".bin")).sorted().forEach(captures::add);
        }
        Verdicts verdicts = new Verdicts();
        Stream<DynamicNode> containers = captures.stream().map(file -> container(file, verdicts));
        DynamicNode closing = dynamicTest("closing table", () -> {
            assertTrue(!captures.isEmpty(), "no captures in " + folder);
            verdicts.write(table, "Captures of " + folder.normalize() + " against memray");
        });
        return Stream.concat(containers, Stream.of(closing));
    }

    private static DynamicContainer container(Path file, Verdicts verdicts) {
        return dynamicContainer(Oracle.name(file), Stream.of(0).flatMap(any -> {
            try {
                return new CaptureQuestions(new CaptureCase(file), verdicts).tests();
            } catch (IOException problem) {
                throw new AssertionError(problem);
            }
        }));
    }
}
