package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Everything without a pointer. */
@ExtendWith(ChromiumExtension.class)
class KeyboardTest {
    @TempDir
    Path directory;

    private static Object spoken(Browser browser, String attribute) {
        return browser.run(
                "return document.querySelector('[role=treeitem]').getAttribute(arguments[0])", "aria-" + attribute);
    }

    @Test
    void arrows_walk_the_tree_and_a_tree_item_says_where(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.element(".fg").sendKeys(Keys.HOME, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_RIGHT);
        String text = String.valueOf(browser.run("return document.querySelector('[role=treeitem]').textContent"))
                .replace('\u00a0', ' ');
        assertEquals("render, " + Shop.JINJA + " line 7, 2.600 kB, 86 allocations, 32.5 %", text);
        assertEquals("3", spoken(browser, "level"));
        assertEquals("2", spoken(browser, "posinset"));
        assertEquals("2", spoken(browser, "setsize"));
        assertEquals("true", spoken(browser, "expanded"));
        page.element(".fg").sendKeys(Keys.ARROW_UP);
        assertEquals("false", spoken(browser, "expanded"));
        page.element(".fg").sendKeys(Keys.ARROW_DOWN, Keys.ENTER);
        assertEquals(page.box("memray").width(), page.box("render").width(), 2);
        page.element(".fg").sendKeys(Keys.BACK_SPACE);
        assertEquals(page.box("memray").width(), page.box("main").width(), 2);
        assertTrue(page.box("render").width() < page.box("main").width() / 2);
    }

    @Test
    void letters_open_views_and_turn_switches(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        for (Map.Entry<String, String> tab : Map.of(
                        "c", "callers", "t", "table", "h", "threads", "o", "time", "f", "stats", "?", "help", "g",
                        "graph")
                .entrySet()) {
            page.press(tab.getKey());
            assertEquals(tab.getValue(), page.state().get("tab"), tab.getKey());
        }
        page.press("g");
        browser.waitUntil("!document.querySelector('#app').classList.contains('busy')");
        page.press("i");
        assertEquals(true, page.state().get("icicle"));
        page.press("l");
        assertEquals("light", browser.run("return document.documentElement.dataset.theme"));
        page.press("l");
        assertEquals("dark", browser.run("return document.documentElement.dataset.theme"));
        page.press("l");
        page.change(() -> page.press("b"));
        assertEquals(true, page.state().get("byCount"));
        page.change(() -> page.press("r"));
        assertEquals(true, page.state().get("nonRelevant"));
        page.press("/");
        page.press("parse");
        page.press(Keys.ENTER);
        assertEquals("parse", page.state().get("query"));
        page.element(".fg").sendKeys("n");
        assertTrue(page.text("#search-result").endsWith("2 of 2"), page.text("#search-result"));
        page.element(".fg").sendKeys("N");
        assertTrue(page.text("#search-result").endsWith("1 of 2"), page.text("#search-result"));
        page.element(".fg").sendKeys("m");
        assertTrue(page.element(".menu").isDisplayed());
        page.press(Keys.ESCAPE);
        assertFalse(page.element(".menu").isDisplayed());
    }

    @Test
    void plus_and_minus_zoom_a_and_d_move_and_zero_shows_everything(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        Page.Box root = page.box("memray");
        double off = page.box("render").x() - root.x() - root.width() / 2;
        // from the middle of the window, which stays where it is
        DoubleSupplier edge = () -> page.box("render").x() - root.x() - root.width() / 2;
        page.press("+");
        assertEquals(off * 1.5, edge.getAsDouble(), 2);
        page.press("w");
        assertEquals(off * 2.25, edge.getAsDouble(), 2);
        page.press("d");
        assertEquals(off * 2.25 - root.width() * 0.2, edge.getAsDouble(), 2);
        page.press("a");
        assertEquals(off * 2.25, edge.getAsDouble(), 2);
        page.press("s");
        page.press("-");
        assertEquals(off, edge.getAsDouble(), 2);
        page.press("=");
        page.press("0");
        assertEquals(off, edge.getAsDouble(), 2);
        page.choose("parse", "Callers and callees");
        browser.waitUntil("document.documentElement.dataset.sandwich && window.heapcrest.boxes(1).length > 1");
        List<Page.Box> callees = page.boxes(2);
        page.press("+");
        assertNotEquals(callees, page.boxes(2), "the graph on the screen moves");
    }

    @Test
    void options_open_and_close_with_keys_alone(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.element("#options").sendKeys(Keys.ENTER);
        String inPanel = "return document.querySelector('#part-options').contains(document.activeElement)";
        assertEquals(true, browser.run(inPanel));
        page.press(Keys.TAB);
        page.press(Keys.ENTER);
        assertEquals(true, page.state().get("icicle"), "the second button is the one for icicles");
        page.press(Keys.ESCAPE);
        assertFalse(page.element("#part-options").isDisplayed());
        assertEquals("options", browser.run("return document.activeElement.id"));
    }

    @Test
    void m_opens_the_menu_of_the_focused_graph_and_none_where_there_is_no_graph(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.press("m");
        assertTrue(page.text(".menu").contains("Copy link to this box"), page.text(".menu"));
        page.press(Keys.ESCAPE);
        // what was focused in the menu loses the focus with the next frame
        browser.waitUntil("document.activeElement === document.body");
        page.press("f");
        browser.waitUntil("document.documentElement.dataset.tab === 'stats'");
        page.press("m");
        assertFalse(page.element(".menu").isDisplayed());
        page.press("g");
        page.choose("parse", "Callers and callees");
        browser.waitUntil("document.documentElement.dataset.sandwich && window.heapcrest.boxes(1).length > 1");
        page.press("m");
        assertFalse(page.element(".menu").isDisplayed());
        page.element("#panel .fg").sendKeys(Keys.HOME, Keys.ARROW_UP, "m");
        page.menuEntry("Copy stack");
        assertFalse(page.text(".menu").contains("Copy link to this box"), "that of a caller: " + page.text(".menu"));
        assertTrue(page.text(".menu").contains("Hide this function"), page.text(".menu"));
    }

    @Test
    void single_letters_can_be_switched_off(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.element("#options").click();
        page.element("#letters").click();
        page.press(Keys.ESCAPE);
        try {
            page.element(".fg").sendKeys("t");
            assertEquals("graph", page.state().get("tab"));
        } finally {
            browser.run("localStorage.clear()");
        }
    }
}
