package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final String CLEAR = "\r\033[K";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private long nowMillis = 5_000;

    private Progress progress(Progress.Mode mode, boolean interactive, String name) {
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                new PrintStream(shown, true, StandardCharsets.UTF_8),
                interactive,
                () -> nowMillis * 1_000_000,
                "heapcrest");
        return new Progress(terminal, mode, name);
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_terminal_sees_one_line_that_is_updated_and_goes_away() {
        try (Progress progress = progress(Progress.Mode.auto, true, "dir/x.bin")) {
            nowMillis += 2_000;
            progress.advanced(500_000_000, 2_000_000_000, 12_300_000);
            assertEquals(CLEAR + "Reading x.bin: 25 %, 500.0 MB, 12.3 M records, 250.0 MB/s, 6 s left", shown());
            shown.reset();
            nowMillis += 100;
            progress.advanced(1_050_000_000, 2_000_000_000, 26_000_000);
            assertEquals(CLEAR + "Reading x.bin: 52 %, 1.050 GB, 26.0 M records, 500.0 MB/s, 2 s left", shown());
            shown.reset();
            progress.stage("Writing x.html");
            assertEquals(CLEAR + "Writing x.html", shown());
            shown.reset();
        }
        assertEquals(CLEAR, shown());
    }

    @Test
    void of_many_captures_their_number_is_told_and_messages_have_lines_of_their_own() {
        try (Progress progress = progress(Progress.Mode.auto, true, "captures")) {
            progress.counted(1, 1_000);
            assertEquals("", shown());
            nowMillis += 100;
            progress.counted(370, 1_000);
            assertEquals(CLEAR + "Read 370 of 1,000 captures", shown());
            shown.reset();
            progress.pause();
            progress.pause();
            assertEquals(CLEAR, shown());
            shown.reset();
            nowMillis += 100;
            progress.counted(371, 1_000);
            assertEquals(CLEAR + "Read 371 of 1,000 captures", shown());
            shown.reset();
        }
        assertEquals(CLEAR, shown());
    }

    @Test
    void a_terminal_is_not_written_to_more_often_than_ten_times_a_second() {
        Progress progress = progress(Progress.Mode.auto, true, "x.bin");
        for (int i = 0; i < 1_000; i++) {
            nowMillis += 1;
            progress.advanced(i, 1_000, i);
        }
        assertEquals(10, shown().split(CLEAR.replace("[", "\\["), -1).length - 1);
    }

    @Test
    void a_fast_command_shows_nothing() {
        try (Progress progress = progress(Progress.Mode.auto, true, "x.bin")) {
            nowMillis += 99;
            progress.advanced(1, 2, 3);
            progress.stage("Writing x.html");
        }
        assertEquals("", shown());
    }

    @Test
    void a_pipe_has_amounts_but_no_end() {
        Progress progress = progress(Progress.Mode.auto, true, "standard input");
        nowMillis += 65_000;
        progress.advanced(1_300_000_000, -1, 999_999);
        assertEquals(CLEAR + "Reading standard input: 1.300 GB, 999,999 records, 20.00 MB/s", shown());
    }

    @Test
    void long_times_are_told_in_minutes_and_hours() {
        Progress progress = progress(Progress.Mode.auto, true, "x.bin");
        nowMillis += 10_000;
        progress.advanced(1_000_000, 21_000_000, 5);
        assertTrue(shown().endsWith(", 3 min 20 s left"), shown());
        nowMillis += 10_000;
        progress.advanced(1_000_000, 1_000_000_000, 5);
        assertTrue(shown().endsWith(", 5 h 33 min 0 s left"), shown());
    }

    @Test
    void build_logs_get_a_line_every_ten_seconds() {
        try (Progress progress = progress(Progress.Mode.plain, false, "x.bin")) {
            for (int i = 0; i < 25; i++) {
                nowMillis += 1_000;
                progress.advanced((i + 1) * 1_000_000L, 100_000_000, i);
            }
            progress.stage("Writing x.html");
        }
        String newLine = System.lineSeparator();
        assertEquals(
                "Reading x.bin: 10 %, 10.00 MB, 9 records, 1.000 MB/s, 1 min 30 s left" + newLine
                        + "Reading x.bin: 20 %, 20.00 MB, 19 records, 1.000 MB/s, 1 min 20 s left" + newLine,
                shown());
    }

    @Test
    void nothing_is_shown_where_there_is_no_terminal_or_it_is_not_wanted() {
        try (Progress progress = progress(Progress.Mode.auto, false, "x.bin");
                Progress unwanted = progress(Progress.Mode.none, true, "x.bin")) {
            nowMillis += 60_000;
            progress.advanced(1, 2, 3);
            unwanted.advanced(1, 2, 3);
        }
        assertEquals("", shown());
    }

    @Test
    void a_line_never_wraps() {
        Progress progress = progress(Progress.Mode.auto, true, "a-capture-with-a-very-long-name-".repeat(8) + "z.bin");
        nowMillis += 3_600_000;
        progress.advanced(123_456_789_012L, 999_999_999_999L, 99_999_999_999L);
        String line = shown().substring(CLEAR.length());
        assertTrue(line.length() < 80, line);
        assertTrue(line.contains("z.bin: 12 %"), line);
    }
}
