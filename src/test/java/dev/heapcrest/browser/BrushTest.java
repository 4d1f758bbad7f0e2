package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.html.OverTime;
import dev.heapcrest.report.html.PayloadReader;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;

/** Memory over time chooses what the graph shows: by mouse, by keys, by links; every figure as a naive model has it. */
@ExtendWith(ChromiumExtension.class)
class BrushTest {
    private static final List<String> MODES = List.of("top", "held", "came", "gone", "grew");
    private static final int BUCKETS = 12;

    /** Own values of {@link Shop}, in order. */
    private static final List<String> OWNERS = List.of("main", "load", "parse", "load", "render", "parse");

    @TempDir
    Path directory;

    private final OverTime history = withPeaks();

    /** The first random one with several peaks. */
    private static OverTime withPeaks() {
        return IntStream.iterate(1, seed -> seed + 1)
                .mapToObj(seed -> OverTime.random(seed, BUCKETS, OWNERS.size(), 6))
                .filter(each -> peaks(each).size() > 2)
                .findFirst()
                .orElseThrow();
    }

    /** Buckets whose mark no neighbour's exceeds; of equal ones the last. */
    private static List<Integer> peaks(OverTime history) {
        long[] marks = history.bucketColumns().markBytes().toArray();
        return IntStream.range(0, marks.length)
                .filter(k -> (k == 0 || marks[k] >= marks[k - 1]) && (k + 1 == marks.length || marks[k] > marks[k + 1]))
                .boxed()
                .toList();
    }

    private Path write(OverTime over) throws IOException {
        CallTree tree = Shop.maker().tree();
        Profile plain = Profiles.profile(tree, Profiles.header("app.py"), Profiles.COMPLETE, "MainThread", "worker");
        Path file = directory.resolve("over-time.html");
        Files.writeString(file, Profiles.html(over.in(plain), over.in(tree), Profiles.options()));
        return file;
    }

    private Page open(Browser browser, String hash) throws IOException {
        browser.driver().get("about:blank");
        browser.open(write(history), hash);
        return new Page(browser);
    }

    /** Seconds are edges; the last bucket ends with the recording. */
    private static String millisOf(int edge) {
        return edge == BUCKETS ? "12345" : edge + "000";
    }

    private static String link(String mode, int from, int to) {
        return "#w=" + mode + "." + millisOf(from) + "-" + millisOf(to);
    }

    private static Object selection(Page page) {
        return page.state().get("selection");
    }

    private static Map<String, Object> chosen(String mode, long from, long to) {
        return Map.of("mode", mode, "from", from, "to", to);
    }

    /** The whole, and what "main", "render" and the sandwiched rest hold, as the naive model has them. */
    private void assertShows(Browser browser, Page page, String mode, int from, int to) {
        long[] own = history.selected(mode, from, to);
        boolean differs = mode.equals("grew");
        String wanted = mode + " " + from + "-" + to;
        if (OverTime.total(own) == 0 && !differs) {
            assertTrue(page.boxes().size() <= 1, wanted + " shows nothing");
            return;
        }
        assertEquals(OverTime.total(own), amount(browser, "memray", differs), wanted + " in all");
        long render = own[4] + own[5];
        if (page.find("render").isPresent()) {
            assertEquals(render, amount(browser, "render", differs), wanted + " of render");
        } else {
            assertEquals(0, render, wanted + " of render, which is not drawn");
        }
    }

    private static long amount(Browser browser, String function, boolean differs) {
        return ((Number) browser.run(
                        "return window.heapcrest.boxes().find(b => b.function === arguments[0])[arguments[1]]",
                        function,
                        differs ? "change" : "bytes"))
                .longValue();
    }

    @Test
    void every_mode_of_every_kind_of_range_is_what_the_naive_model_says(Browser browser) throws IOException {
        int[][] ranges = {{0, 1}, {3, 9}, {5, 6}, {0, 12}, {11, 12}, {2, 12}};
        for (String mode : MODES) {
            for (int[] range : ranges) {
                boolean view = range[1] - range[0] == BUCKETS && (mode.equals("top") || mode.equals("came"));
                if (!view) {
                    Page page = open(browser, link(mode, range[0], range[1]));
                    assertShows(browser, page, mode, range[0], range[1]);
                }
            }
        }
        browser.assertQuiet(write(history));
    }

