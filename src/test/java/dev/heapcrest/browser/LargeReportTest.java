package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;

/** Reports that a worker works on, and reports that are folded. */
@ExtendWith(ChromiumExtension.class)
class LargeReportTest {
    private static final int KIDS = 12;

    @TempDir
    Path directory;

    /** Twelve callees of each box, five levels high: 271,453 boxes, each leaf with a byte more than the one before. */
    private static CallTree large() {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        addKids(maker, 1, 0);
        return maker.tree();
    }

    private static int addKids(Profiles.TreeMaker maker, int depth, int leaf) {
        int next = leaf;
        for (int kid = 0; kid < KIDS; kid++) {
            maker.node(depth, "f" + kid, kid == 11 ? "<frozen runpy>" : Shop.APP, kid + 1);
            if (depth < 5) {
                next = addKids(maker, depth + 1, next);
            } else {
                maker.own(next % 2, next % 3 == 0 ? 14 : 6, 1000 + next, 1, next % 7, next % 7 == 0 ? 0 : 1);
                next++;
            }
        }
        return next;
    }

    @Test
    void a_worker_answers_for_a_large_report_and_its_memory_goes_to_and_fro(Browser browser) throws IOException {
        Path file = Shop.write(large(), directory);
        assertTrue(Files.size(file) < 3 * 271_453 + 150_000, "at most three bytes a node, and the shell");
        browser.open(file);
        Page page = new Page(browser);
        Map<String, Object> targets =
                ((ChromeDriver) browser.driver()).executeCdpCommand("Target.getTargets", Map.of());
        assertTrue(new Gson().toJson(targets).contains("\"worker\""), "a worker runs");

        List<Page.Box> before = page.boxes();
        long leaves = 248_832;
        assertEquals(1000 * leaves + leaves * (leaves - 1) / 2, before.get(0).bytes());
        for (int turn = 0; turn < 3; turn++) {
            page.change(() -> page.element("#non-relevant").click());
            assertEquals(before.get(0).bytes(), page.box("memray").bytes());
            page.change(() -> new Select(page.element("#thread-filter")).selectByIndex(1));
            assertTrue(page.box("memray").bytes() < before.get(0).bytes());
            page.change(() -> page.element("#thread-reset").click());
            page.change(
                    () -> page.element("[data-field=byCount][data-value=true]").click());
            assertEquals(before.get(0).bytes(), page.box("memray").bytes());
            page.change(() -> page.element("[data-value=leaks]").click());
            assertTrue(page.box("memray").bytes() < before.get(0).bytes() / 100);
            page.change(() -> page.element("[data-value=peak]").click());
            page.change(
                    () -> page.element("[data-field=byCount][data-value=false]").click());
            page.change(() -> page.element("#non-relevant").click());
            assertEquals(before, page.boxes());
        }
        browser.assertQuiet(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window.Worker = function() { throw new Error('forbidden'); };",
                "window.Worker = function() { setTimeout(() => this.onerror(new ErrorEvent('error')), 50);"
                        + " this.postMessage = () => {}; this.terminate = () => {}; };"
            })
    void where_a_browser_forbids_workers_the_page_does_the_work(String forbid, Browser browser) throws IOException {
        ChromeDriver driver = (ChromeDriver) browser.driver();
        Object script = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", forbid))
                .get("identifier");
        try {
            browser.open(Shop.write(large(), directory));
            Page page = new Page(browser);
            long all = page.box("memray").bytes();
            page.change(() -> new Select(page.element("#thread-filter")).selectByIndex(1));
            assertTrue(page.box("memray").bytes() < all);

            // a pattern could take longer than anyone waits, and nothing but a worker can be stopped
            page.element("[data-field=regex]").click();
            page.element("#search").sendKeys("f[12]$");
            browser.waitUntil(
                    "/no worker run here|worker did not start/.test(document.querySelector('#search-result').textContent)");
            page.element("[data-field=regex]").click();
            page.element("#search").clear();
            page.element("#search").sendKeys("fn:f2");
            browser.waitUntil("/^[\\d,]+ boxes/.test(document.querySelector('#search-result').textContent)");
        } finally {
            driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
        }
    }

