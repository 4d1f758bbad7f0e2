package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
            "com.github.mustachejava.reflect.ReflectionWrapper",
            "java.util.Formatter");

    private static final String CAPTURE =
            CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin").toString();

    @TempDir
    Path folder;

    /** What the last one said. */
    private List<String> told = List.of();

    private List<String> loaded(String... arguments) throws Exception {
        return loaded(List.of(), arguments);
    }

    private List<String> loaded(List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-Xshare:off",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add("dev.heapcrest.cli.Main");
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertEquals(0, process.waitFor());
        List<String> loaded =
                lines.stream().filter(line -> line.contains("source:")).toList();
        told = lines.stream().filter(line -> !line.startsWith("[")).toList();
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

    /** It leaves an exit code for the launcher, and shows nothing of what it loads for other commands. */
    @Test
    void the_run_that_makes_the_archive_loads_what_other_commands_need() throws Exception {
        Path page = folder.resolve("x.html");
        List<String> said = loaded(
                List.of("-Dheapcrest.done=" + folder.resolve("archive")), "flamegraph", "-o", page.toString(), CAPTURE);
        for (String name : List.of(
                "dev.heapcrest.cli.TreeCommand",
                "dev.heapcrest.report.text.LargestAllocations",
                "dev.heapcrest.capture.AheadDecoder",
                "sun.nio.fs.UnixFileAttributeViews",
                "picocli.CommandLine ")) {
            assertTrue(said.stream().anyMatch(line -> line.contains(name)), name);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    Set.of("archive.0", "x.html"),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
        assertEquals(List.of("Wrote " + page), told);
    }
}
