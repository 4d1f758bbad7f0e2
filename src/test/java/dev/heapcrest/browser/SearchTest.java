package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** Searching: what is looked through, what is counted, where it leads. */
@ExtendWith(ChromiumExtension.class)
class SearchTest {
    @TempDir
    Path directory;

    /** Types a query and returns what the page says about it. */
    private static String search(Browser browser, Page page, String query) {
        page.element("#search").clear();
        page.element("#search").sendKeys(query);
        browser.waitUntil("window.heapcrest.state().query === '" + query.replace("\\", "\\\\") + "'");
        return page.text("#search-result").replaceAll("[\\u00a0\\u200a]", " ");
    }

    @Test
    void a_match_inside_another_is_not_counted_twice(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertEquals("2 boxes · 5.30 kB · 66.3 % of 8.00 kB", search(browser, page, "load"));
        assertEquals("2 boxes · 4.90 kB · 61.3 % of 8.00 kB", search(browser, page, "parse"));
    }

    @Test
    void function_file_and_module_are_searched_plain_or_as_a_pattern(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertTrue(search(browser, page, "site-packages").startsWith("1 box "), "the file");
        assertTrue(search(browser, page, "JINJA").startsWith("1 box "), "the module, whatever its case");
        page.element("[data-field=matchCase]").click();
        assertEquals("Nothing found", search(browser, page, "JINJA"));
        page.element("[data-field=matchCase]").click();
        assertEquals("Nothing found", search(browser, page, "^(load|render)$"));
        page.element("[data-field=regex]").click();
        settle(browser);
        assertTrue(page.text("#search-result").startsWith("3 boxes"), page.text("#search-result"));
    }

    /** Each finds the box of render alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "render at /usr/lib/python3.13/site-packages/jinja/env.py:7",
                "render at env.py:7",
                "render jinja/env.py:7",
                "jinja/env.py:7",
                "env.py:7",
                "render:env.py:7",
                "render (env.py:7)",
                "File \"env.py\", line 7, in render",
                "fn:render",
                "file:jinja",
                "line:7",
                "line:6-8",
                "fn:REND file:env line:7",
                "end file:jinja",
            })
    void a_place_is_found_as_it_is_written_anywhere(String query, Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertTrue(search(browser, page, query).startsWith("1 box · 2.60 kB"), page.text("#search-result"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" at ", "fn:env.py", "file:render", "line:70", "fn:render file:app", "env.py:8", "main at env"})
    void what_is_not_on_a_box_is_not_found(String query, Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertEquals("Nothing found", search(browser, page, query));
    }

    /** Switches patterns on, types one and waits for what the page says about it. */
    private static String pattern(Browser browser, Page page, String query) {
        page.element("[data-field=regex]").click();
        search(browser, page, query);
        settle(browser);
        return page.text("#search-result");
    }

    /** Waits until a pattern was looked for. */
    private static void settle(Browser browser) {
        browser.waitUntil("!/Searching/.test(document.querySelector('#search-result').textContent)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "env\\.py:[67]$ => 1 box",
                "^(render at|main:) => 2 boxes",
                "fn:^load$ line:2\\d => 2 boxes",
                "\\<?par\\-?se => 2 boxes",
                "at => Nothing found",
                "( => Not a regular expression",
            })
    void patterns_go_over_function_file_and_line(String query, String found, Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertTrue(pattern(browser, page, query.trim()).startsWith(found), page.text("#search-result"));
    }

    @Test
    void a_pattern_that_never_ends_is_stopped_and_the_page_goes_on(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertTrue(pattern(browser, page, "(.*)*x9").contains("takes too long"), page.text("#search-result"));
        browser.run("location.hash += '&o=1'; location.reload()");
        Page again = new Page(browser);
        browser.waitUntil("/takes too long/.test(document.querySelector('#search-result').textContent)");
        assertEquals(8000, again.box("memray").bytes());
        again.element("#search").clear();
        again.element("#search").sendKeys("ren.er$");
        browser.waitUntil("/^1 box/.test(document.querySelector('#search-result').textContent)");
        browser.waitUntil("window.heapcrest.boxes()[0].bytes === 2600");
    }

    @Test
    void the_function_of_a_box_is_found_by_name_and_file_alone(Browser browser) throws IOException {
        browser.open(Shop.write(
                Shop.maker()
                        .node(1, "parse", Shop.APP, 30)
                        .own(0, 6, 50, 1, 0, 0)
                        .node(1, "parse_all", Shop.JSON, 31)
                        .own(0, 6, 60, 1, 0, 0)
                        .tree(),
                directory));
        Page page = new Page(browser);
        page.choose("render", "Zoom");
        page.choose("parse", "Find this function");
        assertTrue(page.text("#search-result").startsWith("2 boxes"), page.text("#search-result"));
        page.press(Keys.ESCAPE);
        Object address = browser.run("return location.hash");
        browser.driver().get("about:blank");
        browser.open(directory.resolve("report.html"), String.valueOf(address));
        Page again = new Page(browser);
        assertTrue(again.text("#search-result").startsWith("2 boxes"), again.text("#search-result"));
        assertEquals("4 boxes", search(browser, again, "parse").replaceAll(" ·.*", ""), "text is searched as text");
    }

    @Test
    void the_share_of_the_zoomed_box_is_told_as_well(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        search(browser, page, "parse");
        page.click("render");
        assertTrue(page.text("#search-result").contains("23.1"), page.text("#search-result"));
        assertTrue(page.text("#search-result").contains("of zoom"), page.text("#search-result"));
    }

    @Test
    void next_and_previous_go_through_the_matches_widest_first(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        search(browser, page, "parse");
        page.element("[data-do=next]").click();
        assertTrue(page.text("#search-result").endsWith("1 of 2"), page.text("#search-result"));
        assertTrue(spoken(browser).contains("4.300"), spoken(browser));
        page.element("#search").sendKeys(Keys.ENTER);
        assertTrue(spoken(browser).contains("600"), spoken(browser));
        page.element("[data-do=previous]").click();
        assertTrue(page.text("#search-result").endsWith("1 of 2"), page.text("#search-result"));
    }

    private static String spoken(Browser browser) {
        return String.valueOf(browser.run("return document.querySelector('[role=treeitem]').textContent"));
    }

    @Test
    void only_matching_stacks_are_left_and_every_switch_keeps_the_search(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        search(browser, page, "load");
        page.change(() -> page.element("[data-field=only]").click());
        assertEquals(5300, page.box("memray").bytes());
        assertTrue(page.find("render").isEmpty());
        page.change(() -> page.element("[data-field=byCount][data-value=true]").click());
        assertTrue(
                page.text("#search-result").endsWith("53 allocations · 37.9 % of 140 allocations"),
                page.text("#search-result"));
        page.change(() -> page.element("[data-value=leaks]").click());
        assertEquals(500, page.box("memray").bytes());
        page.change(() -> page.element("[data-field=only]").click());
        assertEquals(710, page.box("memray").bytes());
        assertFalse(page.text("#search-result").isEmpty());
        assertEquals("load", page.element("#search").getDomProperty("value"));
    }

    @Test
    void the_field_has_room_for_a_name_whether_or_not_it_shares_its_line(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        for (int width : new int[] {721, 1024, 1100, 1280, 1310, 1366, 1600}) {
            browser.resize(width, 800);
            int room = page.element(".search-field").getSize().getWidth();
            // from 1100 pixels on it shares its line with all other controls
            assertTrue(room >= (width < 1100 ? 360 : 280), "the field has " + room + " pixels in a window of " + width);
        }
    }
}
