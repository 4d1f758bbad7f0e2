package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Memory over time above the graph. */
@ExtendWith(ChromiumExtension.class)
class StripTest {
    @TempDir
    Path directory;

    private Page open(Browser browser) throws IOException {
        browser.open(ReportFiles.of("threads8-h13-py313-lz4", directory));
        return new Page(browser);
    }

    private static String readout(Page page) {
        return page.text(".strip-readout").replace('\u00a0', ' ');
    }

    @Test
    void it_shows_the_peak_until_another_moment_is_pointed_at_or_chosen(Browser browser) throws IOException {
        Page page = open(browser);
        String peak = readout(page);
        assertEquals("After 168 ms 22:31:55\nheap 10.2 MB, resident 60.3 MB\nThe graph shows the peak, 12.1 MB.", peak);
        WebElement plot = page.element(".strip-plot");
        List<Page.Box> boxes = page.boxes();
        new Actions(browser.driver()).moveToElement(plot, -200, 0).perform();
        String hovered = readout(page);
        assertTrue(hovered.endsWith("The graph shows the peak, not this moment."), hovered);
        assertEquals(boxes, page.boxes(), "nothing moves");
        page.hover("block");
        assertEquals(peak, readout(page), "back to what was chosen");
        new Actions(browser.driver()).moveToElement(plot, -200, 0).click().perform();
        page.hover("block");
        assertEquals(hovered, readout(page));
        plot.sendKeys("p");
        assertEquals(peak, readout(page));
        page.change(() -> page.element("[data-value=leaks]").click());
        assertTrue(readout(page).endsWith("The graph shows leaks, not this moment."), readout(page));
        browser.screenshot("strip-light");
    }

    @Test
    void keys_walk_over_the_samples_and_the_moment_is_spoken(Browser browser) throws IOException {
        Page page = open(browser);
        WebElement plot = page.element(".strip-plot");
        plot.sendKeys(Keys.HOME);
        assertEquals("0", plot.getDomAttribute("aria-valuenow"));
        assertTrue(readout(page).startsWith("After 0 ms"), readout(page));
        plot.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT);
        assertEquals("1", plot.getDomAttribute("aria-valuenow"));
        plot.sendKeys(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
        assertEquals("11", plot.getDomAttribute("aria-valuenow"));
        assertEquals("11", plot.getDomAttribute("aria-valuemax"));
        plot.sendKeys(Keys.ESCAPE);
        assertTrue(plot.getDomAttribute("aria-valuetext").endsWith("The graph shows the peak, 12.1\u00a0MB."));
        assertEquals("graph", page.state().get("tab"), "letters of the strip are its own");
    }

    @Test
    void it_is_above_all_graphs_and_a_handle_makes_it_high(Browser browser) throws IOException {
        Page page = open(browser);
        int low = page.element(".strip").getSize().height;
        assertTrue(low >= 56 && low <= 72, "height " + low);
        page.element("[data-field=tall]").click();
        assertEquals(240, page.element(".strip").getSize().height);
        browser.screenshot("strip-tall");
        for (String tab : List.of("callers", "sandwich")) {
            page.openTab(tab);
            assertEquals(240, page.element(".strip").getSize().height, tab);
        }
        for (String tab : List.of("stats", "time", "help")) {
            page.openTab(tab);
            assertFalse(page.element(".strip").isDisplayed(), tab);
        }
        String link = String.valueOf(browser.run("return location.hash"));
        assertTrue(link.contains("tl=1"), link);
    }

    @Test
    void without_samples_there_is_none(Browser browser) throws IOException {
        browser.open(ReportFiles.of("synthmappings-h13-py313-raw", directory));
        assertTrue(new Page(browser).boxes().size() > 1);
        assertEquals(0L, browser.run("return document.querySelectorAll('.strip').length"));
    }

    @Test
    void it_says_the_same_moment_as_the_headline(Browser browser) throws IOException {
        browser.open(ReportFiles.of("black-h13-py313-lz4", directory));
        Page page = new Page(browser);
        assertEquals(
                "black held 16.4 MB at its peak, about 7.74 s after the start, in 1,261 allocations; most of it in click"
                        + " (75 %).",
                page.text("h1"));
        // the first sample was taken 66 ms after the start
        assertTrue(readout(page).startsWith("After 7.74 s "), readout(page));
        assertEquals(
                "black \u00b7 16.4 MB peak \u00b7 Heapcrest", browser.driver().getTitle());
        page.openTab("stats");
        assertTrue(page.element("h1").isDisplayed());
    }

    @Test
    void all_times_are_of_one_clock(Browser browser) throws IOException {
        Page page = open(browser);
        page.openTab("time");
        page.element("#jump-heap").click();
        assertEquals(
                "After 168 ms (2026-11-22 22:31:55.046 UTC): heap 10.2 MB, resident 60.3 MB",
                page.text(".time-readout").replace('\u00a0', ' '));
    }
}
