package dev.heapcrest.symbols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A symbolizer that hangs, ends or lies costs what it alone knows of an image. */
class FakeToolsTest {
    private static final Path ROOT = NativeAnswers.FOLDER.resolve("root");
    private static final String VERSION =
            "#!/bin/sh\nif [ \"$1\" = --version ]; then echo; echo '  LLVM version 14.0.6'; exit; fi\n";

    @TempDir
    Path folder;

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private SymbolTable symbolize(Path tool, Duration patience, List<ImageAddresses> wanted) {
        String path = System.getenv("PATH");
        SymbolSettings settings = new SymbolSettings(
                List.of(), ROOT, List.of(), List.of(), tool, path == null ? Map.of() : Map.of("PATH", path));
        return new FileSymbols(settings, patience).symbolize(wanted);
    }

    private static List<ImageAddresses> question(String... names) throws IOException {
        return NativeAnswers.of(NativeAnswers.FOLDER, "forged-h13-raw").wanted.stream()
                .filter(each -> List.of(names).contains(each.image().name()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleep 1000 | did not answer for 1 s",
                "sleep 1000 & sleep 1000 | did not answer for 1 s",
                "exit 1 | ended",
                "kill -9 $$ | ended",
                "yes | gave an answer that cannot be read",
                "while read line; do echo '{\"Address\":\"0x1\",\"Symbol\":[]}'; done | answered another question",
                "while read line; do echo '[[[[[['; done | gave an answer that cannot be read",
                "while read line; do echo '{\"Address\":\"0x1113\",\"Symbol\":[{\"Line\":1e99}]}'; done | cannot be read",
                "head -c 9000000 /dev/zero | ended, or wrote without end",
            })
    void what_it_does_costs_inlined_functions_files_and_lines(String behaviour, String said) throws IOException {
        Path tool = script("llvm-symbolizer", VERSION + behaviour.replace("\\\"", "\"") + "\n");
        List<ImageAddresses> wanted = question("libtiny.so");
        SymbolTable table = symbolize(tool, Duration.ofSeconds(1), wanted);
        ImageReport report = table.images().get(0);
        assertEquals(ImageState.FOUND, report.state());
        assertTrue(report.trouble().contains(said), report.trouble());
        assertEquals(List.of("tiny_leaf|<unknown>|0"), NativeAnswers.texts(table, 0, 0));
    }

    @Test
    @ExtendWith(SymbolizerExtension.class)
    void one_image_that_crashes_it_costs_no_other() throws IOException {
        Path tool = script(
                "llvm-symbolizer",
                VERSION
                        + "while read -r line; do\n"
                        + "  case \"$line\" in *libtiny-gz*) exit 139;; esac\n"
                        + "  echo \"$line\"\n"
                        + "done | llvm-symbolizer \"$@\"\n");
        List<ImageAddresses> wanted = question("libtiny.so", "libtiny-gz.so", "libtinypp.so");
        SymbolTable table = symbolize(tool, Duration.ofSeconds(60), wanted);
        assertEquals("", table.images().get(0).trouble());
        assertTrue(
                table.images().get(1).trouble().contains("ended"),
                table.images().get(1).trouble());
        assertEquals("", table.images().get(2).trouble());
        assertEquals(List.of("tiny_leaf|/src/tiny/tiny.c|10"), NativeAnswers.texts(table, 0, 0));
        assertEquals(List.of("tiny_leaf|<unknown>|0"), NativeAnswers.texts(table, 1, 0));
        assertEquals(List.of("anonymous|/src/tiny/tinypp.cpp|10"), NativeAnswers.texts(table, 2, 0));
    }

    @Test
    void after_four_failures_it_is_asked_no_more() throws IOException {
        Path log = folder.resolve("log");
        Path tool = script("llvm-symbolizer", VERSION + "echo started >> " + log + "\nexit 1\n");
        List<ImageAddresses> wanted = question(
                "libtiny.so", "libtiny-gz.so", "libtinypp.so", "libtiny-dwarf4.so", "libfakepy.so", "libtiny-split.so");
        SymbolTable table = symbolize(tool, Duration.ofSeconds(60), wanted);
        assertEquals(6, table.images().size());
        for (ImageReport report : table.images()) {
            assertTrue(report.trouble().contains("ended"), report.toString());
        }
        // two questions, so two processes, for each of four images
        assertTrue(Files.readAllLines(log).size() <= 8, Files.readString(log));
    }

    @Test
    void what_is_neither_of_the_two_tools_is_named() throws IOException {
        Path tool = script("anything", "#!/bin/sh\necho LLVM version 13.0.1\n");
        SymbolTable table = symbolize(tool, Duration.ofSeconds(5), question("libtiny.so"));
        assertEquals(
                tool + " is neither an llvm-symbolizer (14 or later) nor a GNU addr2line",
                table.images().get(0).trouble());
    }

    @Test
    @ExtendWith(SymbolizerExtension.class)
    void an_image_whose_path_has_quotes_and_a_line_feed_is_asked_through_a_link() throws IOException {
        ImageAddresses plain = question("libtiny.so").get(0);
        Path odd = Files.createDirectory(folder.resolve("it's \"odd\"\nis it"));
        Files.copy(ROOT.resolve("srv/native/libtiny.so"), odd.resolve("libtiny.so"));
        Image image =
                new Image(odd.resolve("libtiny.so").toString(), plain.image().segments());
        SymbolTable table = new FileSymbols(SymbolSettings.of(System.getenv()), Duration.ofSeconds(60))
                .symbolize(List.of(new ImageAddresses(image, plain.offsets())));
        assertEquals("", table.images().get(0).trouble());
        assertEquals(List.of("tiny_leaf|/src/tiny/tiny.c|10"), NativeAnswers.texts(table, 0, 0));
    }
}
