package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.interactions.Sequence;
import org.openqa.selenium.remote.RemoteWebDriver;

/** The bar that tells about one box, filled by mouse, finger and keys. */
@ExtendWith(ChromiumExtension.class)
class DetailsTest {
    @TempDir
    Path directory;

    private static String text(Browser browser, String css) {
        return String.valueOf(browser.run("return document.querySelector(arguments[0]).textContent", css))
                .replace('\u00a0', ' ');
    }

    private static String figures(Browser browser) {
        return text(browser, ".details-name") + " " + text(browser, ".details-figures");
    }

    /** A finger at a box, for so long. */
    private static void touch(Browser browser, Page.Box box, int millis) {
        PointerInput finger = new PointerInput(PointerInput.Kind.TOUCH, "finger");
        Sequence press = new Sequence(finger, 0)
                .addAction(finger.createPointerMove(
                        Duration.ZERO,
                        PointerInput.Origin.viewport(),
                        (int) (box.x() + Math.min(box.width() / 2, 100)),
                        (int) box.y() + 8))
                .addAction(finger.createPointerDown(PointerInput.MouseButton.LEFT.asArg()))
                .addAction(new org.openqa.selenium.interactions.Pause(finger, Duration.ofMillis(millis)))
                .addAction(finger.createPointerUp(PointerInput.MouseButton.LEFT.asArg()));
        ((RemoteWebDriver) browser.driver()).perform(List.of(press));
    }

    @Test
    void a_hovered_box_is_told_and_nothing_moves(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertEquals("memray 8.00 kB (8,000 B) \u00b7 140 allocations \u00b7 100 % of 8.00 kB", figures(browser));
        List<Page.Box> before = page.boxes();
        page.hover("render");
        assertEquals("render 2.60 kB (2,600 B) \u00b7 86 allocations \u00b7 32.5 % of 8.00 kB", figures(browser));
        assertTrue(text(browser, ".details-place").endsWith(Shop.JINJA + ":7"), text(browser, ".details-place"));
        browser.waitUntil("document.querySelector('.details-split').textContent !== ''");
        assertEquals("malloc \u00b7 0x2 (worker) 76.9 %, 0x1 (MainThread) 23.1 %", text(browser, ".details-split"));
        assertEquals(before, page.boxes());
        page.hover("load");
        assertTrue(figures(browser).startsWith("load 5.30 kB"), figures(browser));
    }

    @Test
    void shares_name_their_whole_and_what_is_shown(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.click("load");
        page.hover("parse");
        assertEquals(
                "parse 4.30 kB (4,300 B) \u00b7 43 allocations \u00b7 53.8 % of 8.00 kB \u00b7 81.1 % of what is shown",
                figures(browser));
        page.change(() -> page.element("[data-field=byCount][data-value=true]").click());
        assertTrue(figures(browser).endsWith("% of 140 allocations \u00b7 100 % of what is shown"), figures(browser));
    }

    @Test
    void keys_fill_it_and_its_actions_are_buttons(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.element(".fg").sendKeys(Keys.HOME, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_RIGHT);
        assertTrue(figures(browser).startsWith("render "), figures(browser));
        page.element("[data-do=box-zoom]").sendKeys(Keys.ENTER);
        assertEquals(page.box("memray").width(), page.box("render").width(), 2);
        page.change(() -> page.element("[data-do=box-hide]").click());
        assertTrue(page.text(".steps").contains("render"), page.text(".steps"));
        page.element(".fg").sendKeys(Keys.HOME);
        assertFalse(page.element("[data-do=box-only]").isDisplayed(), "the root cannot be filtered");
        page.click("parse");
        page.element("[data-do=box-menu]").sendKeys(Keys.ENTER);
        assertTrue(page.text(".menu").contains("Copy link to this box"), page.text(".menu"));
        page.press(Keys.ESCAPE);
        page.element("[data-do=box-sandwich]").click();
        browser.waitUntil("document.documentElement.dataset.sandwich");
        assertTrue(figures(browser).startsWith("parse 4.90 kB (4,900 B)"), figures(browser));
        assertEquals(Shop.JSON, text(browser, ".details-place").replace("\u200e", ""));
        page.openTab("table");
        assertFalse(page.element(".details").isDisplayed());
    }

    @Test
    void a_tap_chooses_another_zooms_and_a_long_press_opens_the_menu(Browser browser) throws IOException {
        browser.resize(390, 844);
        Page page = Shop.open(browser, directory);
        touch(browser, page.box("load"), 30);
        assertTrue(figures(browser).startsWith("load 5.30 kB"), figures(browser));
        assertEquals("", page.state().get("zoom"));
        assertFalse(page.element(".tip").isDisplayed(), "it would cover the boxes");
        assertTrue(page.element("[data-do=box-zoom]").isDisplayed());
        browser.screenshot("touch-chosen");
        touch(browser, page.box("load"), 30);
        assertEquals(page.box("memray").width(), page.box("load").width(), 2);
        touch(browser, page.box("parse"), 800);
        assertTrue(page.text(".menu").contains("Hide this function"), page.text(".menu"));
        assertEquals(page.box("memray").width(), page.box("load").width(), 2);
        browser.screenshot("touch-menu");
    }
}