    @Test
    void what_is_held_at_an_edge_is_what_the_plot_says(Browser browser) throws IOException {
        for (int edge = 1; edge <= BUCKETS; edge++) {
            Page page = open(browser, link("held", edge, edge));
            long wanted = history.bucketColumns().endBytes().get(edge - 1);
            assertEquals(wanted, wanted == 0 ? 0 : page.box("memray").bytes(), "edge " + edge);
            assertTrue(page.text(".brush-words").contains("Exact at this instant"), page.text(".brush-words"));
            assertFalse(page.text(".brush-words").contains("count"), "no other figure");
        }
    }

    @Test
    void the_mouse_draws_a_range_moves_it_and_its_ends_and_clicks_an_instant(Browser browser) throws IOException {
        Page page = open(browser, "");
        WebElement plot = page.element(".brush-plot");
        assertTrue(plot.isDisplayed());
        Drag drag = new Drag(browser, plot);
        page.change(() -> drag.fromTo(2, 6));
        assertEquals(chosen("top", 2, 6), selection(page));
        assertShows(browser, page, "top", 2, 6);
        drag.on(page.element("[data-edge=b]"), 2);
        assertEquals(chosen("top", 2, 8), selection(page));
        drag.on(page.element("[data-edge=a]"), 1);
        assertEquals(chosen("top", 3, 8), selection(page));
        drag.on(page.element(".brush-window"), -2);
        assertEquals(chosen("top", 1, 6), selection(page));
        for (String mode : List.of("held", "came", "gone", "grew", "top")) {
            page.change(() -> page.element("[data-mode=" + mode + "]").click());
            assertEquals(chosen(mode, 1, 6), selection(page));
            assertShows(browser, page, mode, 1, 6);
            assertEquals("true", page.element("[data-mode=" + mode + "]").getDomAttribute("aria-pressed"));
        }
        // an end that is drawn over the other one becomes the other end
        drag.on(page.element("[data-edge=a]"), 8);
        assertEquals(chosen("top", 6, 9), selection(page));
        page.change(() -> drag.click(4));
        assertEquals(chosen("held", 4, 4), selection(page));
        assertShows(browser, page, "held", 4, 4);
        drag.fromTo(5, 7);
        assertEquals(chosen("top", 5, 7), selection(page), "a range is asked what ranges were asked before");
        page.change(() -> page.element("[aria-label^='Undo: Peak in']").click());
        assertEquals(null, selection(page));
        assertEquals(8000, page.box("memray").bytes(), "the view of before");
        page.change(() -> drag.fromTo(5, 7));
        page.change(() -> new Actions(browser.driver())
                .moveToElement(plot, 0, 0)
                .doubleClick()
                .perform());
        browser.waitUntil("heapcrest.state().selection === null && !heapcrest.state().moving");
        browser.assertQuiet(write(history));
    }

    /** Drags by buckets: the plot has 12 of them in 12.345 s. */
    private record Drag(Browser browser, WebElement plot) {
        private int x(double second) {
            Object x = browser.run(
                    "const a = arguments[0].getBoundingClientRect();"
                            + "return Math.round(a.left + 72 + (a.width - 86) * arguments[1] / 12.345)",
                    plot,
                    second);
            return ((Number) x).intValue();
        }

        private int y() {
            return plot.getLocation().y + 60;
        }

        void fromTo(int from, int to) {
            new Actions(browser.driver())
                    .moveToLocation(x(from), y())
                    .clickAndHold()
                    .moveToLocation(x((from + to) / 2.0), y())
                    .moveToLocation(x(to), y())
                    .release()
                    .perform();
            settled();
        }

        void on(WebElement grip, int buckets) {
            int by = x(buckets) - x(0);
            new Actions(browser.driver())
                    .moveToElement(grip)
                    .clickAndHold()
                    .moveByOffset(by / 2, 0)
                    .moveByOffset(by - by / 2, 0)
                    .release()
                    .perform();
            settled();
        }

