package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.heapcrest.Heapcrest;
import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ConfidentialFiles;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.symbols.MemraySymbols;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Native frames among Python frames: the switch, their form, the table of images, the search for libraries. */
@ExtendWith(ChromiumExtension.class)
class NativeFramesTest {
    private static final Path CAPTURES = Path.of("testdata/captures-native");

    @TempDir
    Path directory;

    private Page open(Browser browser) throws IOException {
        Profile profile;
        try (Reader answers = new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(CAPTURES.resolve("forged-h13-raw.native.json.gz"))),
                        StandardCharsets.UTF_8);
                Capture capture = Capture.open(CAPTURES.resolve("forged-h13-raw.bin"))) {
            MemraySymbols symbols =
                    new MemraySymbols(JsonParser.parseReader(answers).getAsJsonObject());
            profile = HeapProfiler.profile(capture, ProfileOptions.DEFAULT, symbols);
        }
        Path file = directory.resolve("native.html");
        Files.writeString(
                file,
                Profiles.html(
                        profile, Heapcrest.tree(profile, View.Kind.PEAK), Profiles.options(ConfidentialFiles.ALL)));
        browser.open(file);
        return new Page(browser);
    }

    @Test
    void one_switch_leaves_python_frames_alone_and_their_bytes(Browser browser) throws IOException {
        Page page = open(browser);
        long helper = page.box("helper").bytes();
        assertTrue(page.find("tiny_leaf").isPresent(), "native frames are shown at first");
        assertEquals("native shown", page.text("#hide-native"));
        page.change(() -> page.element("#hide-native").click());
        assertEquals(
                List.of(),
                page.boxes().stream()
                        .map(Page.Box::function)
                        .filter(function -> function.contains("tiny") || function.contains("+0x"))
                        .toList());
        assertEquals("native hidden", page.text("#hide-native"));
        assertEquals(helper, page.box("helper").bytes(), "what native frames hold counts in their callers");
        assertTrue(page.text(".steps").contains("native frames"), "a chip says it");
        assertTrue(String.valueOf(browser.run("return location.hash")).contains("hn=1"), "and the address");
        assertEquals(0, page.elements(".legend .swatch.native").size(), "none is drawn");
    }

    @Test
    void their_form_is_in_the_legend_and_a_bar_is_at_their_left_edge(Browser browser) throws IOException {
        Page page = open(browser);
        assertTrue(page.text(".legend").contains("native"), page.text(".legend"));
        assertTrue(page.text(".legend").contains("libtiny.so"), "the library is the module");
        Object atEdge = edge(browser, page.box("tiny_recurse"));
        Object inside = pixel(browser, page.box("tiny_recurse"), 4.5);
        assertNotEquals(inside, atEdge, "a bar");
        Page.Box python = page.box("helper");
        assertEquals(pixel(browser, python, 4.5), edge(browser, python), "no bar");
        browser.screenshot("native-frames");
    }

    private static Object edge(Browser browser, Page.Box box) {
        return pixel(browser, box, 1.5);
    }

    /** Colour of a pixel so far from the left edge of a box, near its top. */
    private static Object pixel(Browser browser, Page.Box box, double right) {
        return browser.run(
                "const canvas = document.querySelector('#part-fg .fg-canvas, .fg-canvas');"
                        + "const bounds = canvas.getBoundingClientRect();"
                        + "const scale = canvas.width / bounds.width;"
                        + "return Array.from(canvas.getContext('2d').getImageData("
                        + "Math.round((arguments[0] - bounds.left) * scale),"
                        + "Math.round((arguments[1] - bounds.top) * scale), 1, 1).data).join();",
                box.x() + right,
                box.y() + 2);
    }

    @Test
    void a_frame_without_a_name_says_what_was_found_of_its_library(Browser browser) throws IOException {
        Page page = open(browser);
        assertEquals("/srv/native/libgone.so \u00b7 not found", placeOf(browser, page, "libgone.so+0x1234"));
        String named = placeOf(browser, page, "tiny_recurse");
        assertTrue(named.endsWith(" \u00b7 libtiny.so"), named);
    }

    private static String placeOf(Browser browser, Page page, String function) {
        page.hover(function);
        assertEquals(function, browser.run("return document.querySelector('.details-name').textContent"));
        return String.valueOf(browser.run("return document.querySelector('.details-place').textContent"))
                .replace("\u200e", "");
    }

    @Test
    void the_table_of_images_says_what_was_found(Browser browser) throws IOException {
        Page page = open(browser);
        page.openTab("stats");
        String table = page.text("#images");
        assertTrue(table.contains("libgone.so not found none"), table);
        assertTrue(table.contains("libtiny.so found DWARF"), table);
    }

    @Test
    void a_library_is_searched_for_by_its_name(Browser browser) throws IOException {
        Page page = open(browser);
        page.element("#search").sendKeys("lib:tinypp");
        browser.waitUntil("window.heapcrest.state().query === 'lib:tinypp'");
        String found = page.text("#search-result");
        assertTrue(found.matches("(?s)\\d+ boxes.*"), found);
        page.element("#search").clear();
        page.element("#search").sendKeys("lib:work");
        browser.waitUntil("window.heapcrest.state().query === 'lib:work'");
        assertEquals("Nothing found", page.text("#search-result"), "Python modules are no libraries");
    }
}
