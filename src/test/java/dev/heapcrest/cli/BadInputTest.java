package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input: one clear line, the right exit code, nothing written, nothing lost. */
class BadInputTest {
    private static final Path CAPTURE = CommandRun.CAPTURES.resolve("simple-h13-py313-raw.bin");

    @TempDir
    Path folder;

    private CommandRun transform(Object... more) {
        return CommandRun.of(
                Stream.concat(Stream.of("transform", "csv"), Stream.of(more)).toArray());
    }

    private Path copy() throws IOException {
        return Files.copy(CAPTURE, folder.resolve("x.bin"));
    }

    private static void fails(CommandRun run, int exitCode, String message) {
        assertEquals(message + System.lineSeparator(), run.err());
        assertEquals(exitCode, run.exitCode());
        assertEquals(0, run.out().length, "nothing on standard output");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_missing_file_is_named_as_typed() {
        fails(transform("nope/x.bin"), 1, "No such file: nope/x.bin");
    }

    @Test
    void a_name_whose_bytes_java_cannot_keep_may_be_there_all_the_same() {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "needs a UTF-8 locale");
        fails(
                transform("bad\uFFFD.bin"),
                1,
                "No such file: bad\uFFFD.bin (as far as its name is readable here; one that is not UTF-8 can come as"
                        + " standard input, - < FILE)");
    }

    @Test
    void a_missing_file_is_noticed_before_an_existing_output() throws IOException {
        Path output = Files.writeString(folder.resolve("out.csv"), "old");
        fails(transform("-o", output, folder.resolve("x.bin")), 1, "No such file: " + folder.resolve("x.bin"));
    }

    @Test
    void a_file_name_moves_no_cursor() throws IOException {
        shows("a\u001b[31m", "a\\x1b[31m");
    }

