package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlamegraphsTest {
    private static final String COMPLEX_PAGE = "memray-flamegraph-complex.html";
    private static final String SIMPLE_PAGE = "memray-flamegraph-simple.html";

    @TempDir
    Path folder;

    private Path captures;
    private Path pages;
    private Path complex;
    private Path simple;

    @BeforeEach
    void copyCaptures() throws IOException {
        captures = Files.createDirectory(folder.resolve("captures"));
        pages = Files.createDirectory(folder.resolve("pages"));
        complex = Files.copy(CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin"), captures.resolve("complex.bin"));
        simple = Files.copy(CommandRun.CAPTURES.resolve("simple-h13-py313-raw.bin"), captures.resolve("simple.bin"));
    }

    @Test
    void each_capture_has_the_page_that_it_would_have_alone() throws IOException {
        CommandRun run = CommandRun.of("flamegraphs", "--leaks", complex, simple);
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        Path complexPage = captures.resolve(COMPLEX_PAGE);
        Path simplePage = captures.resolve(SIMPLE_PAGE);
        assertEquals("Wrote %s\nWrote %s\n".formatted(complexPage, simplePage), run.outText());
        assertEquals(figures("flamegraph", complex), figures("flamegraphs", complex, complexPage));
        assertEquals(figures("flamegraph", simple), figures("flamegraphs", simple, simplePage));
    }

    private static JsonObject figures(String command, Path capture) {
        return figures(
                command,
                capture,
                CommandRun.of(command, "--leaks", "-o", "-", capture).outText(),
                "-o - ");
    }

    private static JsonObject figures(String command, Path capture, Path page) throws IOException {
        return figures(command, capture, Files.readString(page), "");
    }

    /** What the page's summary says, without when and how it was made. */
    private static JsonObject figures(String command, Path capture, String page, String output) {
        JsonObject summary = FlamegraphTest.summary(page);
        assertEquals(
                "heapcrest %s --leaks %s%s".formatted(command, output, capture),
                summary.remove("regenerate").getAsString());
        assertNotNull(summary.remove("written_time_ms"));
        return summary;
    }

    @Test
    void what_fails_does_not_stop_the_others() throws IOException {
        Path text = Files.writeString(captures.resolve("a.txt"), "not a capture");
        Path missing = captures.resolve("missing.bin");
        Path cut = Files.write(captures.resolve("cut.bin"), Arrays.copyOf(Files.readAllBytes(simple), 9_000));
        CommandRun run = CommandRun.of("flamegraphs", "-q", "-d", pages, text, missing, cut, complex);
        assertEquals(1, run.exitCode());
        assertEquals(List.of(COMPLEX_PAGE, "memray-flamegraph-cut.html"), names(pages));
        List<String> said = run.err().lines().toList();
        assertEquals(4, said.size(), run.err());
        assertTrue(said.get(0).startsWith("Cannot read " + text), said.get(0));
        assertEquals("No such file: " + missing, said.get(1));
        assertTrue(said.get(2).startsWith(cut + " is truncated."), said.get(2));
        assertEquals("Of 4 captures 2 failed.", said.get(3));
    }

    @Test
    void cut_captures_alone_are_told_apart_from_failures() throws IOException {
        Path cut = Files.write(captures.resolve("cut.bin"), Arrays.copyOf(Files.readAllBytes(simple), 9_000));
        assertEquals(3, CommandRun.of("flamegraphs", "-d", pages, cut, complex).exitCode());
        assertEquals(
                0,
                CommandRun.of("flamegraphs", "-f", "--allow-truncated", "-d", pages, cut, complex)
                        .exitCode());
    }

    @Test
    void pages_that_exist_are_replaced_only_by_force() throws IOException {
        Path old = Files.writeString(pages.resolve(COMPLEX_PAGE), "old");
        CommandRun refused = CommandRun.of("flamegraphs", "-q", "-d", pages, complex, simple);
        assertEquals(1, refused.exitCode());
        assertEquals(
                "File already exists, will not overwrite without --force: %s%nOf 2 captures 1 failed.%n".formatted(old),
                refused.err());
        assertEquals("old", Files.readString(old));
        assertEquals(List.of(COMPLEX_PAGE, SIMPLE_PAGE), names(pages));
        assertEquals(
                0,
                CommandRun.of("flamegraphs", "-f", "-d", pages, complex, simple).exitCode());
        assertTrue(Files.readString(old).startsWith("<!DOCTYPE html>"));
    }

    @Test
    void nothing_begins_when_two_reports_would_have_one_name() throws IOException {
        Path other = Files.copy(
                complex, Files.createDirectory(folder.resolve("other")).resolve("complex.bin"));
        CommandRun run = CommandRun.of("flamegraphs", "-f", "-d", pages, complex, other);
        assertEquals(2, run.exitCode());
        assertTrue(
                run.err()
                        .contains("the reports of %s and %s would both be %s"
                                .formatted(complex, other, pages.resolve(COMPLEX_PAGE))),
                run.err());
        assertEquals(List.of(), names(pages));
    }

    @Test
    void a_directory_that_is_missing_and_standard_input_are_refused() throws IOException {
        CommandRun nowhere = CommandRun.of("flamegraphs", "-d", folder.resolve("x"), complex);
        assertEquals(1, nowhere.exitCode());
        assertEquals("No such directory: %s. Make it first.%n".formatted(folder.resolve("x")), nowhere.err());
        assertEquals(2, CommandRun.of("flamegraphs", complex, "-").exitCode());
        assertEquals(2, CommandRun.of("flamegraphs").exitCode());
        assertEquals(List.of("complex.bin", "simple.bin"), names(captures));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
