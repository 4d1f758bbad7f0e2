package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs a process of its own: signals reach the whole JVM. */
class InterruptionTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    @Test
    void control_c_leaves_the_old_report_and_nothing_else() throws Exception {
        Path output = Files.writeString(folder.resolve("x.csv"), "old");
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.heapcrest.cli.Main",
                        "transform",
                        "csv",
                        "-f",
                        "-o",
                        output.toString(),
                        "-")
                .redirectErrorStream(true)
                .start();
        try {
            // A capture without an end: the command waits for the rest.
            byte[] capture = Files.readAllBytes(CommandRun.CAPTURES.resolve("simple-h13-py313-raw.bin"));
            command.getOutputStream().write(Arrays.copyOf(capture, 9_000));
            command.getOutputStream().flush();
            awaitTemporaryFile();
            // the shell's own kill: the program of that name is missing where procps is not installed
            Process signal = new ProcessBuilder("/bin/sh", "-c", "kill -INT " + command.pid()).start();
            assertEquals(0, signal.waitFor(), "the signal is sent");
            assertTrue(command.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "ends");
            String said = new String(command.getInputStream().readAllBytes());
            assertEquals(130, command.exitValue(), said);
            assertEquals("\nInterrupted: " + output + " was not written.\n", said);
        } finally {
            command.destroyForcibly();
        }
        assertEquals(List.of("x.csv"), files());
        assertEquals("old", Files.readString(output));
    }

    private void awaitTemporaryFile() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (files().size() < 2) {
            assertTrue(System.nanoTime() < end, "the temporary file appears before reading");
            Thread.sleep(20);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
