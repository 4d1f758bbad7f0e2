package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The index of many captures in a browser. */
@ExtendWith(ChromiumExtension.class)
class IndexPageTest {
    private static final String PROGRAMS =
            "return [...document.querySelectorAll('tbody th')].map(th => th.textContent)";

    @TempDir
    Path directory;

    private Path index;

    @BeforeEach
    void write() throws IOException {
        Path text = Files.writeString(directory.resolve("no <b>capture.bin"), "not a capture");
        CommandRun.of(
                "flamegraphs",
                "-q",
                "-d",
                directory,
                text,
                CommandRun.CAPTURES.resolve("simple-h13-py313-raw.bin"),
                CommandRun.CAPTURES.resolve("threads8-h13-py313-lz4.bin"),
                CommandRun.CAPTURES.resolve("black-h13-py313-lz4.bin"),
                CommandRun.CAPTURES.resolve("killed-h13-py313-sigkill-raw.bin"));
        index = directory.resolve("index.html");
    }

    @SuppressWarnings("unchecked")
    private static List<String> programs(Browser browser) {
        return (List<String>) browser.run(PROGRAMS);
    }

    private static WebElement heading(Browser browser, String text) {
        return browser.driver().findElement(By.xpath("//thead//button[text()='" + text + "']"));
    }

    @Test
    void rows_are_sorted_by_headings_with_pointer_and_keys(Browser browser) {
        browser.open(index);
        List<String> byPeak = programs(browser);
        assertEquals("no <b>capture.bin", byPeak.get(4));
        heading(browser, "Program").click();
        List<String> byName = programs(browser);
        assertEquals(byPeak.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList(), byName);
        assertEquals("ascending", browser.run("return document.querySelector('[aria-sort]').ariaSort"));
        heading(browser, "Peak").sendKeys(Keys.ENTER);
        assertEquals(byPeak, programs(browser));
        heading(browser, "Peak").sendKeys(Keys.SPACE);
        List<String> rising = programs(browser);
        assertEquals(byPeak.get(4), rising.get(4), "what failed is last in either order");
        assertEquals(byPeak.get(0), rising.get(3));
        browser.assertQuiet(index);
    }

    @Test
    void it_is_read_without_script_and_links_lead_to_pages(Browser browser) {
        browser.withoutScripts(() -> {
            browser.open(index);
            WebElement first = browser.driver().findElement(By.cssSelector("tbody a"));
            assertEquals("black", first.getText());
            assertEquals(List.of(), browser.driver().findElements(By.cssSelector("thead button")));
            assertTrue(browser.driver()
                            .findElements(By.cssSelector("tbody svg path"))
                            .size()
                    >= 1);
            first.click();
        });
        browser.waitUntil("document.title.startsWith('black · ')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void it_is_accessible_and_fits_narrow_windows(String theme, Browser browser) throws IOException {
        browser.theme(theme);
        browser.open(index);
        browser.run(AccessibilityTest.axe());
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        assertEquals(List.of(), browser.check(AccessibilityTest.RUN));
        browser.screenshot("index-" + theme);
        browser.resize(500, 800);
        browser.waitUntil("document.documentElement.scrollWidth <= window.innerWidth");
        browser.screenshot("index-narrow-" + theme);
    }
}
