package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hiding, focusing and removing: each a step that can be taken back, and part of the address. */
@ExtendWith(ChromiumExtension.class)
class StepsTest {
    @TempDir
    Path directory;

    private static Map<String, Long> totals(Page page) {
        Map<String, Long> totals = new java.util.TreeMap<>();
        page.boxes().forEach(box -> totals.merge(box.function(), box.bytes(), Long::sum));
        return totals;
    }

    @Test
    void a_hidden_function_gives_its_children_to_its_caller_and_equal_ones_become_one(Browser browser)
            throws IOException {
        Page page = Shop.open(browser, directory);
        page.change(() -> page.choose("render", "Hide this function"));
        assertEquals(Map.of("memray", 8000L, "main", 8000L, "load", 5600L, "parse", 4900L), totals(page));
        page.change(() -> page.choose("load", "Hide this function"));
        assertEquals(Map.of("memray", 8000L, "main", 8000L, "parse", 4900L), totals(page));
        assertEquals(
                1,
                page.boxes().stream()
                        .filter(box -> box.function().equals("parse"))
                        .count());
    }

    @Test
    void entries_that_a_box_does_not_have_leave_no_lines_behind(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.contextClick(page.box("memray"));
        assertEquals(2, linesOfMenu(browser), page.text(".menu"));
        page.menuEntry("Collapse recursion").click();
        page.contextClick(page.box("memray"));
        assertEquals(1, linesOfMenu(browser), page.text(".menu"));
        page.press(org.openqa.selenium.Keys.ESCAPE);
        page.contextClick(page.box("main"));
        assertEquals(3, linesOfMenu(browser), page.text(".menu"));
    }

