package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The table: what its rows are, who called them, what the search found in them. */
@ExtendWith(ChromiumExtension.class)
class TableTest {
    @TempDir
    Path directory;

    private Page open(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.openTab("table");
        browser.waitUntil("document.documentElement.dataset.table");
        return page;
    }

    /** The cells of each row, joined. */
    private static List<String> rows(Browser browser) {
        List<?> rows = (List<?>) browser.run("return [...document.querySelectorAll('#panel tbody tr:not(.spacer)')]"
                + ".map(row => [...row.cells].filter((_, at) => at !== 1).map(cell => cell.textContent).join(' '))");
        return rows.stream()
                .map(row -> String.valueOf(row).replace('\u00a0', ' ').trim())
                .toList();
    }

    private static void group(Browser browser, Page page, String by, int count) {
        page.element("[data-field=groupBy][data-value=" + by + "]").click();
        browser.waitUntil("document.querySelectorAll('#panel tbody tr').length === " + count
                + " && window.heapcrest.state().groupBy === '" + by + "'");
    }

    @Test
    void rows_are_functions_lines_files_or_modules(Browser browser) throws IOException {
        Page page = open(browser);
        assertEquals(
                "parse 4.600 kB 57.5 % 4.900 kB 61.3 % 46 49", rows(browser).get(0));
        group(browser, page, "line", 5);
        assertEquals(
                List.of(
                        "parse:5 4.600 kB 57.5 % 4.900 kB 61.3 % 46 49",
                        "render:7 2.000 kB 25.0 % 2.600 kB 32.5 % 80 86",
                        "load:20 1.000 kB 12.5 % 5.300 kB 66.3 % 10 53",
                        "load:21 300 B 3.75 % 300 B 3.75 % 3 3",
                        "main:10 100 B 1.25 % 8.000 kB 100 % 1 140"),
                rows(browser));
        group(browser, page, "file", 3);
        assertEquals(
                "app.py 1.400 kB 17.5 % 8.000 kB 100 % 14 140", rows(browser).get(2));
        group(browser, page, "module", 3);
        assertEquals(
                "jinja 2.000 kB 25.0 % 2.600 kB 32.5 % 80 86", rows(browser).get(1));
        browser.run("location.reload()");
        browser.waitUntil("document.documentElement.dataset.state === 'ready'"
                + " && document.querySelectorAll('#panel tbody tr').length === 3");
    }

    @Test
    void the_callers_of_a_row_are_told_with_what_came_through_them(Browser browser) throws IOException {
        Page page = open(browser);
        page.element("#panel [aria-label='Callers of parse']").click();
        browser.waitUntil("document.querySelectorAll('.caller').length === 2");
        assertEquals(
                List.of("called by load   4.300 kB 87.8 %  43", "called by render   600 B 12.2 %  6"),
                rows(browser).subList(1, 3));
        page.elements(".caller button").get(0).click();
        browser.waitUntil("/called by main/.test(document.querySelector('.caller').textContent)");
        assertEquals(
                "true", page.element("#panel [aria-label='Callers of load']").getDomAttribute("aria-expanded"));
        assertEquals("called by main   5.300 kB 100 %  53", rows(browser).get(3));
        page.element("#panel [aria-label='Callers of load']").click();
        assertEquals(4, rows(browser).size());
    }

    @Test
    void what_the_search_found_is_told_where_the_row_does_not_show_it(Browser browser) throws IOException {
        Page page = open(browser);
        page.element("#search").sendKeys("jinja", org.openqa.selenium.Keys.ENTER);
        browser.waitUntil("document.querySelectorAll('#panel tbody tr').length === 1");
        assertTrue(rows(browser).get(0).startsWith("render 2.000"), "its path says so: " + rows(browser));
        group(browser, page, "module", 1);
        page.element("#search").clear();
        page.element("#search").sendKeys("render", org.openqa.selenium.Keys.ENTER);
        browser.waitUntil("document.querySelectorAll('#panel tbody tr').length === 1");
        assertTrue(rows(browser).get(0).startsWith("jinjarender 2.000"), "a function in it: " + rows(browser));
        browser.screenshot("table-modules");
    }
}
