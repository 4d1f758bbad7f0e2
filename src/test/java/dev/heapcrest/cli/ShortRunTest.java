package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a small capture is short because little is loaded (docs/architecture.md, "What a short run needs"). */
class ShortRunTest {
    /** What costs tens of milliseconds at its first use, each met once in a report that got slower. */
    private static final List<String> EXPENSIVE = List.of(
            "java.lang.runtime.ObjectMethods",
            "picocli.CommandLine",
            "net.openhft.chronicle.",
            "com.google.protobuf.",
            "java.util.Formatter");

    @TempDir
    Path folder;

    @Test
    void a_report_of_a_small_capture_loads_nothing_expensive() throws Exception {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-Xshare:off",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.heapcrest.cli.Main",
                        "flamegraph",
                        "-o",
                        folder.resolve("x.html").toString(),
                        CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin").toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines =
                new String(command.getInputStream().readAllBytes()).lines().toList();
        assertEquals(0, command.waitFor());
        Stream<String> loaded = lines.stream().filter(line -> line.contains("source:"));
        List<String> found = loaded.filter(line -> EXPENSIVE.stream().anyMatch(line::contains))
                .toList();
        assertEquals(List.of(), found);
        assertTrue(lines.size() > 500, lines.size() + " lines");
    }
}
