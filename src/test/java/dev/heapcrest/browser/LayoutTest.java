package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where things are: rows, tabs, and the page while it loads. */
@ExtendWith(ChromiumExtension.class)
class LayoutTest {
    /** Of a wide window: how many heights the tool bar's controls have together. */
    private static final String TOOLBAR_TOPS = "return new Set([...document.querySelector('.toolbar').children]"
            + ".filter(one => one.offsetWidth > 0)"
            + ".map(one => Math.round(one.getBoundingClientRect().top))).size";

    private static final String TOOLBAR_END =
            "return document.querySelector('.toolbar .search').getBoundingClientRect().right - window.innerWidth";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1100, 1280, 1440, 1920})
    void from_1100_pixels_on_all_controls_are_in_one_row(int width, Browser browser) throws IOException {
        for (String capture : List.of("threads8-h13-py313-lz4", "simple-h13-py313-lz4")) {
            browser.resize(width, 800);
            browser.open(ReportFiles.of(capture, directory));
            Page page = new Page(browser);
            assertEquals(1L, browser.run(TOOLBAR_TOPS), capture);
            assertTrue(((Number) browser.run(TOOLBAR_END)).doubleValue() <= 0, capture + " fits");
            assertTrue(page.element("#search").getSize().width >= 60, capture + ": search has room");
            Object overlap = browser.run("const all = [...document.querySelector('.toolbar').children]"
                    + ".filter(one => one.offsetWidth > 0).map(one => one.getBoundingClientRect());"
                    + " return all.some((one, at) => at > 0 && one.left < all[at - 1].right)");
            assertEquals(false, overlap, capture);
            browser.screenshot("toolbar-" + width + "-" + capture);
        }
    }

    @Test
    void tabs_stay_where_they_are_when_another_is_chosen(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        String places =
                "return [...document.querySelectorAll('.tabs button')].map(tab => tab.getBoundingClientRect().left)";
        Object before = browser.run(places);
        for (String tab : List.of("callers", "table", "stats", "graph")) {
            page.openTab(tab);
            assertEquals(before, browser.run(places), tab);
        }
    }

    @Test
    void rows_of_a_shallow_graph_are_high_and_those_of_a_deep_one_are_not(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertEquals(26, page.box("memray").y() - page.box("main").y(), 0.1);
        page.hover("main");
        assertEquals("main", browser.run("return document.querySelector('.details-name').textContent"));
        browser.open(ReportFiles.of("deep5000-h13-py313-lz4", directory));
        List<Page.Box> boxes = new Page(browser).boxes();
        assertEquals(20, boxes.get(0).y() - boxes.get(1).y(), 0.1);
    }

    @Test
    void while_a_report_is_read_nothing_is_shown_that_does_not_apply_yet(Browser browser) throws IOException {
        Path file = Shop.write(Shop.maker().tree(), directory);
        String html = Files.readString(file);
        // as much as has come when a large page is half there
        int payload = html.indexOf("<script type=\"application/octet-stream\"");
        Path half = directory.resolve("half.html");
        Files.writeString(
                half,
                html.substring(0, payload).replaceFirst("data-nodes=\"\\d+\"", "data-nodes=\"5800000\"")
                        + "</body></html>");
        browser.open(half);
        String text = "return getComputedStyle(document.documentElement, '::before').content";
        browser.waitUntil("document.documentElement.dataset.reading");
        assertTrue(
                String.valueOf(browser.run("return document.documentElement.dataset.reading"))
                        .replace('\u00a0', ' ')
                        .equals("Reading 5.8 M boxes\u2026"),
                "it says how many boxes");
        browser.waitUntil("document.documentElement.dataset.state === 'failed'");
        assertEquals("none", browser.run(text), "and no longer than that");
        Page page = Shop.open(browser, directory);
        assertFalse(page.element(".minimap").isDisplayed());
        assertFalse(page.element("#reset-zoom").isDisplayed());
        Object skeleton = browser.run("const parts = document.querySelector('#skeleton').content;"
                + " return [parts.querySelector('.minimap').className, parts.querySelector('#reset-zoom').hidden]");
        assertEquals(List.of("minimap whole", true), skeleton, "before the first graph too");
    }
}
