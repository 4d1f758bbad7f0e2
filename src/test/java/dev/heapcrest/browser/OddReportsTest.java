package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** Reports with little, nothing or too much in them: a sensible page each time, which says why where nothing is drawn. */
@ExtendWith(ChromiumExtension.class)
class OddReportsTest {
    @TempDir
    Path directory;

    private Path write(CallTree tree, String... threads) throws IOException {
        Profile profile = Profiles.profile(tree, Profiles.header("app.py"), Profiles.COMPLETE, threads);
        Path file = directory.resolve("report.html");
        Files.writeString(file, Profiles.html(profile, tree, Profiles.options()));
        return file;
    }

    private Page open(Browser browser, CallTree tree, String... threads) throws IOException {
        browser.open(write(tree, threads));
        return new Page(browser);
    }

    private static CallTree oneFrame(String function, String file, long bytes, long count) {
        return new Profiles.TreeMaker()
                .node(1, function, file, 1)
                .own(0, 6, bytes, count, 0, 0)
                .tree();
    }

    @Test
    void a_truncated_capture_says_so_first_and_where_it_ends_in_stats_alone(Browser browser) throws IOException {
        browser.open(ReportFiles.of("killed-h13-py313-sigkill-raw", directory));
        Page page = new Page(browser);
        String banner = page.text(".banner.warning");
        assertTrue(
                banner.contains("The capture is truncated. This report covers 3,353 records, 21,591 of 24,576 bytes."),
                banner);
        assertFalse(banner.contains("offset"), banner);
        page.openTab("stats");
        assertTrue(page.text("#panel").contains("which ends at offset 21591"), page.text("#panel"));
    }

    @Test
    void on_a_phone_boxes_are_in_sight_beside_a_notice(Browser browser) throws IOException {
        // with the bars of the window that are not the page: 844 pixels of the page
        browser.resize(500, 990);
        browser.open(ReportFiles.of("killed-h13-py313-sigkill-raw", directory));
        Page page = new Page(browser);
        double details = ((Number) browser.run("return document.querySelector('.details').getBoundingClientRect().top"))
                .doubleValue();
        assertTrue(page.box("memray").y() < details, "the root is above the bar with details");
    }

    @Test
    void an_empty_capture_says_that_nothing_was_allocated(Browser browser) throws IOException {
        Page page = open(browser, new Profiles.TreeMaker().tree());
        assertTrue(page.text(".empty").contains("Nothing was allocated"));
        for (String tab : List.of("callers", "table", "sandwich", "threads", "time", "stats", "graph")) {
            page.openTab(tab);
        }
        assertEquals(List.of(), browser.consoleErrors());
        browser.screenshot("empty");
    }

    @Test
    void figures_below_0_are_told_and_counted_but_not_drawn(Browser browser) throws IOException {
        CallTree tree = new Profiles.TreeMaker()
                .node(1, "main", "app.py", 1)
                .own(0, 6, 500, 2, -1, -1)
                .node(2, "debtor", "app.py", 2)
                .own(0, 6, -4297, -3, -4096, 1)
                .tree();
        Page page = open(browser, tree, "MainThread");
        assertEquals(500, page.box("main").bytes());
        assertEquals(500, page.box("memray").bytes());
        assertEquals(
                List.of("main", "memray"),
                page.boxes().stream().map(Page.Box::function).sorted().toList());
        String banner = page.text(".banner.notice:not(#leaks-notice)");
        assertTrue(banner.contains("1 figure of this capture is below 0, together -4,297 bytes"), banner);
        page.openTab("table");
        String table = page.text(".functions tbody");
        assertTrue(table.contains("debtor") && table.contains("-4.297"), table);
        assertTrue(table.contains("-3.797"), table);
        page.openTab("stats");
        assertTrue(page.text(".page").contains("-3.797 kB in -1 allocations"), page.text(".page"));
        assertEquals(List.of(), browser.consoleErrors());
    }

    @Test
    void one_frame_is_a_graph(Browser browser) throws IOException {
        Page page = open(browser, oneFrame("main", "app.py", 10, 1), "MainThread");
        assertEquals(2, page.boxes().size());
        assertEquals(page.box("memray").width(), page.box("main").width(), 1);
    }

    @Test
    void where_all_frames_are_hidden_the_page_offers_them(Browser browser) throws IOException {
        Page page = open(browser, oneFrame("_find_and_load", "<frozen importlib._bootstrap>", 10, 1), "MainThread");
        assertTrue(page.text(".empty").contains("All frames are hidden"));
        page.change(() -> page.element(".empty button").click());
        assertEquals(2, page.boxes().size());
    }

    @Test
    void zero_bytes_are_explained_and_shown_as_allocations(Browser browser) throws IOException {
        Page page = open(browser, oneFrame("main", "app.py", 0, 7), "MainThread");
        assertTrue(page.text(".empty").contains("zero bytes"));
        page.change(() -> page.element(".empty button").click());
        assertEquals(2, page.boxes().size());
    }

