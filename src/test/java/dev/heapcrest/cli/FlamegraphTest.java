package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a capture to its page, through the command. */
class FlamegraphTest {
    private static final Path COMPLEX = CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin");

    @TempDir
    Path folder;

    @Test
    void the_page_lies_beside_the_capture_and_has_its_figures() throws IOException {
        Path capture = Files.copy(COMPLEX, folder.resolve("x.bin"));
        CommandRun run = CommandRun.of("flamegraph", capture);
        Path page = folder.resolve("memray-flamegraph-x.html");
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        assertEquals("Wrote " + page + "\n", run.outText());
        JsonObject summary = summary(Files.readString(page));
        assertEquals(465_750, summary.get("peak_memory_bytes").getAsLong());
        assertEquals("flamegraph report", summary.get("title").getAsString());
        assertEquals("x.bin", summary.get("input").getAsString());
        assertEquals(
                "heapcrest flamegraph " + capture, summary.get("regenerate").getAsString());
        assertEquals(15_586, totalBytes(summary, "leaks"));
    }

    @Test
    void a_second_run_does_not_overwrite_without_force() throws IOException {
        Path page = Files.writeString(folder.resolve("x.html"), "old");
        CommandRun refused = CommandRun.of("flamegraph", "-o", page, COMPLEX);
        assertEquals(1, refused.exitCode());
        assertEquals("File already exists, will not overwrite without --force: " + page + "\n", refused.err());
        assertEquals("old", Files.readString(page));
        assertEquals(0, CommandRun.of("flamegraph", "-f", "-o", page, COMPLEX).exitCode());
        assertTrue(Files.readString(page).startsWith("<!DOCTYPE html>"));
    }

    @Test
    void leaks_threads_and_inversion_open_the_page_that_way() {
        JsonObject summary =
                summary(CommandRun.of("flamegraph", "--leaks", "--split-threads", "--inverted", "-o", "-", COMPLEX)
                        .outText());
        assertEquals(
                "inverted flamegraph report (memory leaks)",
                summary.get("title").getAsString());
        assertEquals("leaks", summary.get("view").getAsString());
        assertTrue(summary.get("split_threads").getAsBoolean());
        assertTrue(summary.get("inverted").getAsBoolean());
    }

    @Test
    void temporary_allocations_are_a_view_of_their_own() {
        JsonObject summary =
                summary(CommandRun.of("flamegraph", "--temporary-allocation-threshold=2", "-o", "-", COMPLEX)
                        .outText());
        assertEquals(
                "flamegraph report (temporary allocations)",
                summary.get("title").getAsString());
        assertEquals(2, summary.getAsJsonObject("temporary").get("threshold").getAsInt());
    }

    @Test
    void page_and_terminal_say_which_native_frames_have_no_name() {
        CommandRun run =
                CommandRun.of("flamegraph", "-o", "-", CommandRun.CAPTURES.resolve("simple-h13-py313-native-lz4.bin"));
        assertTrue(
                run.err()
                        .matches("Native symbols: .*; without: .*libpython3\\.13\\.so\\.1\\.0 \\(not found\\).*;"
                                + " see docs/native.md\n"),
                run.err() + " was said");
        String said = run.err().substring("Native symbols: ".length(), run.err().indexOf("; without"));
        assertEquals("no native frames are shown", said);
        assertTrue(
                run.outText().contains("<strong>No native frames are shown.</strong> Stacks show Python"), "the note");
        assertEquals(0, run.exitCode());
        CommandRun without = CommandRun.of("flamegraph", "-o", "-", COMPLEX);
        assertEquals("", without.err());
        assertFalse(without.outText().contains("native frames that have no name"));
    }

    @Test
    void required_symbols_that_are_missing_make_it_fail_and_the_page_is_there() {
        Path tiny = Path.of("testdata/captures-native/tiny-h13-py313-native-lz4.bin");
        CommandRun missing = CommandRun.of("flamegraph", "--require-symbols", "-q", "-o", "-", tiny);
        assertEquals(1, missing.exitCode());
        assertTrue(missing.err().startsWith("Native symbols: "), missing.err());
        assertTrue(missing.outText().contains("</html>"), "the page");
        CommandRun found = CommandRun.of(
                "flamegraph", "--require-symbols", "-q", "-o", "-", "--sysroot", tiny.resolveSibling("root"), tiny);
        assertEquals("", found.err());
        assertEquals(0, found.exitCode());
    }

    @Test
    void terminal_and_page_say_the_same_about_a_cut_capture() throws IOException {
        byte[] whole = Files.readAllBytes(CommandRun.CAPTURES.resolve("complex-h13-py313-raw.bin"));
        Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(whole, 9_001));
        CommandRun run = CommandRun.of("flamegraph", "-o", "-", cut);
        assertEquals(3, run.exitCode());
        assertTrue(
                run.err()
                        .matches("\\S+ is truncated\\. The report covers \\d+ records, 8,650 of 9,001 bytes;"
                                + " the capture ends inside a CODE OBJECT record at offset 8650\\.\n"),
                run.err());
        String sentence =
                run.err().substring(run.err().indexOf("covers"), run.err().length() - 1);
        assertTrue(run.outText().contains("The capture is truncated. This report " + sentence), sentence);
        assertEquals(
                0,
                CommandRun.of("flamegraph", "--allow-truncated", "-o", "-", cut).exitCode());
    }

    @Test
    void a_trailer_that_comes_too_early_is_told_as_damage() {
        CommandRun run = CommandRun.of("flamegraph", "-o", "-", CommandRun.CAPTURES.resolve("flip-hit-08.bin"));
        assertEquals(3, run.exitCode());
        String rule = "the trailer comes after 1,427 allocation records, but the header counts 6,115"
                + " (a TRAILER record at offset 18974)";
        assertTrue(run.err().contains("flip-hit-08.bin is damaged. The report covers"), run.err());
        assertTrue(run.err().contains(rule), run.err());
        assertTrue(run.outText().contains("The capture is damaged. This report covers"), "the page's banner");
        assertTrue(run.outText().contains(rule), "the page's reason");
        JsonObject coverage = summary(run.outText()).getAsJsonObject("coverage");
        assertEquals("damaged", coverage.get("state").getAsString());
        assertEquals(rule, coverage.get("problem").getAsString());
    }

    @Test
    void a_capture_through_a_pipe_gives_the_same_figures() throws IOException {
        CommandRun piped = CommandRun.withInput(Files.readAllBytes(COMPLEX), "flamegraph", "-o", "-", "-");
        assertEquals(0, piped.exitCode());
        JsonObject summary = summary(piped.outText());
        assertEquals(465_750, totalBytes(summary, "peak"));
        assertEquals("-", summary.get("input").getAsString());
    }

    @Test
    void command_lines_can_be_pasted_into_a_shell() {
        assertEquals(
                "heapcrest -o 'a b' 'it'\\''s' '' x/y.bin",
                ShellWords.join("heapcrest", Arrays.asList("-o", "a b", "it's", "", "x/y.bin")));
    }

    private static long totalBytes(JsonObject summary, String kind) {
        return summary.getAsJsonObject(kind).get("bytes").getAsLong();
    }

    static JsonObject summary(String page) {
        String start = "<script type=\"application/json\" id=\"summary\">";
        int from = page.indexOf(start) + start.length();
        return JsonParser.parseString(page.substring(from, page.indexOf("</script>", from)))
                .getAsJsonObject();
    }
}
