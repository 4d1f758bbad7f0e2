package dev.heapcrest.symbols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names, files and lines beside memray's, address by address, for every capture of testdata/captures-native, or of the
 * folder that {@code -DnativeCaptures=FOLDER} names.
 */
class NativeAnswersTest {
    private static final String SUFFIX = ".native.json.gz";
    private static final Map<String, SymbolKind> KINDS = Map.of(
            "dwarf", SymbolKind.DWARF,
            "debugfile", SymbolKind.DEBUG_FILE,
            "symtab", SymbolKind.SYMBOL_TABLE,
            "minidebug", SymbolKind.MINI_DEBUG_INFO,
            "dynsym", SymbolKind.EXPORTED_NAMES);

    private static Path folder() {
        String other = System.getProperty("nativeCaptures");
        return other == null ? NativeAnswers.FOLDER : Path.of(other);
    }

    static List<String> captures() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    private static SymbolSettings settings(Map<String, String> environment) {
        return SymbolSettings.of(environment).withSysroot(folder().resolve("root"));
    }

    @Test
    void there_are_captures_to_compare() throws IOException {
        assertTrue(captures().contains("forged-h13-raw"), captures().toString());
    }

    @ParameterizedTest
    @MethodSource("captures")
    @ExtendWith(SymbolizerExtension.class)
    void all_levels_of_all_addresses_are_memrays(String name) throws IOException {
        NativeAnswers memray = NativeAnswers.of(folder(), name);
        SymbolTable ours = Symbols.ofFiles(settings(System.getenv())).symbolize(memray.wanted);
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (int image = 0; image < memray.wanted.size(); image++) {
            ImageReport report = ours.images().get(image);
            assertEquals(memray.kinds.get(image).equals("missing"), report.state() == ImageState.NOT_FOUND);
            if (report.state() != ImageState.FOUND) {
                // a file with other segments is refused, where memray takes any
                continue;
            }
            for (int address = 0; address < memray.levels.get(image).size(); address++) {
                compared++;
                List<String> expected = memray.levels.get(image).get(address);
                List<String> found = NativeAnswers.texts(ours, image, address);
                if (!found.equals(expected)) {
                    differences.add(report.image().path() + " "
                            + memray.wanted.get(image).offsets()[address] + ": " + found + ", not " + expected);
                }
            }
        }
        assertEquals(List.of(), differences);
        assertTrue(compared > 100, compared + " addresses compared");
    }

    @Test
    @ExtendWith(SymbolizerExtension.class)
    void all_addresses_of_the_forged_capture_but_those_of_the_missing_image_are_named_like_memrays()
            throws IOException {
        NativeAnswers memray = NativeAnswers.of(NativeAnswers.FOLDER, "forged-h13-raw");
        SymbolTable ours = Symbols.ofFiles(
                        SymbolSettings.of(System.getenv()).withSysroot(NativeAnswers.FOLDER.resolve("root")))
                .symbolize(memray.wanted);
        int equal = 0;
        for (int image = 0; image < memray.wanted.size(); image++) {
            for (int address = 0; address < memray.levels.get(image).size(); address++) {
                equal += NativeAnswers.texts(ours, image, address)
                                .equals(memray.levels.get(image).get(address))
                        ? 1
                        : 0;
            }
        }
        assertEquals(132, equal);
    }

    @Test
    @ExtendWith(SymbolizerExtension.class)
    void kinds_and_build_ids_of_the_images_are_memrays() throws IOException {
        NativeAnswers memray = NativeAnswers.of(NativeAnswers.FOLDER, "forged-h13-raw");
        SymbolTable ours = Symbols.ofFiles(
                        SymbolSettings.of(System.getenv()).withSysroot(NativeAnswers.FOLDER.resolve("root")))
                .symbolize(memray.wanted);
        for (int image = 0; image < memray.wanted.size(); image++) {
            ImageReport report = ours.images().get(image);
            assertEquals(KINDS.getOrDefault(memray.kinds.get(image), SymbolKind.NONE), report.kind());
            String buildId = memray.buildIds.get(image);
            assertEquals(buildId == null ? "" : buildId, report.buildId());
            assertEquals("", report.trouble(), report.image().path());
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void without_any_tool_the_outermost_functions_have_their_names(String name) throws IOException {
        NativeAnswers memray = NativeAnswers.of(folder(), name);
        SymbolTable ours = Symbols.ofFiles(settings(Map.of("PATH", ""))).symbolize(memray.wanted);
        int compared = 0;
        int equal = 0;
        for (int image = 0; image < memray.wanted.size(); image++) {
            ImageReport report = ours.images().get(image);
            boolean dwarf = report.kind() == SymbolKind.DWARF || report.kind() == SymbolKind.DEBUG_FILE;
            assertEquals(dwarf, report.trouble().contains("llvm-symbolizer"), report.toString());
            for (int address = 0; address < memray.levels.get(image).size(); address++) {
                List<String> expected = memray.levels.get(image).get(address);
                String outermost = expected.get(expected.size() - 1);
                String function = ours.function(ours.endLevel(image, address) - 1);
                // nobody is there to demangle
                if (report.state() == ImageState.FOUND && !function.startsWith("_Z")) {
                    compared++;
                    equal += outermost.startsWith(function + "|") ? 1 : 0;
                }
            }
        }
        assertTrue(equal >= compared * 0.97, equal + " of " + compared);
        assertTrue(compared > 60, compared + " compared");
    }

    @Test
    @ExtendWith(SymbolizerExtension.class)
    void addr2line_gives_the_same_depth_and_lines() throws IOException {
        NativeAnswers memray = NativeAnswers.of(NativeAnswers.FOLDER, "forged-h13-raw");
        SymbolSettings settings = new SymbolSettings(
                List.of(),
                NativeAnswers.FOLDER.resolve("root"),
                List.of(),
                List.of(),
                Path.of("addr2line"),
                System.getenv());
        SymbolTable ours = Symbols.ofFiles(settings).symbolize(memray.wanted);
        for (int image = 0; image < memray.wanted.size(); image++) {
            for (int address = 0; address < memray.levels.get(image).size(); address++) {
                List<Integer> lines = new ArrayList<>();
                for (int level = ours.firstLevel(image, address); level < ours.endLevel(image, address); level++) {
                    lines.add(ours.line(level));
                }
                List<Integer> expected = memray.levels.get(image).get(address).stream()
                        .map(text -> Integer.valueOf(text.substring(text.lastIndexOf('|') + 1)))
                        .toList();
                assertEquals(expected, lines, memray.wanted.get(image).image().path());
            }
        }
    }
}
