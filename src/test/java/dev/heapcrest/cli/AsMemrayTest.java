package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Called as memray, the program does what scripts expect of memray (docs/cli.md, "Instead of memray"). */
class AsMemrayTest {
    private static final Path CAPTURE = CommandRun.CAPTURES.resolve("complex-h13-py313-raw.bin");

    @TempDir
    Path folder;

    private static CommandRun memray(Object... arguments) {
        return CommandRun.named("memray", new byte[0], arguments);
    }

    private Path copy(String name) throws IOException {
        return Files.copy(CAPTURE, folder.resolve(name));
    }

    private Path garbage() throws IOException {
        return Files.writeString(folder.resolve("bad.bin"), "This is some garbage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flamegraph", "table", "summary", "tree", "parse", "transform csv"})
    void what_cannot_be_read_begins_in_memrays_words_and_then_tells_more(String command) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add(garbage());
        CommandRun run = memray(arguments.toArray());
        assertEquals(1, run.exitCode());
        assertEquals(
                "Failed to parse allocation records in " + garbage() + "\n"
                        + "Reason: this is not a memray capture: it begins with text. Name the file that 'memray run' wrote"
                        + " (often *.bin).\n",
                run.err());
        assertEquals(0, run.out().length);
    }

    @Test
    void statistics_have_words_of_their_own() throws IOException {
        assertTrue(memray("stats", garbage())
                .err()
                .startsWith("Failed to compute statistics for " + garbage() + "\nReason: this is not"));
        assertTrue(CommandRun.of("stats", garbage()).err().startsWith("Cannot read " + garbage() + ": this is not"));
    }

    @Test
    void a_name_in_such_words_moves_no_cursor() throws IOException {
        Path bad = Files.writeString(folder.resolve("a\u001b[31m"), "garbage");
        assertTrue(memray("tree", bad)
                .err()
                .startsWith("Failed to parse allocation records in " + folder + "/a\\x1b[31m\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"flamegraph", "table", "summary", "tree", "stats"})
    void a_missing_file_is_told_in_one_line(String command) {
        CommandRun run = memray(command, "nosuchfile");
        assertEquals("No such file: nosuchfile\n", run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void parse_tells_a_missing_file_in_two_lines() {
        CommandRun run = memray("parse", "nosuchfile");
        assertEquals("Failed to parse allocation records in nosuchfile\nReason: No such file: nosuchfile\n", run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void a_format_that_memray_does_not_have_either_is_no_wrong_usage() {
        CommandRun run = memray("transform", "xml", CAPTURE);
        assertEquals(1, run.exitCode());
        assertTrue(
                run.err().startsWith("Format not supported: xml; invalid choice: 'xml' (choose from 'csv', "),
                run.err());
    }

    @Test
    void a_truncated_capture_still_has_its_own_exit_code() throws IOException {
        Path cut = Files.write(folder.resolve("x.bin"), Arrays.copyOf(Files.readAllBytes(CAPTURE), 9_000));
        for (String command : List.of("summary", "tree", "stats", "table", "flamegraph")) {
            CommandRun run = memray(command, cut);
            assertEquals(3, run.exitCode(), command);
            assertTrue(run.err().startsWith(cut + " is truncated. "), run.err());
        }
        assertEquals(0, memray("summary", "--allow-truncated", cut).exitCode());
    }

    @Test
    void statistics_for_scripts_go_to_a_file_by_memrays_rule() throws IOException {
        Path capture = copy("memray-foo.bin");
        Path json = folder.resolve("memray-stats-foo.bin.json");
        CommandRun run = memray("stats", "--json", capture);
        assertEquals("", run.err());
        assertEquals("Wrote " + json + "\n", run.outText());
        JsonObject written = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertEquals(176, written.get("total_num_allocations").getAsLong());

        CommandRun again = memray("stats", "--json", capture);
        assertEquals("File already exists, will not overwrite without --force: " + json + "\n", again.err());
        assertEquals(1, again.exitCode());
        assertEquals(0, memray("stats", "--json", "-f", capture).exitCode());
        assertEquals("", memray("stats", "--json", "-fq", capture).outText());
    }

    @Test
    void a_file_that_is_named_gets_the_same_json_under_both_names() throws IOException {
        Path a = folder.resolve("a.json");
        Path b = folder.resolve("b.json");
        assertEquals(0, memray("stats", "--json", "-o", a, "-f", CAPTURE).exitCode());
        assertEquals(0, CommandRun.of("stats", "--json", "--output", b, CAPTURE).exitCode());
        CommandRun printed = CommandRun.of("stats", "--json", CAPTURE);
        assertEquals(Files.readString(a), Files.readString(b));
        assertEquals(Files.readString(a), printed.outText());
        assertArrayEquals(
                printed.out(), memray("stats", "--json", "-o", "-", CAPTURE).out());
    }

    @Test
    void without_json_an_output_is_not_written() {
        Path output = folder.resolve("x.json");
        CommandRun run = CommandRun.of("stats", "-o", output, CAPTURE);
        assertEquals(2, run.exitCode());
        assertEquals(
                "heapcrest stats: error: argument -o/--output: only --json writes a file (see heapcrest stats --help)\n",
                run.err());
        // memray takes it
        assertEquals(0, memray("stats", "-o", output, CAPTURE).exitCode());
        assertFalse(Files.exists(output));
    }

    @Test
    void parse_refuses_a_terminal_and_dump_does_not() {
        for (String name : List.of("memray", "heapcrest")) {
            CommandRun parse = onTerminal(name, "parse");
            assertTrue(parse.err().startsWith("You must redirect stdout to a file or shell pipeline."), parse.err());
            assertEquals(1, parse.exitCode());
            assertEquals(0, parse.out().length);
            assertEquals(0, onTerminal(name, "dump").exitCode());
        }
    }

    private static CommandRun onTerminal(String name, String command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                System::nanoTime,
                name,
                new Screen(true, 50, true));
        int exitCode = Main.execute(terminal, command, CAPTURE.toString());
        return new CommandRun(exitCode, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }
}