        void click(int at) {
            new Actions(browser.driver()).moveToLocation(x(at), y()).click().perform();
            settled();
        }

        private void settled() {
            browser.waitUntil("!heapcrest.state().moving");
        }
    }

    @Test
    void keys_move_the_ends_choose_modes_jump_to_peaks_and_play(Browser browser) throws IOException {
        Page page = open(browser, link("came", 3, 6));
        WebElement a = page.element("[data-edge=a]");
        WebElement b = page.element("[data-edge=b]");
        WebElement both = page.element("[data-edge=both]");
        a.sendKeys(Keys.ARROW_LEFT);
        b.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertSettles(browser, page, chosen("came", 2, 8));
        assertShows(browser, page, "came", 2, 8);
        assertEquals("8.000\u00a0s", b.getDomAttribute("aria-valuetext"));
        assertEquals("12", b.getDomAttribute("aria-valuemax"));
        both.sendKeys(Keys.ARROW_RIGHT);
        assertSettles(browser, page, chosen("came", 3, 9));
        both.sendKeys(Keys.ARROW_UP);
        assertSettles(browser, page, chosen("came", 2, 10));
        both.sendKeys(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
        assertSettles(browser, page, chosen("came", 4, 8));
        b.sendKeys(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
        assertSettles(browser, page, chosen("came", 4, 12));
        a.sendKeys(Keys.END);
        assertSettles(browser, page, chosen("came", 11, 12));
        a.sendKeys(Keys.HOME);
        browser.waitUntil("heapcrest.state().metric === 'leaks' && heapcrest.state().selection === null");
        b.sendKeys(Keys.HOME);
        assertSettles(browser, page, chosen("came", 0, 1));
        for (String mode : MODES) {
            WebElement button = page.element("[data-mode=" + mode + "]");
            button.sendKeys(Keys.ENTER);
            assertSettles(browser, page, chosen(mode, 0, 1));
            assertShows(browser, page, mode, 0, 1);
        }
        b.sendKeys(Keys.ESCAPE);
        browser.waitUntil("heapcrest.state().selection === null && !heapcrest.state().moving");
        b.sendKeys("p");
        assertEquals("peak", page.state().get("metric"));

        List<Integer> peaks = peaks(history);
        int at = peaks.indexOf(history.peak(0, BUCKETS));
        int by = at > 0 ? -1 : 1;
        int other = peaks.get(at + by);
        page.press(by < 0 ? "[" : "]");
        assertSettles(browser, page, chosen("top", other, other + 1));
        assertShows(browser, page, "top", other, other + 1);
        page.press(by < 0 ? "]" : "[");
        int peak = peaks.get(at);
        assertSettles(browser, page, chosen("top", peak, peak + 1));

        a.sendKeys(Keys.HOME);
        assertSettles(browser, page, chosen("top", 0, peak + 1));
        b.sendKeys(Keys.HOME);
        assertSettles(browser, page, chosen("top", 0, 1));
        b.sendKeys(Keys.SPACE);
        browser.waitUntil("heapcrest.state().selection.to === 12 && !heapcrest.state().moving");
        assertEquals(chosen("top", 11, 12), selection(page));
        assertShows(browser, page, "top", 11, 12);
        assertEquals("graph", page.state().get("tab"), "keys of the plot are its own");
        assertEquals(List.of(), browser.consoleErrors());
    }

    private static void assertSettles(Browser browser, Page page, Map<String, Object> wanted) {
        browser.waitUntil("!heapcrest.state().moving && heapcrest.state().selection !== null");
        assertEquals(wanted, selection(page));
        browser.waitUntil("!document.querySelector('#app').classList.contains('busy')");
    }

    @Test
    void the_address_brings_a_selection_back_and_bad_ones_are_left_out(Browser browser) throws IOException {
        Page page = open(browser, link("gone", 4, 9));
        page.change(() -> page.element("[data-edge=b]").sendKeys(Keys.END));
        browser.waitUntil("location.hash.includes('12345')");
        Object hash = browser.run("return location.hash");
        assertEquals("#w=gone.4000-12345", hash);
        List<Page.Box> boxes = page.boxes();
        Page again = open(browser, String.valueOf(hash));
        assertEquals(boxes, again.boxes());
        for (String bad : List.of("#w=up.1-2", "#w=held", "#w=top.5000-5000", "#w=top.9000-4000", "#w=came.x-y")) {
            assertEquals(null, selection(open(browser, bad)), bad);
        }
        assertEquals(chosen("top", 2, 4), selection(open(browser, "#w=top.2222-3999")), "the nearest edges");
    }

    @Test
    void table_threads_search_callers_and_sandwich_follow_the_selection(Browser browser) throws IOException {
        Page page = open(browser, link("grew", 2, 10));
        long[] grown = history.selected("grew", 2, 10);
        page.openTab("table");
        browser.waitUntil("document.documentElement.dataset.table");
        String table = page.text("#panel tbody").replace('\u00a0', ' ');
        long parse = grown[2] + grown[5];
        assertTrue(table.contains("parse"), table);
        assertTrue(table.contains(changeText(parse)), changeText(parse) + " of parse in " + table);
        assertTrue(page.element(".brush-plot").isDisplayed(), "the plot is above the table, too");
        page.openTab("threads");
        long worker = grown[2] + grown[4];
        assertTrue(
                page.text("#panel").replace('\u00a0', ' ').contains(changeText(worker)),
                changeText(worker) + " of the worker in " + page.text("#panel"));
        page.openTab("callers");
        browser.waitUntil("heapcrest.boxes().length > 1");
        assertEquals(OverTime.total(grown), amount(browser, "memray", true));
        page.openTab("graph");
        page.change(() -> new Select(page.element("#thread-filter")).selectByIndex(1));
        String thread = String.valueOf(browser.run("return heapcrest.state().threads.join()"));
        long ofThread = thread.equals("1") ? worker : OverTime.total(grown) - worker;
        assertEquals(ofThread, amount(browser, "memray", true));
        page.change(() -> page.element("#thread-reset").click());
        page.change(() -> page.element("[data-mode=held]").click());
        page.openTab("sandwich");
        browser.waitUntil("document.documentElement.dataset.sandwich && heapcrest.boxes(2).length > 0");
        page.openTab("graph");
        page.element("#search").sendKeys("parse", Keys.ENTER);
        browser.waitUntil("/box/.test(document.querySelector('#search-result').textContent)");
        String found = page.text("#search-result").replace('\u00a0', ' ');
        long[] held = history.selected("held", 2, 10);
        assertTrue(found.contains(" of " + shortText(OverTime.total(held))), found);
    }

    private static String shortText(long bytes) {
        double scaled = bytes >= 1e6 ? bytes / 1e6 : bytes / 1e3;
        int decimals = scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
        return String.format("%." + decimals + "f %s", scaled, bytes >= 1e6 ? "MB" : "kB");
    }

    private static String changeText(long bytes) {
        return (bytes < 0 ? "\u2212" : "+") + shortText(Math.abs(bytes));
    }

    @Test
    void what_grew_is_red_or_blue_signed_and_as_wide_as_the_larger_of_both(Browser browser) throws IOException {
        Page page = open(browser, link("grew", 2, 10));
        long[] before = history.heldAt(3);
        long[] after = history.heldAt(19);
        long width = 0;
        for (int own = 0; own < before.length; own++) {
            width += Math.max(before[own], after[own]);
        }
        assertEquals(width, page.box("memray").bytes());
        assertEquals(OverTime.total(after) - OverTime.total(before), amount(browser, "memray", true));
        String legend = page.text(".legend").replace('\u00a0', ' ');
        assertEquals(
                "Change\n\u221210.0 % or more\n\u22121.00 % or more\n\u22120.10 % or more\nbelow 0.10 %"
                        + "\n+0.10 % or more\n+1.00 % or more\n+10.0 % or more",
                legend);
        assertTrue(page.text(".details").contains("before"), page.text(".details"));
        browser.screenshot("brush-grew");
    }

    @Test
    void with_few_memory_records_there_are_few_edges(Browser browser) throws IOException {
        for (int buckets = 1; buckets <= 3; buckets++) {
            OverTime few = OverTime.random(3, buckets, OWNERS.size(), 2);
            browser.driver().get("about:blank");
            browser.open(write(few), "");
            Page page = new Page(browser);
            assertEquals("" + buckets, page.element("[data-edge=b]").getDomAttribute("aria-valuemax"));
            page.element("[data-mode=held]").click();
            browser.waitUntil("heapcrest.state().selection && !heapcrest.state().moving");
            String words = page.text(".brush-words");
            browser.waitUntil("document.querySelector('.brush-said').textContent.endsWith('B')");
            long wanted = OverTime.total(few.heldAt(2 * buckets - 1));
            assertEquals(wanted, wanted == 0 ? 0 : page.box("memray").bytes(), words);
            page.element("[data-edge=b]").sendKeys(Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_LEFT);
            browser.waitUntil("!heapcrest.state().moving");
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    @Test
    void the_plot_is_above_the_graph_at_first_and_can_be_made_low(Browser browser) throws IOException {
        Page page = open(browser, "");
        int high = page.element(".brush-plot").getSize().height;
        assertTrue(page.element(".brush-plot").getLocation().y
                < page.element(".fg").getLocation().y);
        page.element(".brush [data-field=tall]").click();
        int low = page.element(".brush-plot").getSize().height;
        assertTrue(low >= 56 && low <= 72 && low < high, low + " and " + high);
        assertEquals("#tl=0", browser.run("return location.hash"));
        assertEquals(
                "Held at the peak between 0 ms and 12.345 s: 8.00 kB",
                page.text(".brush-said").replace('\u00a0', ' '));
        for (String tab : List.of("stats", "help", "time")) {
            page.openTab(tab);
            assertFalse(page.element(".brush").isDisplayed(), tab);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void it_is_accessible_in_every_mode(String theme, Browser browser) throws IOException {
        browser.theme(theme);
        for (String mode : MODES) {
            Page page = open(browser, link(mode, 2, 9));
            assertTrue(page.element(".brush").isDisplayed());
            browser.run(AccessibilityTest.axe());
            browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
            assertEquals(List.of(), browser.check(AccessibilityTest.RUN), mode);
            browser.screenshot("brush-" + mode + "-" + theme);
        }
    }

    @Test
    void nothing_is_cut_off_in_a_narrow_window(Browser browser) throws IOException {
        browser.resize(390, 844);
        Page page = open(browser, link("came", 2, 9));
        Object overflow = browser.run("return document.documentElement.scrollWidth - window.innerWidth");
        assertTrue(((Number) overflow).intValue() <= 0, "the page is wider than its window by " + overflow);
        assertTrue(page.element("[data-mode=grew]").isDisplayed());
        browser.screenshot("brush-narrow");
    }

    /** Through the stages that the command uses: what is held at each edge is what memray's records add up to. */
    @Test
    void a_real_capture_has_the_plots_bytes_in_its_graph(Browser browser) throws IOException {
        Path file = ReportFiles.overTime("threads8-h13-py313-lz4", directory);
        PayloadReader read = PayloadReader.ofPage(Files.readString(file));
        browser.open(file);
        Page page = new Page(browser);
        long peak = page.box("memray").bytes();
        page.element("[data-mode=held]").click();
        WebElement b = page.element("[data-edge=b]");
        int buckets = read.buckets[0].length;
        for (int edge = buckets; edge > 0; edge--) {
            browser.waitUntil("!heapcrest.state().moving && heapcrest.state().selection.to === " + edge
                    + " && !document.querySelector('#app').classList.contains('busy')"
                    + " && !document.querySelector('.brush-said').textContent.endsWith('\u2026')");
            long wanted = read.buckets[3][edge - 1];
            assertEquals(wanted, wanted == 0 ? 0 : page.box("memray").bytes(), "edge " + edge);
            if (edge > 1) {
                b.sendKeys(Keys.ARROW_LEFT);
            }
        }
        page.element("[data-do=whole]").click();
        page.element("[data-mode=top]").click();
        browser.waitUntil("heapcrest.state().selection === null && !heapcrest.state().moving");
        assertEquals(peak, page.box("memray").bytes());
        browser.assertQuiet(file);
    }
}
