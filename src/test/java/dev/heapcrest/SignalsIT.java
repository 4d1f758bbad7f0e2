package dev.heapcrest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A report is replaced while signals come: {@code mvn verify -Dit.test=SignalsIT -Dsignals=200 -Dseed=7} sends more of
 * them.
 */
class SignalsIT {
    private static final List<String> COMMAND = List.of("flamegraph", "-f", "-o", "x.html", "x.bin");
    private static final Map<String, String> WHEN = Map.of("SOURCE_DATE_EPOCH", "1764500000");

    private enum Signal {
        INT(130),
        TERM(143),
        KILL(137);

        private final int exitCode;

        Signal(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    @TempDir
    Path folder;

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private JarProcess process() {
        return new JarProcess(folder).environment(WHEN);
    }

    @Test
    void a_signal_at_any_moment_leaves_the_old_report_or_the_whole_new_one(TestReporter reporter) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell to send signals");
        Files.copy(Path.of("testdata/captures/wide20000-h13-py313-lz4.bin"), folder.resolve("x.bin"));
        process().run(null, COMMAND);
        long began = System.nanoTime();
        process().run(null, COMMAND);
        long usualNanos = System.nanoTime() - began;
        byte[] whole = Files.readAllBytes(folder.resolve("x.html"));

        SplittableRandom random = new SplittableRandom(Long.getLong("seed", 1));
        byte[] old = "an old report".getBytes(StandardCharsets.US_ASCII);
        Map<Signal, Integer> stopped = new EnumMap<>(Signal.class);
        int signals = Integer.getInteger("signals", 20);
        for (int sent = 0; sent < signals; sent++) {
            Signal signal = Signal.values()[sent % Signal.values().length];
            Files.write(folder.resolve("x.html"), old);
            Path said = Files.createTempFile("heapcrest-said", ".txt");
            Process running = process().start(said, COMMAND);
            TimeUnit.NANOSECONDS.sleep(random.nextLong(usualNanos * 11 / 10));
            // the shell's own: the program of that name is missing where procps is not installed
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + running.pid() + " 2>/dev/null")
                    .start()
                    .waitFor();
            assertTrue(running.waitFor(60, TimeUnit.SECONDS), "ends");
            byte[] found = Files.readAllBytes(folder.resolve("x.html"));
            String what =
                    signal + " no. " + sent + ", exit code " + running.exitValue() + ": " + Files.readString(said);
            Files.delete(said);
            if (running.exitValue() == 0) {
                assertArrayEquals(whole, found, what);
            } else {
                assertEquals(signal.exitCode, running.exitValue(), what);
                assertTrue(Arrays.equals(old, found) || Arrays.equals(whole, found), what);
                stopped.merge(signal, 1, Integer::sum);
            }
            if (signal != Signal.KILL) {
                // the process could still take its own away
                assertEquals(List.of("x.bin", "x.html"), files(), what);
            } else {
                process().run(null, COMMAND);
                assertEquals(List.of("x.bin", "x.html"), files(), "after the next run; " + what);
                assertArrayEquals(whole, Files.readAllBytes(folder.resolve("x.html")), what);
            }
        }
        reporter.publishEntry("stopped by", signals + " signals: " + stopped);
        // whoever starts this in the background of a shell has told all of it to ignore SIGINT
        assertTrue(stopped.containsKey(Signal.KILL) && stopped.containsKey(Signal.TERM), () -> "too late: " + stopped);
    }
}
