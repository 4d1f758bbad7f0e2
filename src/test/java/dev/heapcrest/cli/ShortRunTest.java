package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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

    private static final String CAPTURE =
            CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin").toString();

    @TempDir
    Path folder;

    private List<String> loaded(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-Xshare:off",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.heapcrest.cli.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertEquals(0, process.waitFor());
        List<String> loaded =
                lines.stream().filter(line -> line.contains("source:")).toList();
        assertTrue(loaded.size() > 500, loaded.size() + " classes");
        return loaded;
    }

    @Test
    void a_report_of_a_small_capture_loads_nothing_expensive() throws Exception {
        List<String> found = loaded("flamegraph", "-o", folder.resolve("x.html").toString(), CAPTURE).stream()
                .filter(line -> EXPENSIVE.stream().anyMatch(line::contains))
                .toList();
        assertEquals(List.of(), found);
    }

    /** Through picocli as well, which looks at all methods of commands and options. */
    @Test
    void a_capture_without_native_stacks_loads_nothing_of_symbols() throws Exception {
        Predicate<String> ofSymbols = line -> line.contains("dev.heapcrest.symbols.")
                || line.contains("com.google.gson.")
                || line.contains("org.tukaani.");
        List<String> page = loaded("flamegraph", "-o", folder.resolve("x.html").toString(), CAPTURE);
        assertEquals(List.of(), page.stream().filter(ofSymbols).toList());
        List<String> stats = loaded("stats", CAPTURE);
        assertEquals(List.of(), stats.stream().filter(ofSymbols).toList());
        // the filter sees them where they are
        String natively =
                CommandRun.CAPTURES.resolve("simple-h13-py313-native-lz4.bin").toString();
        assertTrue(loaded("stats", natively).stream().anyMatch(ofSymbols), "symbols of native stacks");
    }

    @Test
    void one_capture_of_usual_size_loads_nothing_of_further_threads() throws Exception {
        Predicate<String> ofThreads = line -> line.contains("dev.heapcrest.capture.Block")
                || line.contains("dev.heapcrest.capture.DecodeAhead")
                || line.contains("dev.heapcrest.capture.AheadDecoder")
                || line.contains("dev.heapcrest.cli.Workers");
        String page = folder.resolve("x.html").toString();
        assertEquals(
                List.of(),
                loaded("flamegraph", "-o", page, CAPTURE).stream()
                        .filter(ofThreads)
                        .toList());
        // the filter sees them where they are
        List<String> two = loaded("flamegraph", "-f", "--threads", "2", "-o", page, CAPTURE);
        assertTrue(two.stream().filter(ofThreads).count() >= 5, "a ring");
    }
}
