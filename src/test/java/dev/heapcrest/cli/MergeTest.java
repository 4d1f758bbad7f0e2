package dev.heapcrest.cli;

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

/** The commands for many captures: what goes in, what comes out, what is said, and the exit codes. */
class MergeTest {
    private static final Path COMPLEX = CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin");
    private static final Path THREADS = CommandRun.CAPTURES.resolve("threads8-h13-py313-lz4.bin");
    private static final Path KILLED = CommandRun.CAPTURES.resolve("forks-h13-py313-lz4.child4.bin");
    private static final Path EMPTY = CommandRun.CAPTURES.resolve("forks-h13-py313-agg-lz4.child4.bin");

    @TempDir
    Path folder;

    private static JsonObject json(CommandRun run) {
        return JsonParser.parseString(run.outText()).getAsJsonObject();
    }

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
    void captures_of_several_hosts_have_no_moment_in_common_unless_that_is_asked_for() {
        Path other = folder.resolve("other.hcp");
        CommandRun.of("partial", "-q", "--label", "host=b", "-o", other, THREADS);
        assertTrue(json(CommandRun.of("merge", "--json", "-", COMPLEX, other))
                .get("peak_of_sum")
                .isJsonNull());
        JsonObject asked = json(CommandRun.of("merge", "--json", "-", "--across-hosts", COMPLEX, other));
        assertEquals(2, asked.getAsJsonObject("peak_of_sum").get("captures").getAsInt());
    }

    private static List<Path> forks(String family, String... of) {
        return Arrays.stream(of)
                .map(each -> CommandRun.CAPTURES.resolve("forks-h13-py313-" + family + each + ".bin"))
                .toList();
    }

