package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.RandomProgram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DumpTest {
    @Test
    void every_record_is_a_line_in_memrays_words() {
        CommandRun run = CommandRun.of("dump", CommandRun.CAPTURES.resolve("complex-h13-py313-raw.bin"));
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        List<String> lines = run.outText().lines().toList();
        assertEquals(1 + 476, lines.size());
        assertTrue(lines.get(0).startsWith("HEADER magic=memray version=13 "), lines.get(0));
        Map<String, Long> kinds = lines.stream()
                .collect(Collectors.groupingBy(line -> line.split(" ")[0], TreeMap::new, Collectors.counting()));
        assertEquals(337L, kinds.get("ALLOCATION"));
        assertEquals(1L, kinds.get("TRAILER"));
    }

    @Test
    void aggregated_captures_are_dumped_too_also_as_parse() {
        CommandRun run = CommandRun.of("parse", CommandRun.CAPTURES.resolve("complex-h13-py313-agg-raw.bin"));
        assertEquals(0, run.exitCode());
        List<String> lines = run.outText().lines().toList();
        assertEquals(1 + 180, lines.size());
        assertEquals("AGGREGATED_TRAILER offset=13647", lines.get(lines.size() - 1));
    }

    @Test
    void a_capture_that_cannot_be_read_on_is_not_blamed_on_standard_output() {
        CaptureWriter writer = new CaptureWriter(RandomProgram.header(13, 1));
        for (int thread = 0; thread < 100_000; thread++) {
            writer.contextSwitch(thread);
        }
        for (String command : List.of("dump", "stats")) {
            InputStream failing = new SequenceInputStream(new ByteArrayInputStream(writer.stream()), new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("Input/output error");
                }
            });
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Terminal terminal = new Terminal(failing, out, new PrintStream(err), false, System::nanoTime, "heapcrest");
            assertEquals(1, Main.execute(terminal, command, "-"));
            assertEquals("Cannot read standard input: Input/output error\n", err.toString(StandardCharsets.UTF_8));
            // what was read before was dumped
            assertEquals(command.equals("dump"), out.size() > 100_000);
        }
    }

    @Test
    void names_from_the_capture_break_no_line_and_move_no_cursor() {
        CommandRun run = CommandRun.of("dump", CommandRun.CAPTURES.resolve("evilnames-h13-py313-lz4.bin"));
        assertEquals(0, run.exitCode());
        assertTrue(run.outText().lines().allMatch(line -> line.matches("[A-Z_]+( .*)?")), "a kind first");
        assertTrue(
                run.outText().codePoints().allMatch(c -> c == '\n' || !Character.isISOControl(c)),
                "no control characters");
    }
}
