package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are the same, to the byte, with any number of threads: of whole processes that are told the same time. */
class ThreadsTest {
    private static final List<String> NAMES =
            List.of("complex-h13-py313-lz4", "simple-h13-py313-native-lz4", "killed-h13-py313-sigkill-raw");

    @TempDir
    Path folder;

    /** Exit code and messages. */
    private static String run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.heapcrest.cli.Main"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SOURCE_DATE_EPOCH", "1700000000");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        return process.waitFor() + "\n" + said;
    }

    private static String capture(String name) {
        return CommandRun.CAPTURES.resolve(name + ".bin").toString();
    }

    @Test
    void a_page_is_the_same_with_two_threads() throws Exception {
        for (String name : NAMES) {
            Path page = folder.resolve("x.html");
            List<byte[]> pages = new ArrayList<>();
            List<String> said = new ArrayList<>();
            for (String threads : List.of("1", "2")) {
                // a page that is not private says with what options it was made
                said.add(run(List.of(
                        "flamegraph", "--private", "-f", "--threads", threads, "-o", page.toString(), capture(name))));
                pages.add(Files.readAllBytes(page));
            }
            assertEquals(said.get(0), said.get(1));
            assertArrayEquals(pages.get(0), pages.get(1), name);
        }
    }

    @Test
    void all_files_of_a_batch_are_the_same_with_any_number_at_once() throws Exception {
        List<String> trees = new ArrayList<>();
        List<Path> directories = new ArrayList<>();
        for (String jobs : List.of("1", "3")) {
            Path pages = folder.resolve("pages");
            List<String> arguments = new ArrayList<>(List.of("flamegraphs", "-j", jobs, "-d", pages.toString()));
            NAMES.forEach(name -> arguments.add(capture(name)));
            arguments.add("README.md");
            trees.add(run(arguments));
            directories.add(Files.move(pages, folder.resolve("pages" + jobs)));
        }
        assertEquals(trees.get(0), trees.get(1));
        int compared = 0;
        try (Stream<Path> files = Files.list(directories.get(0))) {
            for (Path file : files.toList()) {
                Path other = directories.get(1).resolve(file.getFileName());
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(other), file.toString());
                compared++;
            }
        }
        assertTrue(compared == NAMES.size() + 2, compared + " files");
    }
}