    private static CommandRun merge(List<Path> captures, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("merge"));
        arguments.addAll(List.of(options));
        arguments.addAll(captures);
        return CommandRun.of(arguments.toArray());
    }

    private static long sum(JsonObject merged, String member) {
        long sum = 0;
        for (var each : merged.getAsJsonArray("allocations")) {
            sum += each.getAsJsonObject().get(member).getAsLong();
        }
        return sum;
    }

    @Test
    void aligned_tells_which_stacks_held_the_peak_of_the_sum() {
        List<Path> captures = forks("lz4", "", ".child1", ".child2", ".child3", ".child4", ".child5");
        CommandRun run = merge(captures, "--aligned", "--json", "-");
        JsonObject merged = json(run);
        assertEquals(2_412_214, sum(merged, "together_bytes"));
        assertEquals(
                2_412_214,
                merged.getAsJsonObject("peak_of_sum").get("together_bytes").getAsLong());
        JsonObject plain = json(merge(captures, "--json", "-"));
        for (String member : List.of("peak_bytes", "peak_count", "leaked_bytes", "leaked_count")) {
            assertEquals(sum(plain, member), sum(merged, member), member);
        }
        assertEquals(5_056_848, sum(merged, "peak_bytes"));
        assertFalse(plain.toString().contains("together_"), "only who asks gets it");
    }

    @Test
    void aligned_stacks_of_raw_captures_are_the_peak_of_the_sum_to_the_byte() {
        List<Path> captures = Stream.of("", ".child1", ".child2", ".child3", ".child4", ".child5")
                .map(each -> CommandRun.CAPTURES.resolve("forks-h13-py311-raw" + each + ".bin"))
                .toList();
        JsonObject merged = json(merge(captures, "--aligned", "--json", "-"));
        JsonObject peak = merged.getAsJsonObject("peak_of_sum");
        assertEquals(2_138_378, peak.get("bytes").getAsLong());
        assertEquals(3_388_368, peak.get("bound_bytes").getAsLong());
        assertEquals(2_138_378, sum(merged, "together_bytes"));
        assertEquals(peak.get("together_count").getAsLong(), sum(merged, "together_count"));
        assertEquals(5_086_797, sum(merged, "peak_bytes"));
        assertFalse(merged.toString().contains("stacks unknown"), "all tell their stacks");
    }

    @Test
    void aligned_has_a_box_for_what_tells_no_stacks() {
        List<Path> aggregated = forks("agg-lz4", "", ".child1", ".child2", ".child3");
        JsonObject merged = json(merge(aggregated, "--aligned", "--json", "-"));
        assertEquals(2_412_214, sum(merged, "together_bytes"));
        assertTrue(merged.toString().contains("(aggregated, stacks unknown)"));
        Path children = folder.resolve("children.hcp");
        merge(forks("lz4", ".child1", ".child2", ".child3", ".child4", ".child5"), "-q", "--partial", children);
        List<Path> mixed = new ArrayList<>(forks("lz4", ""));
        mixed.add(children);
        JsonObject ofPartial = json(merge(mixed, "--aligned", "--json", "-"));
        assertEquals(2_412_214, sum(ofPartial, "together_bytes"));
        assertTrue(ofPartial.toString().contains("(partial, stacks unknown)"));
    }

    @Test
    void aligned_is_for_what_can_be_read_twice_and_reads_the_same() {
        CommandRun piped = CommandRun.withInput(new byte[0], "merge", "--aligned", "-");
        assertEquals(ExitCode.USAGE, piped.exitCode());
        assertTrue(
                piped.err().contains("argument --aligned: reads captures twice, but - can be read once"), piped.err());
        assertEquals(
                ExitCode.USAGE,
                CommandRun.of("merge", "--aligned", "--private", COMPLEX).exitCode());
    }

    @Test
    void the_page_of_aligned_captures_has_their_moment_as_a_view() throws IOException {
        Path page = folder.resolve("page.html");
        assertEquals(
                ExitCode.COMPLETE,
                merge(List.of(COMPLEX, THREADS), "--aligned", "-o", page).exitCode());
        String html = Files.readString(page);
        assertTrue(html.contains("{\"key\":\"together\",\"title\":\"Peak of the sum\""), "view");
        assertTrue(html.contains("data-field=\"metric\" data-value=\"together\""), "its button");
        assertTrue(html.contains("The view of the peak of the sum has what the captures held at 2026-11-22"), "note");
    }

    @Test
    void csv_has_a_row_for_each_stack_with_the_figures_of_json() {
        JsonObject merged = json(CommandRun.of("merge", "--json", "-", COMPLEX, THREADS));
        String[] lines =
                CommandRun.of("merge", "--csv", "-", COMPLEX, THREADS).outText().split("\r\n");
        assertEquals(
                "peak_bytes,peak_allocations,leaked_bytes,leaked_allocations,captures,largest_peak_bytes,largest_capture,"
                        + "stack_trace",
                lines[0]);
        JsonArray rows = merged.getAsJsonArray("allocations");
        JsonArray nodes = merged.getAsJsonArray("nodes");
        JsonArray frames = merged.getAsJsonArray("frames");
        assertEquals(rows.size(), lines.length - 1);
        for (int i = 0; i < rows.size(); i++) {
            JsonObject row = rows.get(i).getAsJsonObject();
            List<String> expected = new ArrayList<>();
            for (String member : List.of(
                    "peak_bytes",
                    "peak_count",
                    "leaked_bytes",
                    "leaked_count",
                    "captures",
                    "largest_bytes",
                    "largest_capture")) {
                expected.add(row.get(member).getAsString());
            }
            List<String> stack = new ArrayList<>();
            for (int node = row.get("node").getAsInt(); node > 0; ) {
                JsonArray pair = nodes.get(node - 1).getAsJsonArray();
                JsonObject frame = frames.get(pair.get(1).getAsInt()).getAsJsonObject();
                stack.add(frame.get("function").getAsString() + ";"
                        + frame.get("file").getAsString() + ";"
                        + frame.get("line").getAsInt());
                node = pair.get(0).getAsInt();
            }
            expected.add(String.join("|", stack));
            assertEquals(String.join(",", expected), lines[i + 1]);
        }
    }

    @Test
    void transform_takes_partials_but_not_for_what_they_do_not_hold() {
        Path partial = folder.resolve("x.hcp");
        CommandRun.of("partial", "-q", "-o", partial, COMPLEX);
        assertEquals(
                CommandRun.of("merge", "--csv", "-", COMPLEX).outText(),
                CommandRun.of("transform", "-o", "-", "csv", partial).outText());
        String collapsed = CommandRun.of("transform", "-o", "-", "--leaks", "collapsed", partial)
                .outText();
        assertEquals(
                15_586,
                collapsed
                        .lines()
                        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum());
        for (Object[] command : List.of(
                new Object[] {"transform", "-o", "-", "json", partial},
                new Object[] {"transform", "-o", "-", "--split-threads", "pprof", partial},
                new Object[] {"transform", "-o", "-", "--temporary-allocations", "pprof", partial},
                new Object[] {"transform", "-o", "-", "--private", "pprof", partial})) {
            CommandRun run = CommandRun.of(command);
            assertEquals(ExitCode.USAGE, run.exitCode(), run.err());
            assertTrue(run.err().contains("not of a partial; "), run.err());
        }
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
    void diff_tells_what_changed_on_the_terminal_and_in_json() {
        Path old = CommandRun.CAPTURES.resolve("complex-h13-py311-lz4.bin");
        CommandRun run = CommandRun.of("diff", old, COMPLEX);
        assertEquals(ExitCode.COMPLETE, run.exitCode());
        assertTrue(run.outText().contains("-25.85 kB, -5.3 %"), run.outText());
        JsonObject diff = json(CommandRun.of("diff", "--json", "-", old, COMPLEX));
        assertEquals("heapcrest-diff", diff.get("format").getAsString());
        assertEquals(491_604, diff.get("base_sum_of_peaks_bytes").getAsLong(), 50);
        assertEquals(465_750, diff.get("new_sum_of_peaks_bytes").getAsLong());
        long base = 0;
        long changed = 0;
        for (var each : diff.getAsJsonArray("allocations")) {
            JsonObject row = each.getAsJsonObject();
            long was = row.get("base_peak_bytes").getAsLong();
            long is = row.get("new_peak_bytes").getAsLong();
            base += was;
            changed += is;
            String state = row.get("state").getAsString();
            if (state.equals("new") || state.equals("vanished")) {
                assertEquals(0, state.equals("new") ? was : is);
            } else {
                assertEquals(is > was ? "grown" : is < was ? "shrunk" : "same", state);
            }
        }
        assertEquals(diff.get("base_sum_of_peaks_bytes").getAsLong(), base);
        assertEquals(diff.get("new_sum_of_peaks_bytes").getAsLong(), changed);
        assertEquals(
                diff.getAsJsonArray("nodes").size() + 1,
                diff.getAsJsonArray("node_totals").size());
    }

    @Test
    void diff_compares_lists_and_their_sums() {
        JsonObject means = json(CommandRun.of("diff", "--json", "-", "--base", COMPLEX, "--new", COMPLEX, THREADS));
        assertEquals(2, means.get("new_capture_count").getAsInt());
        assertEquals(0.5, means.get("new_scale").getAsDouble());
        JsonObject sums =
                json(CommandRun.of("diff", "--sum", "--json", "-", "--base", COMPLEX, "--new", COMPLEX, THREADS));
        assertEquals(1, sums.get("new_scale").getAsDouble());
        assertEquals(sum(means, "new_peak_bytes"), sum(sums, "new_peak_bytes"));
        CommandRun text = CommandRun.of("diff", "--sum", "--base", COMPLEX, "--new", COMPLEX, THREADS);
        assertTrue(text.outText().contains("figures are sums over the captures"), text.outText());
        assertTrue(text.outText().contains("465.8 kB ->   12."), text.outText());
        for (Object[] wrong :
                List.of(new Object[] {"diff", COMPLEX}, new Object[] {"diff", "--base", COMPLEX}, new Object[] {
                    "diff", COMPLEX, THREADS, "--base", COMPLEX
                })) {
            assertEquals(ExitCode.USAGE, CommandRun.of(wrong).exitCode());
        }
    }

    @Test
    void noise_says_how_small_a_change_is_left_out() {
        Path old = CommandRun.CAPTURES.resolve("complex-h13-py311-lz4.bin");
        String fine = CommandRun.of("diff", "--noise", "600", old, COMPLEX).outText();
        String usual = CommandRun.of("diff", old, COMPLEX).outText();
        String coarse = CommandRun.of("diff", "--noise", "1MB", old, COMPLEX).outText();
        assertTrue(fine.lines().count() > usual.lines().count(), fine);
        assertTrue(coarse.contains("No function changed by 1.000 MB or more."), coarse);
        CommandRun wrong = CommandRun.of("diff", "--noise", "little", old, COMPLEX);
        assertEquals(ExitCode.USAGE, wrong.exitCode());
        assertTrue(wrong.err().contains("argument --noise"), wrong.err());
    }

    @Test
    void functions_that_moved_to_another_file_match_where_that_is_asked_for() {
        Object[] moved = {"partial", "-q", "--map-path", "complex.py=moved.py", "-o", folder.resolve("m.hcp"), COMPLEX};
        assertEquals(ExitCode.COMPLETE, CommandRun.of(moved).exitCode());
        String shift = CommandRun.of("diff", COMPLEX, folder.resolve("m.hcp")).outText();
        assertFalse(shift.contains("Matched: 100.0 % of the base"), shift);
        String function = CommandRun.of("diff", "--match", "function", COMPLEX, folder.resolve("m.hcp"))
                .outText();
        assertTrue(function.contains("Matched: 100.0 % of the base, 100.0 % of the new side"), function);
    }

    @Test
    void diff_of_one_capture_with_itself_says_that_nothing_changed() {
        CommandRun run = CommandRun.of("diff", COMPLEX, COMPLEX);
        assertTrue(run.outText().contains("No function changed by 4.096 kB or more."), run.outText());
        assertTrue(run.outText().contains("Matched: 100.0 % of the base, 100.0 % of the new side"), run.outText());
        for (var each :
                json(CommandRun.of("diff", "--json", "-", COMPLEX, COMPLEX)).getAsJsonArray("node_totals")) {
            assertEquals("same", each.getAsJsonArray().get(2).getAsString());
        }
    }

    @Test
    void diff_writes_a_page_and_overwrites_none(@TempDir Path directory) throws IOException {
        Path page = directory.resolve("diff.html");
        assertEquals(
                ExitCode.COMPLETE,
                CommandRun.of("diff", "-o", page, COMPLEX, COMPLEX).exitCode());
        byte[] written = Files.readAllBytes(page);
        CommandRun again = CommandRun.of("diff", "-o", page, COMPLEX, EMPTY);
        assertEquals(ExitCode.FAILED, again.exitCode(), again.err());
        assertArrayEquals(written, Files.readAllBytes(page));
        assertEquals(
                ExitCode.FAILED,
                CommandRun.of("diff", "-f", "-o", page, COMPLEX, EMPTY).exitCode());
        assertArrayEquals(written, Files.readAllBytes(page), "nothing half-written");
        assertEquals(
                ExitCode.USAGE,
                CommandRun.of("diff", "-o", "-", "--json", "-", COMPLEX, COMPLEX)
                        .exitCode());
    }

    @Test
    void diff_needs_something_on_both_sides() {
        CommandRun run = CommandRun.of("diff", EMPTY, COMPLEX);
        assertEquals(ExitCode.FAILED, run.exitCode());
        assertTrue(run.err().contains("No capture of the base could be read"), run.err());
        assertEquals(ExitCode.INCOMPLETE, CommandRun.of("diff", KILLED, COMPLEX).exitCode());
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
    void no_file_is_made_under_a_name_that_is_not_utf_8() {
        String name = folder.resolve("a\uFFFDb").toString();
        for (Object[] command : List.of(
                new Object[] {"merge", "--json", name, COMPLEX},
                new Object[] {"partial", "-o", name, COMPLEX},
                new Object[] {"partial", "-d", name, COMPLEX},
                new Object[] {"check", "--markdown", name, "--max-peak", "1GB", COMPLEX},
                new Object[] {"check", "--baseline", name, "--update-baseline", COMPLEX})) {
            CommandRun run = CommandRun.of(command);
            assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
            assertTrue(run.err().contains("this name is not UTF-8"), run.err());
            assertFalse(Files.exists(Path.of(name)));
        }
    }

    @Test
    void a_reader_that_went_away_is_no_failure_to_tell() {
        for (Object[] command : List.of(
                new Object[] {"merge", "--json", "-", COMPLEX},
                new Object[] {"diff", "-o", "-", COMPLEX, THREADS},
                new Object[] {"partial", "-o", "-", COMPLEX})) {
            CommandRun run = CommandRun.withBrokenPipe(command);
            assertEquals(ExitCode.BROKEN_PIPE, run.exitCode());
            assertEquals("", run.err());
        }
    }

    @Test
    void standard_output_is_not_for_reports_of_a_check() {
        CommandRun run = CommandRun.of("check", "--json", "-", "--max-peak", "1GB", COMPLEX);
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("argument --json: standard output is for messages"), run.err());
    }
}
