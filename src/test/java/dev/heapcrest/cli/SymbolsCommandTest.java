package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.symbols.NativeAnswers;
import dev.heapcrest.symbols.SymbolizerExtension;
import dev.heapcrest.symbols.pack.PackReader;
import dev.heapcrest.symbols.pack.SymbolPack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

class SymbolsCommandTest {
    private static final Path FORGED = NativeAnswers.FOLDER.resolve("forged-h13-raw.bin");
    private static final Path ROOT = NativeAnswers.FOLDER.resolve("root");

    @TempDir
    Path folder;

    @Test
    @ExtendWith(SymbolizerExtension.class)
    void a_pack_appears_beside_the_capture_and_has_all_its_native_frames() throws IOException {
        Path capture = Files.copy(FORGED, folder.resolve("forged.bin"));
        CommandRun run = CommandRun.of("symbols", capture, "--sysroot", ROOT);
        Path pack = folder.resolve("forged.bin.symbols");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("Wrote " + pack + "\n", run.outText());
        assertEquals("Native symbols: 130 of 133 addresses named; without: libgone.so (not found).\n", run.err());
        SymbolPack read = PackReader.read(new ByteArrayInputStream(Files.readAllBytes(pack)));
        NativeAnswers memray = NativeAnswers.of(NativeAnswers.FOLDER, "forged-h13-raw");
        Set<String> expected = new HashSet<>();
        memray.wanted.forEach(image -> {
            for (long offset : image.offsets()) {
                expected.add(image.image().path() + "+" + offset);
            }
        });
        Set<String> found = new HashSet<>();
        for (int i = 0; i < read.offsets().size(); i++) {
            for (long offset : read.offsets().get(i)) {
                found.add(read.table().images().get(i).image().path() + "+" + offset);
            }
        }
        assertEquals(expected, found);
        CommandRun again = CommandRun.of("symbols", capture);
        assertEquals(1, again.exitCode());
        assertTrue(again.err().contains("will not overwrite without --force"), again.err());
    }

    @Test
    void missing_names_are_a_failure_only_where_all_are_required() {
        Path pack = folder.resolve("pack");
        CommandRun run = CommandRun.of("symbols", FORGED, "-o", pack, "--require-symbols");
        assertEquals(1, run.exitCode());
        assertTrue(Files.exists(pack));
        assertTrue(run.err().contains(" (not found), "), run.err());
        assertTrue(run.err().contains(" more."), run.err());
        assertEquals(0, CommandRun.of("symbols", FORGED, "-o", pack, "-f").exitCode());
    }

    @Test
    void a_capture_without_native_stacks_has_no_pack() {
        Path pack = folder.resolve("pack");
        CommandRun run = CommandRun.of("symbols", CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin"), "-o", pack);
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("has no native stacks. Record with 'memray run --native'"), run.err());
        assertFalse(Files.exists(pack));
    }

    @Test
    void aggregated_captures_and_standard_input_have_packs_too() throws IOException {
        byte[] capture = Files.readAllBytes(NativeAnswers.FOLDER.resolve("tiny-h13-py313-native-lz4.bin"));
        CommandRun run = CommandRun.withInput(capture, "symbols", "-", "-o", "-", "-q");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("", run.err());
        SymbolPack pack = PackReader.read(new ByteArrayInputStream(run.out()));
        assertTrue(pack.offsets().size() > 10);
    }

    @Test
    void options_that_cannot_be_are_refused_before_anything_is_read() {
        for (List<String> wrong : List.of(
                List.of("--path-map", "nothing"),
                List.of("--sysroot", "/nowhere"),
                List.of("--symbol-path", "/nowhere"),
                List.of("--debug-file-directory", "/nowhere"),
                List.of("--symbolizer", "/nowhere/llvm-symbolizer"))) {
            Path pack = folder.resolve("pack");
            CommandRun run = CommandRun.of("symbols", FORGED, "-o", pack, wrong.get(0), wrong.get(1));
            assertTrue(run.exitCode() == 1 || run.exitCode() == 2, wrong.toString());
            assertFalse(Files.exists(pack), wrong.toString());
            assertEquals(
                    1,
                    run.err()
                            .lines()
                            .filter(line -> line.contains(wrong.get(1)) || line.contains(wrong.get(0)))
                            .count());
        }
    }
}