    @Test
    void names_of_ten_kilobytes_are_cut_where_they_are_shown(Browser browser) throws IOException {
        String name = "long_name_".repeat(1024);
        Page page = open(browser, oneFrame(name, "/" + name + ".py", 10, 1), name);
        page.hover(name);
        browser.waitUntil("!document.querySelector('.tip').hidden");
        browser.waitUntil("/Allocator/.test(document.querySelector('.tip').textContent)");
        Object hidden = browser.run("const end = one => document.querySelector(one).getBoundingClientRect().bottom;"
                + " return Math.max(end('.tip-rows') - end('.tip'), end('.tip') - window.innerHeight)");
        assertTrue(((Number) hidden).doubleValue() <= 0, "all rows of the tooltip are in sight: " + hidden);
        for (String tab : List.of("table", "sandwich", "threads", "stats", "graph")) {
            page.openTab(tab);
            Object overflow = browser.run("return document.documentElement.scrollWidth - window.innerWidth");
            assertTrue(((Number) overflow).intValue() <= 0, tab + " is wider than the window by " + overflow);
        }
        browser.screenshot("long-names");
    }

    @Test
    void a_changed_payload_is_refused(Browser browser) throws IOException {
        Path file = write(oneFrame("main", "app.py", 10, 1), "MainThread");
        String html = Files.readString(file);
        int at = html.indexOf("class=\"payload\">") + 200;
        char other = html.charAt(at) == 'A' ? 'B' : 'A';
        Files.writeString(file, html.substring(0, at) + other + html.substring(at + 1));
        browser.open(file);
        browser.waitUntil("document.documentElement.dataset.state === 'failed'");
        String text = String.valueOf(browser.run("return document.body.innerText"));
        assertTrue(text.contains("This report cannot be shown"), text);
        assertTrue(text.contains("Statistics"), "the part that needs no script is there");
        browser.screenshot("damaged");
    }

    @Test
    void a_hundred_thousand_frames_deep_is_drawn_scrolled_and_collapsed(Browser browser) throws IOException {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        int depth = 100_000;
        for (int level = 1; level <= depth; level++) {
            maker.node(level, "recurse", "app.py", 3);
        }
        maker.own(0, 6, 1000, 1, 0, 0);
        Page page = open(browser, maker.tree(), "MainThread");
        browser.run("document.querySelector('.fg').scrollTop = 0");
        browser.waitUntil("window.heapcrest.boxes().some(b => b.depth === " + depth + ")");
        page.openTab("callers");
        browser.waitUntil("window.heapcrest.boxes().length > 0");
        page.openTab("graph");
        page.element("#options").click();
        page.change(() -> page.element("#collapse-recursion").click());
        assertEquals(2, page.boxes().size());
        assertEquals(List.of(), browser.consoleErrors());
    }

    @Test
    void of_a_very_deep_stack_the_breadcrumb_shows_both_ends(Browser browser) throws IOException {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        int depth = 300_000;
        for (int level = 1; level < depth; level++) {
            maker.node(level, "recurse", "app.py", 3);
        }
        maker.node(depth, "innermost", "app.py", 4).own(0, 6, 1000, 1, 0, 0);
        Page page = open(browser, maker.tree(), "MainThread");
        browser.run("document.querySelector('.fg').scrollTop = 0");
        browser.waitUntil("window.heapcrest.boxes().some(b => b.function === 'innermost')");
        page.click("innermost");
        browser.waitUntil("window.heapcrest.state().zoom !== ''");
        assertEquals(
                25, page.element(".crumb-list").findElements(By.tagName("li")).size());
        assertTrue(page.text(".crumb-list").contains("\u2026 299977 frames \u2026"), page.text(".crumb-list"));
        assertEquals(List.of(), browser.consoleErrors());
    }

    @Test
    void of_eighty_thousand_threads_the_largest_are_listed_and_any_can_be_chosen(Browser browser) throws IOException {
        int count = 80_000;
        Profiles.TreeMaker maker = new Profiles.TreeMaker().node(1, "main", "app.py", 1);
        for (int thread = 0; thread < count; thread++) {
            maker.own(thread, 6, 1 + thread, 1, 0, 0);
        }
        Path file = write(
                maker.tree(),
                IntStream.range(0, count).mapToObj(thread -> "worker-" + thread).toArray(String[]::new));
        browser.open(file);
        Page page = new Page(browser);
        List<String> options = page.element("#thread-filter").findElements(By.tagName("option")).stream()
                .limit(3)
                .map(option -> option.getText().replaceAll(".*\\((.*)\\).*", "$1"))
                .toList();
        assertEquals(List.of("merged", "worker-79999", "worker-79998"), options);
        assertEquals(1_001L, browser.run("return document.querySelectorAll('#thread-filter option').length"));

        browser.open(file, "#t=0x1");
        browser.waitUntil("window.heapcrest && window.heapcrest.boxes().length === 2");
        assertEquals(1, page.box("main").bytes());
        assertEquals(
                "1 of 80000 threads",
                browser.run("return document.querySelector('#thread-filter').selectedOptions[0].text"));
        assertEquals(List.of(), browser.consoleErrors());
    }
}
