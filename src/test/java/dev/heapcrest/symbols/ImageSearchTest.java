package dev.heapcrest.symbols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSearchTest {
    private static final Path NATIVE = NativeAnswers.FOLDER.resolve("root/srv/native");
    private static final String SPLIT_ID = "ee49dc3f8bba0ed13cae9346e45da3ffcdd7a3d4";

    @TempDir
    Path folder;

    private static Image image(String name, String path) throws IOException {
        Image known = NativeAnswers.of(NativeAnswers.FOLDER, "forged-h13-raw").wanted.stream()
                .map(ImageAddresses::image)
                .filter(image -> image.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new Image(path, known.segments());
    }

    private Path put(String fixture, String place) throws IOException {
        Path file = folder.resolve(place);
        Files.createDirectories(file.getParent());
        return Files.copy(NATIVE.resolve(fixture), file);
    }

    private SymbolSettings settings(Map<String, String> environment) {
        return SymbolSettings.of(environment);
    }

    @Test
    void places_come_in_the_order_of_the_manual() {
        SymbolSettings settings = new SymbolSettings(
                List.of(new PathMapping("/usr", "/new")),
                Path.of("/sys"),
                List.of(Path.of("/a"), Path.of("/b")),
                List.of(),
                null,
                Map.of());
        Image image = new Image("/usr/lib/x.so", List.of());
        List<Path> expected = List.of(
                Path.of("/new/lib/x.so"),
                Path.of("/sys/usr/lib/x.so"),
                Path.of("/a/usr/lib/x.so"),
                Path.of("/a/x.so"),
                Path.of("/b/usr/lib/x.so"),
                Path.of("/b/x.so"),
                Path.of("/usr/lib/x.so"));
        assertEquals(expected, new ImageSearch(settings).places(image));
        List<Path> withoutSysroot = List.of(
                expected.get(0), expected.get(6), expected.get(2), expected.get(3), expected.get(4), expected.get(5));
        assertEquals(withoutSysroot, new ImageSearch(settings.withSysroot(null)).places(image));
    }

    @Test
    void the_file_of_an_image_that_was_deleted_is_looked_for_under_its_old_name() throws IOException {
        Path file = put("libtiny.so", "libtiny.so");
        FoundImage found = new ImageSearch(settings(Map.of())).find(image("libtiny.so", file + " (deleted)"));
        assertEquals(file, found.file());
    }

    @Test
    void a_file_of_another_build_is_refused_and_the_next_place_is_tried() throws IOException {
        Path other = put("libtiny-split.so", "first/libtiny.so");
        Image image = image("libtiny.so", "/nowhere/libtiny.so");
        SymbolSettings first =
                new SymbolSettings(List.of(), null, List.of(folder.resolve("first")), List.of(), null, Map.of());
        FoundImage refused = new ImageSearch(first).find(image);
        assertEquals(ImageState.OTHER_BUILD, refused.state());
        assertEquals(other, refused.file());
        Path right = put("libtiny.so", "second/libtiny.so");
        SymbolSettings both = new SymbolSettings(
                List.of(), null, List.of(folder.resolve("first"), folder.resolve("second")), List.of(), null, Map.of());
        assertEquals(right, new ImageSearch(both).find(image).file());
    }

    @Test
    void what_is_not_there_is_not_found_and_what_is_no_image_is_unreadable() throws IOException {
        ImageSearch search = new ImageSearch(settings(Map.of()));
        assertEquals(
                ImageState.NOT_FOUND,
                search.find(image("libtiny.so", "/nowhere/libtiny.so")).state());
        assertEquals(ImageState.NOT_FOUND, search.find(image("libtiny.so", "")).state());
        assertEquals(
                ImageState.NOT_FOUND, search.find(image("libtiny.so", "a\0b")).state());
        assertEquals(
                ImageState.NOT_FOUND,
                search.find(image("libtiny.so", folder.toString())).state());
        Path text = Files.writeString(folder.resolve("text.so"), "no image");
        assertEquals(
                ImageState.UNREADABLE,
                search.find(image("libtiny.so", text.toString())).state());
        byte[] whole = Files.readAllBytes(NATIVE.resolve("libtiny.so"));
        Path cut = Files.write(folder.resolve("cut.so"), Arrays.copyOf(whole, 200));
        assertEquals(
                ImageState.UNREADABLE,
                search.find(image("libtiny.so", cut.toString())).state());
    }

    /** Opening one would wait for somebody who writes. */
    @Test
    void a_pipe_or_a_device_is_unreadable() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.so");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        ImageSearch search = new ImageSearch(settings(Map.of()));
        assertEquals(
                ImageState.UNREADABLE,
                search.find(image("libtiny.so", pipe.toString())).state());
        assertEquals(
                ImageState.UNREADABLE,
                search.find(image("libtiny.so", "/dev/zero")).state());
    }

    private FoundImage split(Path file, List<Path> symbolPath, List<Path> directories, Map<String, String> environment)
            throws IOException {
        SymbolSettings settings = new SymbolSettings(List.of(), null, symbolPath, directories, null, environment);
        return new ImageSearch(settings).find(image("libtiny-split.so", file.toString()));
    }

    @Test
    void a_debug_file_is_found_beside_the_image_by_its_link() throws IOException {
        Path file = put("libtiny-split.so", "lib/libtiny-split.so");
        assertNull(split(file, List.of(), List.of(), Map.of()).debugFile());
        Path hidden = put("libtiny-split.so.debug", "lib/.debug/libtiny-split.so.debug");
        assertEquals(hidden, split(file, List.of(), List.of(), Map.of()).debugFile());
        Path beside = put("libtiny-split.so.debug", "lib/libtiny-split.so.debug");
        FoundImage found = split(file, List.of(), List.of(), Map.of());
        assertEquals(beside, found.debugFile());
        assertEquals(beside, found.dwarf());
        assertEquals(SPLIT_ID, found.buildId());
    }

    @Test
    void a_debug_file_is_found_by_build_id_and_in_the_cache_of_debuginfod() throws IOException {
        Path file = put("libtiny-split.so", "lib/libtiny-split.so");
        Path cached = put("libtiny-split.so.debug", "home/.cache/debuginfod_client/" + SPLIT_ID + "/debuginfo");
        Map<String, String> home = Map.of("HOME", folder.resolve("home").toString());
        assertEquals(cached, split(file, List.of(), List.of(), home).debugFile());
        Path byId = put("libtiny-split.so.debug", "debug/.build-id/ee/" + SPLIT_ID.substring(2) + ".debug");
        assertEquals(
                byId,
                split(file, List.of(), List.of(folder.resolve("debug")), home).debugFile());
    }

    @Test
    void a_debug_file_of_another_build_is_not_used() throws IOException {
        Path file = put("libtiny-split.so", "lib/libtiny-split.so");
        put("libtiny.so", "lib/libtiny-split.so.debug");
        assertNull(split(file, List.of(), List.of(), Map.of()).debugFile());
    }

    @Test
    void the_same_build_before_it_was_stripped_serves_as_its_debug_file() throws IOException {
        Path stripped = put("libtiny-dynsym.so", "lib/libtiny.so");
        Path whole = put("libtiny.so", "symbols/libtiny.so");
        SymbolSettings settings =
                new SymbolSettings(List.of(), null, List.of(folder.resolve("symbols")), List.of(), null, Map.of());
        FoundImage found = new ImageSearch(settings).find(image("libtiny.so", stripped.toString()));
        assertEquals(stripped, found.file());
        assertEquals(whole, found.dwarf());
    }
}
