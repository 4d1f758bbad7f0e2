package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
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
        browser.waitUntil("window.heapcrest.state().query === '" + query + "'");
        return page.text("#search-result").replaceAll("[\\u00a0\\u200a]", " ");
    }

    @Test
    void a_match_inside_another_is_not_counted_twice(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertEquals("2 boxes · 5.30 kB · 66.3 % of all", search(browser, page, "load"));
        assertEquals("2 boxes · 4.90 kB · 61.3 % of all", search(browser, page, "parse"));
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
        assertTrue(page.text("#search-result").startsWith("3 boxes"), page.text("#search-result"));
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
        assertTrue(page.text("#search-result").contains("53 allocations"), page.text("#search-result"));
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
