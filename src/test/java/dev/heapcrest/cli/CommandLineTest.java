package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final Path CAPTURE = CommandRun.CAPTURES.resolve("threads8-h13-py313-lz4.bin");

    @TempDir
    Path folder;

    @Test
    void the_default_output_lies_beside_the_capture_and_is_named() throws IOException {
        Path capture = Files.copy(CAPTURE, folder.resolve("memray-x.bin"));
        CommandRun run = CommandRun.of("transform", "speedscope", capture);
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        Path output = folder.resolve("memray-speedscope-x.speedscope.json");
        assertEquals("Wrote " + output, run.outText().lines().findFirst().orElseThrow());
        assertTrue(JsonParser.parseString(Files.readString(output)).isJsonObject());
    }

    @Test
    void a_dash_as_output_is_standard_output_with_nothing_else_on_it() throws IOException {
        Path output = folder.resolve("x.csv");
        CommandRun toFile = CommandRun.of("transform", "csv", "-o", output, CAPTURE);
        CommandRun toOut = CommandRun.of("transform", "csv", "-o", "-", CAPTURE);
        assertEquals(0, toFile.exitCode());
        assertEquals(0, toOut.exitCode());
        assertArrayEquals(Files.readAllBytes(output), toOut.out());
    }

    @Test
    void a_dash_as_input_is_standard_input() throws IOException {
        byte[] capture = Files.readAllBytes(CAPTURE);
        CommandRun piped = CommandRun.withInput(capture, "transform", "csv", "-o", "-", "-");
        assertEquals("", piped.err());
        assertEquals(0, piped.exitCode());
        assertArrayEquals(CommandRun.of("transform", "csv", "-o", "-", CAPTURE).out(), piped.out());
    }

    @Test
    void force_replaces_an_existing_output() throws IOException {
        Path output = Files.writeString(folder.resolve("x.csv"), "old");
        assertEquals(
                0,
                CommandRun.of("transform", "csv", "--force", "-o", output, CAPTURE)
                        .exitCode());
        assertTrue(Files.readString(output).startsWith("allocator,"), "new");
    }

    @Test
    void quiet_says_nothing_when_all_is_well() {
        CommandRun run = CommandRun.of("transform", "csv", "-q", "-o", folder.resolve("x.csv"), CAPTURE);
        assertEquals(0, run.exitCode());
        assertEquals("", run.outText() + run.err());
    }

    @Test
    void option_names_may_be_cut_as_in_argparse() {
        byte[] whole = CommandRun.of("transform", "csv", "--leaks", "--output=-", CAPTURE)
                .out();
        byte[] cut =
                CommandRun.of("transform", "csv", "--le", "--outp=-", CAPTURE).out();
        assertTrue(whole.length > 1_000);
        assertArrayEquals(whole, cut);
        CommandRun ambiguous = CommandRun.of("transform", "csv", "--temporary-alloc", CAPTURE);
        assertEquals(2, ambiguous.exitCode());
    }

    @Test
    void an_option_may_be_given_twice_and_the_last_one_counts() {
        CommandRun run =
                CommandRun.of("transform", "csv", "--leaks", "--leaks", "-o", "nope/x.csv", "-o", "-", CAPTURE);
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
    }

    @Test
    void threshold_1_is_what_temporary_allocations_means_and_a_negative_one_is_off() {
        byte[] temporary = CommandRun.of("transform", "csv", "--temporary-allocations", "-o", "-", CAPTURE)
                .out();
        byte[] peak = CommandRun.of("transform", "csv", "-o", "-", CAPTURE).out();
        assertArrayEquals(temporary, threshold(1));
        assertArrayEquals(peak, threshold(-1));
        assertTrue(threshold(0).length < temporary.length);
    }

    private static byte[] threshold(int threshold) {
        return CommandRun.of("transform", "csv", "--temporary-allocation-threshold", threshold, "-o", "-", CAPTURE)
                .out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flamegraph", "transform", "stats", "dump"})
    void help_is_complete_sentences_under_the_name_that_was_called(String command) {
        for (String name : new String[] {"memray", "heapcrest"}) {
            CommandRun run = CommandRun.named(name, new byte[0], command, "--help");
            assertEquals(0, run.exitCode());
            assertEquals("", run.err());
            assertTrue(run.outText().startsWith("Usage: " + name + " " + command + " "), run.outText());
            String other = name.equals("memray") ? "heapcrest " : "memray " + command;
            assertTrue(!run.outText().contains(other), run.outText());
            assertTrue(run.outText().lines().allMatch(line -> line.length() <= 80), run.outText());
        }
    }

    @Test
    void without_a_command_the_usage_is_shown() {
        CommandRun run = CommandRun.of();
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("Usage: heapcrest "), run.err());
    }

    @Test
    void version_is_told() {
        CommandRun run = CommandRun.of("--version");
        assertEquals(0, run.exitCode());
        List<String> lines = run.outText().lines().toList();
        assertTrue(lines.get(0).matches("heapcrest .+, commit (unknown|[0-9a-f]{12}(-dirty)?)"), run.outText());
        assertTrue(lines.get(1).startsWith("Java " + System.getProperty("java.runtime.version")), run.outText());
    }

    @Test
    void stats_for_scripts_agree_with_what_memray_recorded() throws IOException {
        CommandRun run = CommandRun.of("stats", "--json", "-n", "3", CAPTURE);
        assertEquals(0, run.exitCode());
        JsonObject stats = JsonParser.parseString(run.outText()).getAsJsonObject();
        assertEquals(12_111_088, stats.get("peak_memory_bytes").getAsLong());
        assertEquals(12_102_912, stats.getAsJsonObject("leaks").get("bytes").getAsLong());
        assertEquals(
                1_255,
                stats.getAsJsonObject("coverage").get("allocation_records").getAsLong());
        assertEquals(13, stats.getAsJsonObject("capture").get("header_version").getAsInt());
        assertEquals(3, stats.getAsJsonArray("top_places").size());
    }

    @Test
    void what_is_written_is_the_same_in_every_language() {
        List<Object[]> commands = List.of(
                new Object[] {"stats", CAPTURE},
                new Object[] {"stats", "--json", CAPTURE},
                new Object[] {"dump", CAPTURE},
                new Object[] {"transform", "collapsed", "-o", "-", CAPTURE},
                new Object[] {"transform", "csv", "-o", "-", CAPTURE},
                new Object[] {"transform", "speedscope", "-o", "-", CAPTURE},
                new Object[] {"transform", "gprof2dot", "-o", "-", CAPTURE},
                new Object[] {"transform", "json", "-o", "-", CAPTURE});
        Locale before = Locale.getDefault();
        try {
            for (Object[] command : commands) {
                Locale.setDefault(Locale.ROOT);
                String expected = CommandRun.of(command).outText();
                // other digits in the one, other decimal points in both
                for (String language : List.of("ar-EG", "de-DE")) {
                    Locale.setDefault(Locale.forLanguageTag(language));
                    assertEquals(expected, CommandRun.of(command).outText(), language);
                }
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void stats_for_people_name_the_peak() {
        String text = CommandRun.of("stats", CAPTURE).outText();
        assertTrue(text.contains("Peak memory:      12,111,088 bytes (12.11 MB)\n"), text);
        assertTrue(text.contains("Coverage:         complete; covers all 2,926 records, 20,190 bytes"), text);
    }
}
