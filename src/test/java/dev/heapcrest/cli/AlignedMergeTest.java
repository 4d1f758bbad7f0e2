package dev.heapcrest.cli;

import static dev.heapcrest.cli.SharedCaptures.COMPLEX;
import static dev.heapcrest.cli.SharedCaptures.THREADS;
import static dev.heapcrest.cli.SharedCaptures.forks;
import static dev.heapcrest.cli.SharedCaptures.json;
import static dev.heapcrest.cli.SharedCaptures.merge;
import static dev.heapcrest.cli.SharedCaptures.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What captures held at one moment: the peak of the sum, and its stacks. */
class AlignedMergeTest {
    @TempDir
    Path folder;

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
    void pages_of_groups_have_each_their_own_moment() throws IOException {
        List<Path> old = Stream.of("", ".child1", ".child2")
                .map(each -> CommandRun.CAPTURES.resolve("forks-h13-py311-raw" + each + ".bin"))
                .toList();
        List<Path> all = new ArrayList<>(old);
        all.addAll(forks("lz4", "", ".child1", ".child2"));
        Path pages = folder.resolve("pages");
        CommandRun run = merge(
                all, "--aligned", "--label-from", "py3(?<minor>\\d+)", "--group-by", "minor", "--group-pages", pages);
        assertEquals(ExitCode.COMPLETE, run.exitCode(), run.err());
        String moment = moment(Files.readString(pages.resolve("minor=11.html")));
        Path alone = folder.resolve("alone.html");
        merge(old, "--aligned", "-o", alone);
        assertEquals(moment(Files.readString(alone)), moment);
        assertNotEquals(moment(Files.readString(pages.resolve("minor=13.html"))), moment);
    }

    /** What a page says of its view of the peak of the sum. */
    private static String moment(String page) {
        assertTrue(page.contains("data-field=\"metric\" data-value=\"together\""), "its button");
        Matcher said =
                Pattern.compile("what the captures held at ([0-9:. -]+ UTC)").matcher(page);
        assertTrue(said.find(), "note");
        return said.group(1);
    }
}