    @Test
    void a_switch_that_takes_long_shows_a_bar_until_it_is_done(Browser browser) throws IOException {
        String slow = "const plain = Worker.prototype.postMessage;"
                + " Worker.prototype.postMessage = function(message, given) {"
                + " setTimeout(() => plain.call(this, message, given), window.slow ? 2000 : 0); };";
        ChromeDriver driver = (ChromeDriver) browser.driver();
        Object script = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", slow))
                .get("identifier");
        try {
            browser.open(Shop.write(large(), directory));
            Page page = new Page(browser);
            assertFalse(page.element(".busy-bar").isDisplayed());
            browser.run("window.slow = true");
            page.change(() -> {
                page.element("#non-relevant").click();
                browser.waitUntil("getComputedStyle(document.querySelector('.busy-bar')).display === 'block'");
                Map<?, ?> bar = (Map<?, ?>)
                        browser.run("const {top, width} = document.querySelector('.busy-bar').getBoundingClientRect();"
                                + " return {top, wide: width === innerWidth}");
                assertEquals(Map.of("top", 0L, "wide", true), bar);
            });
            browser.waitUntil("getComputedStyle(document.querySelector('.busy-bar')).display === 'none'");
        } finally {
            driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
        }
    }

    @Test
    void a_link_into_a_large_report_opens_its_box(Browser browser) throws IOException {
        Path file = Shop.write(large(), directory);
        browser.open(file);
        Page page = new Page(browser);
        Page.Box box =
                page.boxes().stream().filter(one -> one.depth() == 2).toList().get(3);
        page.click(box);
        Object address = browser.run("return location.hash");
        List<Page.Box> zoomed = page.boxes();
        browser.driver().get("about:blank");
        browser.open(file, address + "&c=1");
        Page again = new Page(browser);
        assertEquals(zoomed.get(2).function(), again.boxes().get(2).function());
        assertEquals(again.boxes().get(0).width(), again.boxes().get(2).width(), 2);
        assertEquals(true, again.state().get("byCount"));
    }

    @Test
    void folded_boxes_say_how_many_they_stand_for_and_all_figures_add_up(Browser browser) throws IOException {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        long whole = 0;
        for (int function = 0; function < 40; function++) {
            maker.node(1, "group_" + function % 40, Shop.APP, function + 1);
            for (int kid = 0; kid < 100; kid++) {
                long bytes = kid < 3 ? 100_000 - kid : 10 + kid;
                maker.node(2, "kid_" + kid, Shop.APP, 1000 + kid).own(kid % 2, 6, bytes, 1, 0, 0);
                whole += bytes;
            }
        }
        CallTree tree = maker.tree();
        Profile profile = Profiles.profile(tree, Profiles.header("app.py"), Profiles.COMPLETE, "MainThread", "worker");
        Path file = directory.resolve("folded.html");
        Files.writeString(file, Profiles.html(profile, tree, Profiles.options(), 201));
        browser.open(file);
        Page page = new Page(browser);
        String notice = page.text(".banner:not([hidden])");
        assertTrue(notice.contains("Small boxes are folded") && notice.contains("--full"), notice);
        assertEquals(whole, page.box("memray").bytes());
        page.click("group_0");
        Page.Box folded = page.box("(97 smaller)");
        long kept = page.boxes().stream()
                .filter(box -> box.function().startsWith("kid_"))
                .mapToLong(Page.Box::bytes)
                .sum();
        assertEquals(299_997, kept);
        assertEquals(97 * 10 + (3 + 99) * 97 / 2, folded.bytes());
        assertEquals(page.box("group_0").bytes(), kept + folded.bytes());
        browser.screenshot("folded");

        // the same figures where one thread is chosen: nothing of a folded box is lost or counted twice
        long first = threadTotal(page, 1);
        long second = threadTotal(page, 2);
        assertEquals(whole, first + second);
        page.change(() -> page.element("#thread-reset").click());
        page.openTab("table");
        browser.waitUntil("document.documentElement.dataset.table");
        assertFalse(page.text("#panel tbody").isEmpty());
        page.openTab("stats");
        String stats = page.text("#panel");
        assertTrue(stats.contains("Folded\nThis tree is too large to be shown whole: 3,880 boxes of less than"), stats);
        assertEquals(List.of(), browser.consoleErrors());
    }

    private static long threadTotal(Page page, int index) {
        page.change(() -> new Select(page.element("#thread-filter")).selectByIndex(index));
        return page.box("memray").bytes();
    }
}
