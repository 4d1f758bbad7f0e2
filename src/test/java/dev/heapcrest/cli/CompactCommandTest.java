package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.Heapcrest;
import dev.heapcrest.profile.ProfileOptions;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactCommandTest {
    @TempDir
    Path folder;

    private static Path capture(String name) {
        return CommandRun.CAPTURES.resolve(name + ".bin");
    }

    @Test
    void what_is_lost_is_said() {
        Path file = folder.resolve("x.bin");
        CommandRun run = CommandRun.of("compact", "-o", file, capture("complex-h13-py313-lz4"));
        assertEquals(0, run.exitCode());
        assertEquals("", run.err());
        assertEquals(
                "Wrote " + file
                        + "\nNot in it: single allocations, so there are no temporary allocations, no views over"
                        + " time and no memray stats.\n",
                run.outText());
        CommandRun again = CommandRun.of("compact", "-q", "-f", "-o", file, capture("leaks-h13-py313-native-raw"));
        assertEquals("", again.outText());
    }

    @Test
    void the_other_peak_of_memray_is_said() {
        CommandRun run = CommandRun.of("compact", "-o", folder.resolve("x.bin"), capture("leaks-h13-py313-lz4"));
        assertTrue(
                run.outText().contains("memray will call the peak 8,968,486 bytes instead of 9,337,750"),
                run.outText());
    }

    @Test
    void a_truncated_capture_gives_a_truncated_one() throws Exception {
        Path file = folder.resolve("x.bin");
        CommandRun run = CommandRun.of("compact", "-o", file, capture("killed-h13-py313-sigkill-raw"));
        assertEquals(3, run.exitCode());
        assertTrue(run.err().contains("is truncated. The compacted capture covers 3,353 records"), run.err());
        assertFalse(Heapcrest.profile(file).coverage().complete());
        assertEquals(3, CommandRun.of("stats", file).exitCode());
        assertEquals(
                0,
                CommandRun.of("compact", "--allow-truncated", "-f", "-o", file, capture("killed-h13-py313-sigkill-raw"))
                        .exitCode());
    }

    @Test
    void it_writes_the_version_that_is_asked_for_and_to_a_pipe() throws Exception {
        CommandRun run = CommandRun.of("compact", "--header", 11, "-o", "-", capture("complex-h13-py313-lz4"));
        assertEquals(0, run.exitCode());
        assertEquals(
                11,
                Heapcrest.profile(new ByteArrayInputStream(run.out()), ProfileOptions.DEFAULT)
                        .header()
                        .version());
    }

    @Test
    void wrong_versions_and_existing_files_are_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("x.bin"), "mine");
        assertEquals(
                2,
                CommandRun.of("compact", "--header", 9, "-o", file, capture("aio-h13-py313-lz4"))
                        .exitCode());
        assertEquals(
                2,
                CommandRun.of("compact", "--header", 14, "-o", file, capture("aio-h13-py313-lz4"))
                        .exitCode());
        assertEquals(
                1,
                CommandRun.of("compact", "-o", file, capture("aio-h13-py313-lz4"))
                        .exitCode());
        assertEquals(
                1,
                CommandRun.of("compact", "-f", "-o", file, Path.of("README.md")).exitCode());
        assertEquals("mine", Files.readString(file));
    }
}
