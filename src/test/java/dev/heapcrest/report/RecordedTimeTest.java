package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.cli.CommandRun;
import org.junit.jupiter.api.Test;

class RecordedTimeTest {
    private static String stats(String capture) {
        return CommandRun.of("stats", CommandRun.CAPTURES.resolve(capture + ".bin"))
                .outText();
    }

    @Test
    void a_killed_program_has_no_duration() {
        String killed = stats("killed-h13-py313-sigkill-raw");
        assertTrue(killed.contains(" UTC, end not recorded\n"), killed);
        String page = CommandRun.of(
                        "flamegraph", "-o", "-", CommandRun.CAPTURES.resolve("killed-h13-py313-sigkill-raw.bin"))
                .outText();
        assertTrue(page.contains("<tr><th scope=\"row\">Duration</th><td>not recorded</td></tr>"), "page");
    }

    @Test
    void a_complete_capture_has_one() {
        String complete = stats("complex-h13-py313-lz4");
        assertEquals(
                1, complete.lines().filter(line -> line.endsWith(" UTC, 43 ms")).count(), complete);
    }
}
