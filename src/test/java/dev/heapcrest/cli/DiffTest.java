package dev.heapcrest.cli;

import static dev.heapcrest.cli.SharedCaptures.COMPLEX;
import static dev.heapcrest.cli.SharedCaptures.EMPTY;
import static dev.heapcrest.cli.SharedCaptures.KILLED;
import static dev.heapcrest.cli.SharedCaptures.THREADS;
import static dev.heapcrest.cli.SharedCaptures.json;
import static dev.heapcrest.cli.SharedCaptures.sum;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The difference of captures: what changed, what matches, and what is too small to tell. */
class DiffTest {
    @TempDir
    Path folder;

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
}
