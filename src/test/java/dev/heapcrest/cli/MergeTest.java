package dev.heapcrest.cli;

import static dev.heapcrest.cli.SharedCaptures.COMPLEX;
import static dev.heapcrest.cli.SharedCaptures.EMPTY;
import static dev.heapcrest.cli.SharedCaptures.KILLED;
import static dev.heapcrest.cli.SharedCaptures.THREADS;
import static dev.heapcrest.cli.SharedCaptures.forks;
import static dev.heapcrest.cli.SharedCaptures.json;
import static dev.heapcrest.cli.SharedCaptures.merge;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The merge of many captures: what goes in, states, labels and groups, what is said, and the exit codes. */
class MergeTest {
    @TempDir
    Path folder;

    @Test
    void what_cannot_be_read_is_counted_told_and_left_out() {
        CommandRun run = CommandRun.of("merge", "--json", "-", COMPLEX, EMPTY, folder.resolve("missing.bin"));
        assertEquals(ExitCode.INCOMPLETE, run.exitCode());
        assertTrue(run.err().contains("Cannot read " + EMPTY + ": it is empty;"), run.err());
        assertTrue(run.err().contains("missing.bin: there is no such file. It is left out."), run.err());
        JsonObject merged = json(run);
        assertEquals("heapcrest-merge", merged.get("format").getAsString());
        assertEquals(3, merged.get("capture_count").getAsInt());
        assertEquals(2, merged.get("failed").getAsInt());
        assertEquals(465_750, merged.get("sum_of_peaks_bytes").getAsLong());
        JsonArray rows = merged.getAsJsonArray("captures");
        assertEquals(3, rows.size());
        for (int i = 0; i < 3; i++) {
            JsonObject row = rows.get(i).getAsJsonObject();
            boolean failed = row.get("state").getAsString().equals("failed");
            assertEquals(failed, !row.get("problem").isJsonNull());
            assertEquals(failed ? 0 : 465_750, row.get("peak_bytes").getAsLong());
        }
    }