    private static int linesOfMenu(Browser browser) {
        Object lines = browser.run("return [...document.querySelectorAll('.menu [role=separator]')]"
                + ".filter(line => line.getClientRects().length > 0).length");
        return ((Number) lines).intValue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parse | Hide this function | {load=5600, main=8000, memray=8000, render=2600}",
                "parse | Hide file | {load=5600, main=8000, memray=8000, render=2600}",
                "parse | Hide module | {load=5600, main=8000, memray=8000, render=2600}",
                "render | Only stacks through this function | {main=2600, memray=2600, parse=600, render=2600}",
                "render | Without stacks through this function | {load=5600, main=5400, memray=5400, parse=4300}",
                "render | Only this box | {main=2600, memray=2600, parse=600, render=2600}",
                "render | Without this box | {load=5600, main=5400, memray=5400, parse=4300}",
                "main | Collapse recursion | {load=5300, main=8000, memray=8000, parse=4600, render=2600}",
            })
    void each_step_is_a_chip_in_the_address_and_undone_by_its_button(
            String function, String entry, String totals, Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        List<Page.Box> before = page.boxes();
        assertEquals(
                "{load=5600, main=8000, memray=8000, parse=4900, render=2600}",
                totals(page).toString());
        page.change(() -> page.choose(function, entry));
        assertEquals(totals, totals(page).toString());
        List<Page.Box> after = page.boxes();
        assertTrue(page.element(".chip").isDisplayed());

        Object address = browser.run("return location.hash");
        browser.driver().get("about:blank");
        browser.open(directory.resolve("report.html"), String.valueOf(address));
        Page again = new Page(browser);
        assertEquals(after, again.boxes());

        again.change(() -> again.element(".chip button").click());
        assertEquals(before, again.boxes());
    }

    @Test
    void steps_survive_every_switch(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.change(() -> page.choose("render", "Without stacks through this function"));
        page.change(() -> page.element("[data-value=leaks]").click());
        assertEquals(510, page.box("memray").bytes());
        page.change(() -> page.element("#non-relevant").click());
        page.change(() -> page.element("#hide-import").click());
        assertEquals(510, page.box("memray").bytes());
        page.openTab("callers");
        browser.waitUntil("!document.querySelector('#app').classList.contains('busy')");
        assertEquals(510, page.box("memray").bytes());
        page.openTab("graph");
        page.change(() -> page.press("u"));
        assertEquals(710, page.box("memray").bytes());
    }

    @Test
    void a_link_is_still_right_when_the_report_is_made_again_with_more_in_it(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.click("render");
        page.change(() -> page.choose("parse", "Only stacks through this function"));
        Object address = browser.run("return location.hash");
        browser.driver().get("about:blank");
        Path again = Shop.write(
                Shop.maker()
                        .node(2, "aaa", Shop.APP, 1)
                        .own(0, 6, 9000, 9, 0, 0)
                        .node(3, "render", Shop.JINJA, 7)
                        .own(0, 6, 50, 1, 0, 0)
                        .tree(),
                directory);
        browser.open(again, String.valueOf(address));
        Page other = new Page(browser);
        assertEquals(other.box("memray").width(), other.box("render").width(), 2);
        assertEquals(4900, other.box("memray").bytes());
        assertEquals(600, other.box("render").bytes());
    }

    @Test
    void import_frames_and_all_above_them_are_hidden_with_a_switch_of_their_own(Browser browser) throws IOException {
        browser.open(Shop.write(
                Shop.maker()
                        .node(2, "_find_and_load", "<frozen importlib._bootstrap>", 9)
                        .own(0, 6, 7, 1, 0, 0)
                        .node(3, "<module>", Shop.APP, 1)
                        .own(0, 6, 70, 1, 0, 0)
                        .tree(),
                directory));
        Page page = new Page(browser);
        page.change(() -> page.element("#non-relevant").click());
        assertEquals(77, page.box("_find_and_load").bytes());
        assertEquals(70, page.box("<module>").bytes());
        page.change(() -> page.element("#hide-import").click());
        assertTrue(page.find("_find_and_load").isEmpty());
        assertTrue(page.find("<module>").isEmpty());
        assertEquals(8077, page.box("main").bytes());
    }

    @Test
    void filters_are_chips_that_tell_what_they_leave_of_the_whole(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertFalse(page.element(".steps").isDisplayed());
        page.element("#search").sendKeys("parse", org.openqa.selenium.Keys.ENTER);
        page.change(() -> page.element("[data-field=only]").click());
        page.change(() -> page.choose("render", "Without stacks through this function"));
        assertEquals(
                List.of("Without function render", "Only stacks with parse"),
                page.elements(".chip").stream()
                        .map(chip -> chip.getText().replace('\n', ' '))
                        .toList());
        assertTrue(page.text(".steps").contains("leaves 4.30 kB · 53.8 % of 8.00 kB"), page.text(".steps"));
        assertTrue(page.box("memray").label().endsWith("Without function render, Only stacks with parse"));
        page.change(() -> page.element("[data-field=only]").click());
        String result = page.text("#search-result").replace('\u00a0', ' ');
        assertEquals(
                "1 box · 4.30 kB · 53.8 % of 8.00 kB · 79.6 % of what is shown", result.replaceAll(" · 1 of 1$", ""));
        page.click("load");
        page.change(() -> page.element("[data-do=reset-all]").click());
        assertEquals(8000, page.box("memray").bytes());
        assertEquals(page.box("memray").width(), page.box("main").width(), 2);
        assertEquals("", page.state().get("query"));
        assertFalse(page.element(".steps").isDisplayed());
    }

    @Test
    void no_thread_at_all_is_a_choice_that_leaves_nothing(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.openTab("threads");
        page.change(() -> page.element("[data-thread='0']").click());
        page.change(() -> page.element("[data-thread='1']").click());
        assertEquals(List.of(), page.state().get("threads"));
        assertFalse(page.element("[data-thread='0']").isSelected());
        page.openTab("graph");
        assertTrue(page.text(".empty").contains("Nothing is left to show"), page.text(".empty"));
        browser.run("location.reload()");
        Page again = new Page(browser);
        assertTrue(again.text(".empty").contains("Nothing is left to show"), again.text(".empty"));
        again.change(() -> again.element(".empty [data-do=all-threads]").click());
        assertEquals(8000, again.box("memray").bytes());
    }
}