    @Test
    void a_file_name_turns_no_writing_direction() throws IOException {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "needs a UTF-8 locale");
        shows("a\u202e", "a\\u202e");
    }

    /** Wherever a file of that name is spoken of. */
    private void shows(String stem, String shown) throws IOException {
        String name = stem + ".bin";
        fails(transform("nope/" + name), 1, "No such file: nope/" + shown + ".bin");
        fails(
                CommandRun.of("stats", "x", name),
                2,
                "heapcrest stats: error: unrecognized arguments: " + shown + ".bin (see heapcrest stats --help)");
        Path notOne = Files.writeString(folder.resolve(name), "not a capture at all");
        assertTrue(transform(notOne).err().startsWith("Cannot read " + folder + "/" + shown + ".bin: "));

        byte[] whole = Files.readAllBytes(CAPTURE);
        Path cut = Files.write(folder.resolve(name), Arrays.copyOf(whole, 9_000));
        CommandRun run = transform(cut);
        assertTrue(run.err().startsWith(folder + "/" + shown + ".bin is truncated."), run.err());
        assertEquals("Wrote " + folder + "/memray-csv-" + shown + ".csv\n", run.outText());
        assertTrue(Files.exists(folder.resolve("memray-csv-" + stem + ".csv")), "under its own name");
        CommandRun many = CommandRun.of("flamegraphs", cut, "nope/" + name);
        assertEquals("Wrote " + folder + "/memray-flamegraph-" + shown + ".html\n", many.outText());
        assertTrue(many.err().endsWith("No such file: nope/" + shown + ".bin\nOf 2 captures 1 failed.\n"), many.err());
        String stats = CommandRun.of("stats", cut).outText();
        assertTrue(stats.startsWith("Capture:          " + folder + "/" + shown + ".bin\n"), stats);
    }

    @Test
    void a_directory_is_not_a_file() {
        fails(transform(folder), 1, folder + " is a directory; name a capture in it.");
    }

    @Test
    void an_existing_output_is_kept_and_noticed_before_reading() throws IOException {
        Path capture = Files.writeString(folder.resolve("memray-x.bin"), "not a capture at all");
        Path output = Files.writeString(folder.resolve("memray-csv-x.csv"), "old");
        fails(transform(capture), 1, "File already exists, will not overwrite without --force: " + output);
        assertEquals("old", Files.readString(output));
    }

    @Test
    void what_is_not_a_capture_keeps_the_old_report_even_with_force() throws IOException {
        Path capture = Files.writeString(folder.resolve("x.bin"), "not a capture at all, but some text\n".repeat(99));
        Path output = Files.writeString(folder.resolve("memray-csv-x.csv"), "old");
        CommandRun run = transform("-f", capture);
        assertEquals(1, run.exitCode());
        assertTrue(run.err().startsWith("Cannot read " + capture + ": "), run.err());
        assertTrue(run.err().contains("Name the file that 'memray run' wrote"), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertEquals("old", Files.readString(output));
        assertEquals(List.of("memray-csv-x.csv", "x.bin"), files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"transform", "stats", "dump", "parse", "table", "tree", "summary"})
    void an_empty_file_is_refused_by_every_command(String command) throws IOException {
        Path capture = Files.createFile(folder.resolve("x.bin"));
        CommandRun run = command.equals("transform") ? transform(capture) : CommandRun.of(command, capture);
        assertEquals(1, run.exitCode());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("Cannot read " + capture + ": "), run.err());
        assertEquals(0, run.out().length);
        assertEquals(List.of("x.bin"), files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"version-5", "version-14", "version-99"})
    void an_unknown_version_is_named_with_those_that_are_known(String name) throws IOException {
        Path shared = CommandRun.CAPTURES.resolve(name + ".bin");
        CommandRun run = transform("-o", folder.resolve("x.csv"), shared);
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains(name.substring("version-".length())), run.err());
        assertTrue(run.err().contains("versions 6 to 13"), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertEquals(List.of(), files());
    }

    /** Their figures are on standard output and nowhere else. */
    @ParameterizedTest
    @ValueSource(strings = {"tree", "summary", "stats", "series", "dump", "check --max-peak=1TB", "merge", "diff X"})
    void figures_that_cannot_be_printed_are_a_failure(String command) throws IOException {
        Path capture = copy();
        List<Object> arguments = new ArrayList<>();
        for (String word : command.split(" ")) {
            arguments.add(word.equals("X") ? capture : word);
        }
        arguments.add(capture);
        CommandRun full = CommandRun.withFullDisk(arguments.toArray());
        assertEquals("Cannot write standard output: No space left on device\n", full.err());
        assertEquals(ExitCode.FAILED, full.exitCode());
        assertEquals(
                ExitCode.BROKEN_PIPE,
                CommandRun.withBrokenPipe(arguments.toArray()).exitCode());
    }

    /** The figures are in the page as well. */
    @ParameterizedTest
    @ValueSource(strings = {"merge", "diff"})
    void a_page_is_no_failure_where_nobody_reads_the_messages(String command) throws IOException {
        Path capture = copy();
        Path page = folder.resolve("x.html");
        List<Object> arguments = new ArrayList<>(List.of(command, "-o", page, capture));
        if (command.equals("diff")) {
            arguments.add(capture);
        }
        CommandRun run = CommandRun.withFullDisk(arguments.toArray());
        assertEquals(ExitCode.COMPLETE, run.exitCode(), run.err());
        assertTrue(Files.size(page) > 0);
    }

    /** Not by an option of other commands. */
    @Test
    void an_output_of_another_option_that_has_no_directory_is_not_told_of_o() throws IOException {
        Path output = folder.resolve("none").resolve("x.json");
        CommandRun run = CommandRun.of("check", "--max-peak=1TB", "--json=" + output, copy());
        assertEquals(ExitCode.FAILED, run.exitCode());
        assertEquals(
                "Cannot write %s: there is no directory %s. Make it first, or choose another.\n"
                        .formatted(output, output.getParent()),
                run.err());
    }

    @Test
    void an_output_directory_that_is_missing_is_noticed_before_reading() throws IOException {
        Path capture = Files.writeString(folder.resolve("x.bin"), "not a capture at all");
        Path output = folder.resolve("none").resolve("x.csv");
        fails(
                transform("-o", output, capture),
                1,
                "Cannot write %s: there is no directory %s. Make it first, or choose another."
                        .formatted(output, output.getParent()));
    }

    @Test
    void an_output_that_is_a_directory_is_refused() throws IOException {
        fails(transform("-f", "-o", folder, copy()), 1, "Is a directory: " + folder + ". Name a file in it.");
    }

    @Test
    void a_capture_is_never_overwritten_by_its_report() throws IOException {
        Path capture = copy();
        byte[] before = Files.readAllBytes(capture);
        Path otherName = Files.createSymbolicLink(folder.resolve("link.csv"), capture);
        fails(
                transform("-f", "-o", otherName, capture),
                1,
                "The report would overwrite the capture " + otherName + ". Choose another name.");
        assertArrayEquals(before, Files.readAllBytes(capture));
    }

    @Test
    void temporary_allocations_of_an_aggregated_capture_are_refused() throws IOException {
        Path capture = CommandRun.CAPTURES.resolve("complex-h13-py313-agg-raw.bin");
        CommandRun run = transform("--temporary-allocations", "-o", folder.resolve("x.csv"), capture);
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("record without --aggregate"), run.err());
        assertEquals(List.of(), files());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flamegraph | flamegraph: error: the following arguments are required: results",
                "transform csv | transform: error: the following arguments are required: results",
                "flamegraph --bogus x | flamegraph: error: unrecognized arguments: --bogus",
                "flamegraph x y | flamegraph: error: unrecognized arguments: y",
                "flamegraph --leaks --temporary-allocations x"
                        + "| flamegraph: error: argument --temporary-allocations: not allowed with argument --leaks",
                "flamegraph --temporary-allocations --leaks x"
                        + "| flamegraph: error: argument --leaks: not allowed with argument --temporary-allocations",
                "transform csv --temporary-allocation-threshold 3 --leaks x"
                        + "| transform: error: argument --leaks: not allowed with argument"
                        + " --temporary-allocation-threshold",
                "flamegraph --temporary-allocation-threshold x y"
                        + "| flamegraph: error: argument --temporary-allocation-threshold: invalid int value: 'x'",
                "flamegraph --max-memory-records 0 x"
                        + "| flamegraph: error: argument --max-memory-records: must be at least 1",
                "flamegraph --confidential-files some x"
                        + "| flamegraph: error: argument --confidential-files: invalid choice: 'some'"
                        + " (choose from 'all', 'none', 'default')",
                "flamegraph --temporal --temporary-allocations x"
                        + "| flamegraph: error: Can't create a temporal flame graph of temporary allocations",
                "flamegraph --from 1s --temporary-allocations x"
                        + "| flamegraph: error: Can't create a temporal flame graph of temporary allocations",
                "flamegraph --temporal --to noon x"
                        + "| flamegraph: error: argument --to: 'noon' is no time; write 1500ms, 1.5s, 12:30:05.2 or"
                        + " 2026-11-29T12:30:05Z",
                "flamegraph --time-buckets 1 x"
                        + "| flamegraph: error: argument --time-buckets: must be from 2 to 10000",
                "transform csv --temporal x"
                        + "| transform: error: argument --temporal: only json has memory over time; see also series",
                "summary x y | summary: error: unrecognized arguments: y",
                "tree --leaks --temporary-allocations x"
                        + "| tree: error: argument --temporary-allocations: not allowed with argument --leaks",
                "table --temporary-allocations --temporary-allocation-threshold=1 x"
                        + "| table: error: argument --temporary-allocation-threshold: not allowed with argument"
                        + " --temporary-allocations",
                "tree -b -1 x | tree: error: argument -b/--biggest-allocs: must not be negative",
                "summary -r -1 x | summary: error: argument -r/--max-rows: must not be negative",
                "stats -n x y | stats: error: argument -n/--num-largest: invalid int value: 'x'",
                "transform xml x"
                        + "| transform: error: argument format: invalid choice: 'xml'"
                        + " (choose from 'csv', 'collapsed', 'speedscope', 'gprof2dot', 'json', 'pprof', 'svg', 'firefox')",
            })
    void wrong_usage_is_one_line_in_memrays_words(String arguments, String message) {
        CommandRun run = CommandRun.of((Object[]) arguments.split(" "));
        String command = message.substring(0, message.indexOf(':'));
        fails(run, 2, "heapcrest %s (see heapcrest %s --help)".formatted(message, command));
    }

    @Test
    void an_unknown_command_is_answered_with_those_there_are() {
        CommandRun run = CommandRun.named("memray", new byte[0], "tabel", "x.bin");
        fails(
                run,
                2,
                "memray: error: there is no command 'tabel' (there are flamegraph, flamegraphs, table, tree, summary, diff, merge, partial, transform, stats, series, dump, parse, compact, check, symbols); for"
                        + " memray's other commands use memray itself: python3 -m memray (see memray --help)");
    }

    @Test
    void a_truncated_capture_is_reported_with_exit_code_3() throws IOException {
        byte[] whole = Files.readAllBytes(CAPTURE);
        Path cut = Files.write(folder.resolve("x.bin"), Arrays.copyOf(whole, 9_000));
        CommandRun run = transform(cut);
        assertEquals(3, run.exitCode());
        assertTrue(run.err().startsWith(cut + " is truncated. The report covers "), run.err());
        assertTrue(run.err().contains(" of 9,000 bytes; "), run.err());
        assertEquals("Wrote " + folder.resolve("memray-csv-x.csv") + "\n", run.outText());
        assertTrue(Files.size(folder.resolve("memray-csv-x.csv")) > 500);

        CommandRun allowed = transform("--allow-truncated", "-f", cut);
        assertEquals(0, allowed.exitCode());
        assertEquals(run.err(), allowed.err());
    }

    @Test
    void no_stack_trace_is_ever_shown() throws IOException {
        Path capture = Files.write(folder.resolve("x.bin"), "memray\0\15\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        CommandRun run = transform(capture);
        assertEquals(1, run.exitCode());
        assertFalse(run.err().contains("\tat "), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }
}
