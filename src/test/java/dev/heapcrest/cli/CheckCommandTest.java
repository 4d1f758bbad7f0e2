package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** complex holds 465,750 bytes at its peak and leaks 15,586. */
class CheckCommandTest {
    private static final Path COMPLEX = CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin");
    private static final Path KILLED = CommandRun.CAPTURES.resolve("killed-h13-py313-sigkill-raw.bin");
    private static final Path THREADS = CommandRun.CAPTURES.resolve("threads8-h13-py313-lz4.bin");

    @TempDir
    Path folder;

    private Path baseline;

    @BeforeEach
    void name() {
        baseline = folder.resolve("memory.json");
    }

    private static CommandRun check(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("check"));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray());
    }

    @Test
    void exit_codes_tell_what_happened() {
        assertEquals(0, check("--max-peak", "465750", COMPLEX).exitCode());
        CommandRun broken = check("--max-peak", "465749", COMPLEX);
        assertEquals(4, broken.exitCode());
        assertTrue(
                broken.outText()
                        .startsWith("FAILED  complex-h13-py313-lz4: peak 465,750 bytes, limit 465,749\n"
                                + "        g (complex.py:31)  200,041\n"),
                broken.outText());
        assertEquals(4, check("--max-leak", "15kB", COMPLEX).exitCode());
        assertEquals(4, check("--max-peak-count", "19", COMPLEX).exitCode());
        assertEquals(4, check("--max-leak-per-place", "10kB", COMPLEX).exitCode());
        assertEquals(
                0,
                check("--max-peak", "1", "--override", "complex=1MB", COMPLEX).exitCode());
        assertEquals(3, check("--max-peak", "1GB", KILLED).exitCode());
        assertEquals(0, check("--max-peak", "1GB", "--allow-truncated", KILLED).exitCode());
        assertEquals(4, check("--max-peak", "1", KILLED).exitCode(), "4 wins over 3");
        assertEquals(3, check("--max-peak", "1GB", COMPLEX, "README.md").exitCode());
        assertEquals(1, check("--max-peak", "1GB", "README.md").exitCode());
        assertEquals(2, check(COMPLEX).exitCode(), "nothing to hold against");
        assertEquals(2, check("--max-peak", "1GB", COMPLEX, COMPLEX).exitCode(), "two of one name");
        assertEquals(2, check("--update-baseline", "--max-peak", "1", COMPLEX).exitCode());
    }

    @Test
    void a_partial_is_judged_by_its_sums() throws IOException {
        Path one = folder.resolve("complex-h13-py313-lz4.bin.hcp");
        CommandRun.of("partial", "-q", "-o", one, COMPLEX);
        check("--baseline", baseline, "--update-baseline", COMPLEX);
        CommandRun same = check("--baseline", baseline, one);
        assertEquals(0, same.exitCode(), same.outText() + same.err());
        assertFalse(same.outText().contains("not compared"), same.outText());
        CommandRun broken = check("--max-peak", "465749", "--max-leak", "15585", one);
        assertEquals(4, broken.exitCode());
        assertTrue(
                broken.outText().contains("complex-h13-py313-lz4: peak 465,750 bytes, limit 465,749"),
                broken.outText());
        assertTrue(broken.outText().contains("g (complex.py:31)  200,041"), broken.outText());
        assertTrue(broken.outText().contains("leaked 15,586 bytes"), broken.outText());
        Path both = folder.resolve("both.hcp");
        CommandRun.of("merge", "-q", "--partial", both, COMPLEX, KILLED);
        assertEquals(3, check("--max-peak", "1GB", both).exitCode(), "one of them was killed");
        assertEquals(4, check("--max-peak", "465750", both).exitCode(), "the sum is above");
        Files.write(one, new byte[] {0x1F, (byte) 0x8B, 8});
        CommandRun damaged = check("--max-peak", "1GB", COMPLEX, one.resolveSibling(one.getFileName()));
        assertEquals(2, damaged.exitCode(), "both of one name");
        assertEquals(1, check("--max-peak", "1GB", one).exitCode());
    }

    @Test
    void what_broke_has_a_page_against_the_accepted_run() throws IOException {
        Path accepted = folder.resolve("accepted.hcp");
        CommandRun.of("partial", "-q", "-o", accepted, CommandRun.CAPTURES.resolve("complex-h13-py311-lz4.bin"));
        Path page = folder.resolve("diff.html");
        assertEquals(
                0,
                check("--max-peak", "1GB", "--diff-base", accepted, "--diff-page", page, COMPLEX)
                        .exitCode());
        assertFalse(Files.exists(page), "nothing broke");
        CommandRun broken = check("--max-peak", "1kB", "--diff-base", accepted, "--diff-page", page, COMPLEX);
        assertEquals(4, broken.exitCode());
        assertTrue(broken.outText().contains("Wrote " + page), broken.outText());
        assertTrue(Files.readString(page).contains("New (complex-h13-py313-lz4.bin): 465.8 kB held at the peak"));
        assertEquals(2, check("--max-peak", "1kB", "--diff-page", page, COMPLEX).exitCode(), "against what?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--max-peak=ten",
                "--max-leak=1MBit",
                "--max-peak-count=1.5",
                "--max-leak-per-place=-1",
                "--tolerance=much",
                "--override=x",
                "--override=(=1",
                "--name-from=("
            })
    void what_is_no_limit_is_wrong_usage(String option) {
        CommandRun run = check("--max-peak", "1GB", option, COMPLEX);
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains(option.substring(0, option.indexOf('='))), run.err());
    }

    @Test
    void an_unchanged_run_leaves_the_baseline_as_it_is() throws IOException {
        assertEquals(1, check("--baseline", baseline, COMPLEX).exitCode(), "there is none");
        assertEquals(
                0,
                check("--baseline", baseline, "--update-baseline", COMPLEX, THREADS)
                        .exitCode());
        String first = Files.readString(baseline);
        assertEquals(4, first.lines().count(), "a line for each capture, and two around them");
        assertFalse(first.contains("/srv"), first);
        assertEquals(0, check("--baseline", baseline, COMPLEX, THREADS).exitCode());
        assertEquals(
                0, check("--baseline", baseline, "--update-baseline", COMPLEX).exitCode());
        assertEquals(first, Files.readString(baseline));
        Files.writeString(baseline, first.replace("\"peak_bytes\":465750", "\"peak_bytes\":300000"));
        CommandRun grown = check("--baseline", baseline, COMPLEX);
        assertEquals(4, grown.exitCode());
        assertTrue(
                grown.outText().contains("peak 465,750 bytes, baseline 300,000 (+55.3 %), allowed 365,536"),
                grown.outText());
        assertTrue(grown.outText().contains("threads8-h13-py313-lz4: in the baseline, not run"), grown.outText());
        assertEquals(
                0, check("--baseline", baseline, "--tolerance", "60%", COMPLEX).exitCode());
        assertEquals(
                4, check("--baseline", baseline, "--require-baseline", KILLED).exitCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{\"format\":\"heapcrest-baseline\",\"version\":1",
                "{\"format\":\"heapcrest-baseline\",\"version\":2,\"captures\":{}}",
                "{\"format\":\"other\",\"version\":1,\"captures\":{}}",
                "{\"format\":\"heapcrest-baseline\",\"version\":1,\"captures\":{}} {}",
                "{\"format\":\"heapcrest-baseline\",\"version\":1,\"captures\":{\"x\":{\"peak_bytes\":1.5}}}",
                "{\"format\":\"heapcrest-baseline\",\"version\":1,\"captures\":{\"x\":{\"peak_bytes\":\"many\"}}}",
                "{\"format\":\"heapcrest-baseline\",\"version\":1,\"captures\":{\"x\":[]}}"
            })
    void what_is_no_baseline_is_refused_and_stays(String text) throws IOException {
        Files.writeString(baseline, text);
        CommandRun run =
                check("--baseline", baseline, "--update-baseline", "--junit", folder.resolve("j.xml"), COMPLEX);
        assertEquals(1, run.exitCode());
        assertTrue(run.err().startsWith("Not a baseline of heapcrest check: " + baseline + " ("), run.err());
        assertEquals(text, Files.readString(baseline));
        assertFalse(Files.exists(folder.resolve("j.xml")));
    }

    @Test
    void a_baseline_that_cannot_be_written_is_said() throws IOException {
        Path missing = folder.resolve("missing/memory.json");
        CommandRun run = check("--baseline", missing, "--update-baseline", COMPLEX);
        assertEquals(1, run.exitCode());
        assertTrue(run.err().startsWith("Cannot write " + missing), run.err());
    }

    @Test
    void reports_are_written_together_or_not_at_all() throws IOException {
        Path junit = folder.resolve("j.xml");
        Path markdown = folder.resolve("m.md");
        Path json = folder.resolve("o.json");
        Object[] arguments = {
            "--max-peak",
            "1kB",
            "--total",
            "--junit",
            junit,
            "--markdown",
            markdown,
            "--json",
            json,
            COMPLEX,
            "README.md"
        };
        assertEquals(4, check(arguments).exitCode());
        assertTrue(Files.readString(junit).contains("<error type=\"unreadable\""));
        assertTrue(Files.readString(markdown).startsWith("### memory check: 1 failed, 1 error"));
        JsonArray verdicts =
                JsonParser.parseString(Files.readString(json)).getAsJsonObject().getAsJsonArray("verdicts");
        assertEquals("(total)", verdicts.get(0).getAsJsonObject().get("capture").getAsString());
        Files.writeString(json, "mine");
        Files.delete(junit);
        assertEquals(1, check(arguments).exitCode());
        assertFalse(Files.exists(junit));
        assertEquals("mine", Files.readString(json));
    }

    @Test
    void names_come_from_files_and_github_gets_its_lines() {
        CommandRun run = check("--max-peak", "1kB", "--github", "--name-from", "^(\\w+)-", COMPLEX);
        assertTrue(
                run.outText()
                        .startsWith("::error file=complex.py,line=31,title=Peak memory::complex: peak 465,750 bytes,"
                                + " limit 1,000; most: g (complex.py:31) 200,041\n"),
                run.outText());
    }

    @Test
    void a_folder_stands_for_its_captures() throws IOException {
        Files.copy(COMPLEX, folder.resolve("a.bin"));
        Files.copy(THREADS, folder.resolve("b.bin"));
        CommandRun run = check("--max-peak", "1MB", folder);
        assertEquals(4, run.exitCode());
        assertTrue(run.outText().startsWith("FAILED  b: peak"), run.outText());
    }

    @Test
    void standard_output_is_not_for_reports_of_a_check() {
        CommandRun run = check("--json", "-", "--max-peak", "1GB", COMPLEX);
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("argument --json: standard output is for messages"), run.err());
    }
}
