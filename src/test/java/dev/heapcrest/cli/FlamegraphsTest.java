package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlamegraphsTest {
    private static final String COMPLEX_PAGE = "memray-flamegraph-complex.html";
    private static final String SIMPLE_PAGE = "memray-flamegraph-simple.html";
    private static final String INDEX = "index.html";
    private static final String SUMMARY = "summary.json";

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
        assertEquals(List.of(INDEX, COMPLEX_PAGE, "memray-flamegraph-cut.html", SUMMARY), names(pages));
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
        assertEquals(List.of(INDEX, COMPLEX_PAGE, SIMPLE_PAGE, SUMMARY), names(pages));
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
    void standard_input_and_no_capture_are_refused() throws IOException {
        assertEquals(2, CommandRun.of("flamegraphs", complex, "-").exitCode());
        assertEquals(2, CommandRun.of("flamegraphs").exitCode());
        assertEquals(List.of("complex.bin", "simple.bin"), names(captures));
    }

    @Test
    void a_directory_for_pages_is_made() throws IOException {
        Path made = folder.resolve("a/b");
        CommandRun run = CommandRun.of("flamegraphs", "-d", made, complex);
        assertEquals("", run.err());
        assertEquals(
                "Wrote %s\nWrote %s\nWrote %s\n"
                        .formatted(made.resolve(COMPLEX_PAGE), made.resolve(INDEX), made.resolve(SUMMARY)),
                run.outText());
        assertEquals(List.of(INDEX, COMPLEX_PAGE, SUMMARY), names(made));
    }

    @Test
    void a_file_where_the_directory_should_be_is_told() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        CommandRun run = CommandRun.of("flamegraphs", "-d", file, complex);
        assertEquals(1, run.exitCode());
        assertEquals("%s is not a directory. Name another with -d.%n".formatted(file), run.err());
    }

    @Test
    void of_a_directory_all_captures_in_it_are_taken_by_name() throws IOException {
        Files.copy(simple, captures.resolve("complex.bin.123"));
        Files.writeString(captures.resolve("notes.txt"), "no capture");
        Files.copy(simple, Files.createDirectory(captures.resolve("deeper.bin")).resolve("x.bin"));
        CommandRun run = CommandRun.of("flamegraphs", "-d", pages, captures);
        assertEquals("", run.err());
        assertEquals(
                List.of(INDEX, "memray-flamegraph-complex.bin.123.html", COMPLEX_PAGE, SIMPLE_PAGE, SUMMARY),
                names(pages));
        assertEquals(List.of("complex.bin", "complex.bin.123", "simple.bin"), inputs(pages));
    }

    @Test
    void a_directory_without_captures_is_told() throws IOException {
        CommandRun run = CommandRun.of("flamegraphs", pages);
        assertEquals(1, run.exitCode());
        assertEquals("There is no capture (*.bin) in %s.%n".formatted(pages), run.err());
    }

    /** memray names the files of forked processes after their parent's, with a number: as a suffix it would be lost. */
    @Test
    void forked_processes_keep_their_number() throws IOException {
        Path first = Files.copy(simple, captures.resolve("memray-pool.py.7.bin.26664"));
        Path second = Files.copy(simple, captures.resolve("memray-pool.py.7.bin.26665"));
        CommandRun run = CommandRun.of("flamegraphs", "-q", "-d", pages, first, second);
        assertEquals("", run.err());
        assertEquals(
                List.of(
                        INDEX,
                        "memray-flamegraph-pool.py.7.bin.26664.html",
                        "memray-flamegraph-pool.py.7.bin.26665.html",
                        SUMMARY),
                names(pages));
    }

    @Test
    void without_a_directory_there_is_no_index() throws IOException {
        assertEquals(0, CommandRun.of("flamegraphs", complex).exitCode());
        assertEquals(
                List.of("complex.bin", COMPLEX_PAGE, "simple.bin"),
                names(captures).stream().sorted().toList());
    }

    @Test
    void an_index_that_exists_stops_everything_but_for_force() throws IOException {
        Path old = Files.writeString(pages.resolve(SUMMARY), "old");
        CommandRun refused = CommandRun.of("flamegraphs", "-d", pages, complex);
        assertEquals(1, refused.exitCode());
        assertEquals("File already exists, will not overwrite without --force: %s%n".formatted(old), refused.err());
        assertEquals(List.of(SUMMARY), names(pages));
        assertEquals(0, CommandRun.of("flamegraphs", "-f", "-d", pages, complex).exitCode());
        assertTrue(Files.readString(old).startsWith("{\"format\":\"heapcrest-index\""));
    }

    @Test
    void the_summary_has_what_all_json_says_and_why_captures_failed() throws IOException {
        Path text = Files.writeString(captures.resolve("a b.txt"), "not a capture");
        Path cut = Files.write(captures.resolve("cut.bin"), Arrays.copyOf(Files.readAllBytes(simple), 9_000));
        assertEquals(
                1,
                CommandRun.of("flamegraphs", "-q", "-d", pages, text, cut, complex)
                        .exitCode());
        JsonObject summary =
                JsonParser.parseString(Files.readString(pages.resolve(SUMMARY))).getAsJsonObject();
        assertEquals(1, summary.get("version").getAsInt());
        JsonArray listed = summary.getAsJsonArray("captures");
        JsonObject failed = listed.get(0).getAsJsonObject();
        assertEquals("failed", failed.get("state").getAsString());
        assertEquals(1, failed.get("exit_code").getAsInt());
        assertTrue(failed.get("page").isJsonNull());
        assertTrue(failed.get("reason").getAsString().startsWith("Cannot read a b.txt: this is not a memray capture"));
        JsonObject truncated = listed.get(1).getAsJsonObject();
        assertEquals("truncated", truncated.get("state").getAsString());
        assertEquals(3, truncated.get("exit_code").getAsInt());
        JsonObject whole = listed.get(2).getAsJsonObject();
        assertEquals(COMPLEX_PAGE, whole.get("page").getAsString());
        assertEquals(0, whole.get("exit_code").getAsInt());
        JsonObject stats = JsonParser.parseString(
                        CommandRun.of("stats", "--json", complex).outText())
                .getAsJsonObject();
        for (String member : List.of("capture", "coverage", "peak_memory_bytes", "peak", "leaks")) {
            assertEquals(stats.get(member), whole.get(member), member);
        }
        assertFalse(Files.readString(pages.resolve(SUMMARY)).contains(folder.toString()), "no directory of ours");
    }

    @Test
    void the_index_lists_the_largest_peak_first_and_failures_last() throws IOException {
        Path hostile = Files.copy(simple, captures.resolve("<img src=x onerror=alert(1)>.bin"));
        Path text = Files.writeString(captures.resolve("a.txt"), "not a capture");
        CommandRun.of("flamegraphs", "-q", "-d", pages, text, hostile, complex);
        String index = Files.readString(pages.resolve(INDEX));
        assertTrue(index.contains("3 captures: 2 complete, 1 failed. The largest peak is "), index);
        List<String> headers = Pattern.compile("<tr><th scope=\"row\">(.*?)</th>")
                .matcher(index)
                .results()
                .map(row -> row.group(1))
                .toList();
        assertEquals(3, headers.size());
        assertTrue(headers.get(0).startsWith("<a href=\"./memray-flamegraph-"), headers.get(0));
        assertEquals("a.txt", headers.get(2));
        assertTrue(index.contains("./memray-flamegraph-%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E.html"), index);
        assertFalse(index.contains("<img"), index);
        assertTrue(index.contains("Cannot read a.txt: this is not a memray capture"), index);
    }

    /** The JVM throws an InternalError where a file that it has mapped became shorter. */
    @Test
    void a_capture_that_shrinks_while_it_is_read_does_not_stop_the_others() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int[] calls = {0};
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                () -> {
                    if (calls[0]++ == 0) {
                        throw new InternalError("a fault occurred in a recent unsafe memory access operation");
                    }
                    return 0;
                },
                "heapcrest");
        // one after the other, so that the first is it
        assertEquals(1, Main.execute(terminal, "flamegraphs", "-q", "-j", "1", "" + complex, "" + simple));
        assertEquals(
                "Cannot read %s: it became shorter while it was read, or its disk failed.%nOf 2 captures 1 failed.%n"
                        .formatted(complex),
                err.toString(StandardCharsets.UTF_8));
        assertTrue(Files.exists(captures.resolve(SIMPLE_PAGE)));
    }

    private static List<String> inputs(Path directory) throws IOException {
        return JsonParser.parseString(Files.readString(directory.resolve(SUMMARY)))
                .getAsJsonObject()
                .getAsJsonArray("captures")
                .asList()
                .stream()
                .map(each -> each.getAsJsonObject().get("input").getAsString())
                .toList();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path copy(Path to, String name) throws IOException {
        Files.createDirectories(to.getParent());
        return Files.copy(CommandRun.CAPTURES.resolve(name + ".bin"), to);
    }

    /** What is written and said by so many at once, without the times in it. */
    private String all(int jobs, Path to) throws IOException {
        CommandRun run = CommandRun.of("flamegraphs", "-j", jobs, "--recursive", "-d", to, captures);
        StringBuilder all = new StringBuilder();
        all.append(run.exitCode())
                .append('\n')
                .append(run.err())
                .append(run.outText().replace(to.toString(), "TO"));
        all.append(Files.readString(to.resolve(INDEX))).append(Files.readString(to.resolve(SUMMARY)));
        try (Stream<Path> files = Files.walk(to)) {
            files.sorted().forEach(file -> all.append(to.relativize(file)).append('\n'));
        }
        return all.toString();
    }

    @Test
    void many_at_once_write_and_say_what_one_after_the_other_does() throws IOException {
        copy(captures.resolve("monday/complex.bin"), "complex-h13-py313-lz4");
        copy(captures.resolve("monday/deep/er/simple.bin"), "simple-h13-py313-raw");
        copy(captures.resolve("killed.bin"), "killed-h13-py313-sigkill-raw");
        Files.writeString(captures.resolve("monday/no.bin"), "no capture");
        String alone = all(1, folder.resolve("alone"));
        assertTrue(alone.contains("monday/deep/er/" + SIMPLE_PAGE), alone);
        assertTrue(alone.contains("./monday/deep/er/" + SIMPLE_PAGE), "a link to a page below");
        assertTrue(alone.contains("Of 6 captures 1 failed."), alone);
        for (int jobs : new int[] {2, 5, 64}) {
            assertEquals(alone, all(jobs, folder.resolve("with" + jobs)));
        }
    }

    @Test
    void names_come_from_a_list_too() throws IOException {
        for (String end : new String[] {"\n", "\r\n", "\0"}) {
            byte[] list = (complex + end + simple + end).getBytes(StandardCharsets.UTF_8);
            List<Object> arguments = new java.util.ArrayList<>(List.of("flamegraphs", "-f", "--files-from", "-"));
            if (end.equals("\0")) {
                arguments.add("-0");
            }
            CommandRun run = CommandRun.withInput(list, arguments.toArray());
            assertEquals("", run.err());
            assertEquals(
                    "Wrote %s\nWrote %s\n".formatted(captures.resolve(COMPLEX_PAGE), captures.resolve(SIMPLE_PAGE)),
                    run.outText());
        }
        Path empty = Files.createFile(folder.resolve("empty"));
        assertEquals(1, CommandRun.of("flamegraphs", "--files-from", empty).exitCode());
        assertEquals(
                1,
                CommandRun.of("flamegraphs", "--files-from", folder.resolve("none"))
                        .exitCode());
        Path latin = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xE4, '\n'});
        assertTrue(CommandRun.of("flamegraphs", "--files-from", latin).err().contains("is not UTF-8"));
        assertEquals(2, CommandRun.of("flamegraphs", "-0", complex).exitCode());
        assertEquals(2, CommandRun.of("flamegraphs").exitCode());
        assertEquals(2, CommandRun.of("flamegraphs", "-j", 0, complex).exitCode());
    }

    @Test
    void pages_that_are_up_to_date_are_left_and_keep_their_rows() throws IOException {
        assertEquals(0, CommandRun.of("flamegraphs", "-d", pages, captures).exitCode());
        String index = Files.readString(pages.resolve(INDEX));
        JsonArray rows = JsonParser.parseString(Files.readString(pages.resolve(SUMMARY)))
                .getAsJsonObject()
                .getAsJsonArray("captures");
        Path page = pages.resolve(COMPLEX_PAGE);
        Files.writeString(page, "left as it is");
        CommandRun again = CommandRun.of("flamegraphs", "--skip-existing", "-d", pages, captures);
        assertEquals("", again.err());
        assertTrue(again.outText().startsWith("Left 2 pages as they are\nWrote "), again.outText());
        assertEquals("left as it is", Files.readString(page));
        assertEquals(index, Files.readString(pages.resolve(INDEX)));
        assertEquals(
                rows,
                JsonParser.parseString(Files.readString(pages.resolve(SUMMARY)))
                        .getAsJsonObject()
                        .getAsJsonArray("captures"));
        // a capture that was recorded again has no page yet
        Files.setLastModifiedTime(
                complex,
                java.nio.file.attribute.FileTime.fromMillis(
                        Files.getLastModifiedTime(page).toMillis() + 5_000));
        assertEquals(
                1,
                CommandRun.of("flamegraphs", "--skip-existing", "-d", pages, captures)
                        .exitCode());
        CommandRun newer = CommandRun.of("flamegraphs", "-f", "--skip-existing", "-d", pages, captures);
        assertEquals(0, newer.exitCode());
        assertTrue(newer.outText().contains("Left 1 page as they are"), newer.outText());
        assertTrue(Files.size(page) > 1000, "a page");
        // what no index lists is made again
        Files.delete(pages.resolve(SUMMARY));
        assertEquals(
                1,
                CommandRun.of("flamegraphs", "--skip-existing", "-d", pages, captures)
                        .exitCode());
    }
}