    @Test
    void a_capture_with_one_sample_has_no_distance_between_samples() throws IOException {
        byte[] whole = Files.readAllBytes(COMPLEX);
        Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(whole, whole.length / 2));
        assertFalse(CommandRun.of("merge", cut).outText().contains("apart"));
        assertTrue(CommandRun.of("merge", THREADS).outText().contains(" (samples at most "));
    }

    @Test
    void nothing_is_written_where_nothing_could_be_read() {
        Path page = folder.resolve("page.html");
        CommandRun run = CommandRun.of("merge", "-o", page, EMPTY);
        assertEquals(ExitCode.FAILED, run.exitCode());
        assertFalse(Files.exists(page));
        assertTrue(run.err().contains("None of the captures could be read; nothing was written."), run.err());
    }

    @Test
    void exit_codes_say_whether_all_is_there() {
        assertEquals(ExitCode.COMPLETE, CommandRun.of("merge", COMPLEX, THREADS).exitCode());
        assertEquals(
                ExitCode.INCOMPLETE, CommandRun.of("merge", COMPLEX, KILLED).exitCode());
        assertEquals(
                ExitCode.COMPLETE,
                CommandRun.of("merge", "--allow-truncated", COMPLEX, KILLED).exitCode());
        assertEquals(
                ExitCode.INCOMPLETE,
                CommandRun.of("merge", "--allow-truncated", COMPLEX, EMPTY).exitCode());
        assertEquals(ExitCode.USAGE, CommandRun.of("merge").exitCode());
        assertEquals(
                ExitCode.USAGE, CommandRun.of("merge", "--label", "x", COMPLEX).exitCode());
        assertEquals(
                ExitCode.USAGE,
                CommandRun.of("merge", "--json", "-", "-o", "-", COMPLEX).exitCode());
    }

    @Test
    void a_capture_that_is_given_twice_counts_once() throws IOException {
        Path copy = Files.copy(COMPLEX, folder.resolve("other-name.bin"));
        CommandRun once = CommandRun.of("merge", "--json", "-", COMPLEX, copy);
        assertEquals(ExitCode.COMPLETE, once.exitCode());
        assertTrue(once.err().contains("other-name.bin is there already, and counts once."), once.err());
        assertEquals(465_750, json(once).get("sum_of_peaks_bytes").getAsLong());
        CommandRun twice = CommandRun.of("merge", "--json", "-", "--allow-duplicates", COMPLEX, copy);
        assertEquals(2 * 465_750, json(twice).get("sum_of_peaks_bytes").getAsLong());
    }

    @Test
    void a_partial_with_some_known_captures_is_refused() {
        Path both = folder.resolve("both.hcp");
        CommandRun.of("merge", "-q", "--partial", both, COMPLEX, THREADS);
        CommandRun run = CommandRun.of("merge", COMPLEX, both);
        assertEquals(ExitCode.FAILED, run.exitCode());
        assertTrue(run.err().contains("1 captures that are there already, and others that are not"), run.err());
    }

    @Test
    void partials_folders_and_lists_give_what_captures_give() throws IOException {
        CommandRun direct = CommandRun.of("merge", "--json", "-", COMPLEX, THREADS);
        CommandRun.of("partial", "-q", "-d", folder.resolve("partials"), COMPLEX, THREADS);
        assertTrue(Files.exists(folder.resolve("partials/complex-h13-py313-lz4.bin.hcp")));
        assertEquals(
                direct.outText(),
                CommandRun.of("merge", "--json", "-", folder.resolve("partials"))
                        .outText());
        Path list = Files.writeString(folder.resolve("list"), THREADS + "\n\n" + COMPLEX + "\n");
        assertEquals(
                direct.outText(),
                CommandRun.of("merge", "--json", "-", "@" + list).outText());
        byte[] piped = CommandRun.withInput(Files.readAllBytes(COMPLEX), "partial", "-o", "-", "-")
                .out();
        CommandRun fromPipe = CommandRun.withInput(piped, "merge", "--json", "-", "-");
        assertEquals(465_750, json(fromPipe).get("sum_of_peaks_bytes").getAsLong());
    }

    @Test
    void a_partial_of_other_options_is_refused_and_both_are_named() {
        Path exact = folder.resolve("exact.hcp");
        CommandRun.of("partial", "-q", "--exact-paths", "-o", exact, COMPLEX);
        CommandRun run = CommandRun.of("merge", THREADS, exact);
        assertEquals(ExitCode.FAILED, run.exitCode());
        assertTrue(
                run.err()
                        .contains(
                                "was made with views peak and leaks, exact files, captures together, but here are views"
                                        + " peak and leaks, portable files, captures together."),
                run.err());
    }

    @Test
    void a_damaged_partial_ends_the_command() throws IOException {
        Path partial = folder.resolve("x.hcp");
        CommandRun.of("partial", "-q", "-o", partial, COMPLEX);
        byte[] bytes = Files.readAllBytes(partial);
        bytes[bytes.length / 2] ^= 1;
        Files.write(partial, bytes);
        Path json = folder.resolve("out.json");
        CommandRun run = CommandRun.of("merge", "--json", json, THREADS, partial);
        assertEquals(ExitCode.FAILED, run.exitCode());
        assertTrue(run.err().contains("this partial is damaged"), run.err());
        assertFalse(Files.exists(json));
    }

    @Test
    void a_partial_is_gzip_and_the_same_inside_whenever_it_is_made() throws IOException {
        byte[] first = CommandRun.of("partial", "-o", "-", COMPLEX).out();
        byte[] again = CommandRun.of("merge", "--partial", "-", COMPLEX).out();
        assertArrayEquals(unpacked(first), unpacked(again));
    }

    private static byte[] unpacked(byte[] bytes) throws IOException {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return stream.readAllBytes();
        }
    }

    @Test
    void labels_group_and_rank_captures() {
        Path labelled = folder.resolve("labelled.hcp");
        CommandRun.of("partial", "-q", "--label", "worker=3", "-o", labelled, THREADS);
        JsonObject merged =
                json(CommandRun.of("merge", "--json", "-", "--group-by", "worker,python", COMPLEX, labelled));
        JsonArray groups = merged.getAsJsonArray("groups");
        assertEquals(2, groups.size());
        JsonObject largest = groups.get(0).getAsJsonObject();
        assertEquals(
                "{\"python\":\"3.13\",\"worker\":\"3\"}", largest.get("labels").toString());
        assertTrue(largest.get("sum_of_peaks_bytes").getAsLong() > 10_000_000);
        assertEquals(
                "{\"python\":\"3.13\",\"worker\":\"\"}",
                groups.get(1).getAsJsonObject().get("labels").toString());
    }

    @Test
    void labels_come_from_names_where_a_pattern_says_so() {
        JsonObject merged = json(merge(
                forks("lz4", "", ".child1", ".child2"),
                "--json",
                "-",
                "--label",
                "fleet=a",
                "--label-from",
                "(?<family>forks)-h13-.*?(?:child(?<child>\\d))?\\.bin$",
                "--group-by",
                "family,child"));
        List<String> groups = new ArrayList<>();
        for (var each : merged.getAsJsonArray("groups")) {
            groups.add(each.getAsJsonObject().get("labels").toString());
        }
        Collections.sort(groups);
        assertEquals(
                List.of(
                        "{\"child\":\"\",\"family\":\"forks\"}",
                        "{\"child\":\"1\",\"family\":\"forks\"}",
                        "{\"child\":\"2\",\"family\":\"forks\"}"),
                groups);
        assertEquals(
                3,
                Pattern.compile("\"fleet\":\"a\"")
                        .matcher(merged.toString())
                        .results()
                        .count());
        for (String wrong : List.of("(", "no group", "\\(?<x>")) {
            CommandRun run = CommandRun.of("merge", "--label-from", wrong, COMPLEX);
            assertEquals(ExitCode.USAGE, run.exitCode(), wrong);
            assertTrue(run.err().contains("argument --label-from"), run.err());
        }
        assertEquals(
                ExitCode.COMPLETE,
                CommandRun.of("merge", "--label-from", "\\Q(?<x>\\E", COMPLEX).exitCode());
    }

    @Test
    void each_group_has_a_page_where_that_is_asked_for() throws IOException {
        Path labelled = folder.resolve("labelled.hcp");
        CommandRun.of("partial", "-q", "--label", "worker=<3>/x", "-o", labelled, THREADS);
        Path pages = folder.resolve("pages");
        CommandRun run =
                CommandRun.of("merge", "--group-by", "worker", "--group-pages", pages, COMPLEX, labelled, EMPTY);
        assertEquals(ExitCode.INCOMPLETE, run.exitCode());
        assertTrue(run.outText().contains("Wrote 2 pages of groups to " + pages), run.outText());
        String one = Files.readString(pages.resolve("worker=.html"));
        assertTrue(one.contains("<h1>1 capture of complex.py, sum of peaks: 466 kB"), "one group");
        String other = Files.readString(pages.resolve("worker=_3__x.html"));
        assertTrue(other.contains("<h1>1 capture"), "the other");
        assertFalse(other.contains("complex.py"), "only its own captures");
        Path both = folder.resolve("both.hcp");
        CommandRun.of("merge", "-q", "--partial", both, COMPLEX, labelled);
        CommandRun mixed = CommandRun.of("merge", "--group-by", "worker", "--group-pages", pages, both);
        assertEquals(ExitCode.FAILED, mixed.exitCode());
        assertTrue(mixed.err().contains("has captures of several groups"), mixed.err());
        assertEquals(
                ExitCode.USAGE,
                CommandRun.of("merge", "--group-pages", pages, COMPLEX).exitCode());
    }

    @Test
    void mapped_paths_have_other_names() {
        String merged = CommandRun.of("merge", "--json", "-", "--map-path", "complex.py=src/complex.py", COMPLEX)
                .outText();
        assertTrue(merged.contains("\"src/complex.py\""));
        assertFalse(merged.contains("\"complex.py\""));
    }

    @Test
    void the_page_says_how_many_captures_it_is_of_and_what_kind_of_sum() throws IOException {
        Path page = folder.resolve("page.html");
        CommandRun run = CommandRun.of("merge", "-o", page, COMPLEX, KILLED, EMPTY);
        assertEquals(ExitCode.INCOMPLETE, run.exitCode());
        String html = Files.readString(page);
        assertTrue(html.contains("<h1>2 of 3 captures, sum of peaks: 920 kB in "), "headline");
        assertTrue(html.contains("2 of 3 captures: 1 complete, 1 truncated; 1 could not be read."), "coverage");
        for (Path capture : List.of(COMPLEX, KILLED, EMPTY)) {
            assertTrue(html.contains("<td>" + capture.getFileName() + "</td>"), capture.toString());
        }
        assertTrue(html.contains(">Peak of the sum<"), "peak of the sum");
    }

    @Test
    void hostile_names_do_no_harm() throws IOException {
        Path evil = CommandRun.CAPTURES.resolve("evilnames-h13-py313-lz4.bin");
        Path named = Files.copy(evil, folder.resolve("<script>\u001b[2J&.bin"));
        Path page = folder.resolve("page.html");
        CommandRun run = CommandRun.of("merge", "-o", page, named, COMPLEX);
        assertFalse(run.outText().contains("\u001b"), run.outText());
        String html = Files.readString(page);
        assertTrue(html.contains("&lt;script&gt;\\x1b[2J&amp;.bin"), "name");
        assertFalse(html.contains("<script>\\x1b"), "markup");
        assertEquals(
                2,
                json(CommandRun.of("merge", "--json", "-", named, COMPLEX))
                        .get("complete")
                        .getAsInt());
    }

    @Test
    void too_many_stacks_end_the_command() {
        CommandRun run = CommandRun.of("merge", "--max-nodes", "10", COMPLEX);
        assertEquals(ExitCode.FAILED, run.exitCode());
        assertTrue(run.err().contains("more than 10 call stacks"), run.err());
    }

    @Test
    void a_private_sum_names_no_path() {
        String merged =
                CommandRun.of("merge", "--json", "-", "--private", COMPLEX).outText();
        assertFalse(merged.contains("/srv/"), "a path");
        assertEquals(
                465_750,
                JsonParser.parseString(merged)
                        .getAsJsonObject()
                        .get("sum_of_peaks_bytes")
                        .getAsLong());
    }

    @Test
    void a_capture_among_the_inputs_is_never_overwritten() throws IOException {
        Path capture = Files.copy(COMPLEX, folder.resolve("x.bin"));
        for (Object[] command : List.of(
                new Object[] {"merge", "-f", "-o", capture, THREADS, capture},
                new Object[] {"merge", "-f", "--partial", folder.resolve("./x.bin"), capture},
                new Object[] {"diff", "-f", "--json", capture, THREADS, capture},
                new Object[] {"check", "-f", "--junit", capture, "--max-peak", "1GB", capture})) {
            CommandRun run = CommandRun.of(command);
            assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
            assertTrue(run.err().contains("would overwrite the capture"), run.err());
            assertArrayEquals(Files.readAllBytes(COMPLEX), Files.readAllBytes(capture));
        }
    }

    @Test
    void a_sum_takes_the_place_of_the_partial_that_it_was_made_from() {
        Path sum = folder.resolve("sum.hcp");
        assertEquals(
                ExitCode.COMPLETE,
                CommandRun.of("merge", "--partial", sum, COMPLEX).exitCode());
        assertEquals(
                ExitCode.COMPLETE,
                CommandRun.of("merge", "-f", "--partial", sum, sum, THREADS).exitCode());
        assertEquals(
                2,
                json(CommandRun.of("merge", "--json", "-", sum))
                        .get("capture_count")
                        .getAsInt());
    }

    @Test
    void no_file_is_made_under_a_name_that_is_not_utf_8() throws IOException {
        String name = folder + "/a\uFFFDb";
        for (Object[] command : List.of(
                new Object[] {"merge", "--json", name, COMPLEX},
                new Object[] {"partial", "-o", name, COMPLEX},
                new Object[] {"partial", "-d", name, COMPLEX},
                new Object[] {"check", "--markdown", name, "--max-peak", "1GB", COMPLEX},
                new Object[] {"check", "--baseline", name, "--update-baseline", COMPLEX})) {
            CommandRun run = CommandRun.of(command);
            assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
            // "this name is not UTF-8", or in an ASCII locale "Not a file name here", and that a UTF-8 locale helps
            assertTrue(run.err().contains("UTF-8"), run.err());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void a_list_that_is_not_there_is_said_in_words() {
        for (String command : List.of("merge", "partial")) {
            CommandRun run = CommandRun.of(command, "@" + folder.resolve("names.txt"));
            assertEquals(ExitCode.FAILED, run.exitCode());
            assertTrue(run.err().endsWith("names.txt: there is no such file\n"), run.err());
        }
    }

    @Test
    void no_message_begins_as_a_command_to_github_does() {
        assertEquals("./::error file=a::b.bin", CaptureInput.shown("::error file=a::b.bin"));
        assertEquals("a::b.bin", CaptureInput.shown("a::b.bin"));
        CommandRun run = CommandRun.of("merge", "::error::x.bin", "::notice::\n::error::y.bin");
        assertTrue(run.err().lines().noneMatch(line -> line.startsWith("::")), run.err());
    }
}
