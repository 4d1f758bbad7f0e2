package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** Real captures in a real browser: what a person sees and does. */
@ExtendWith(ChromiumExtension.class)
class ViewerTest {
    @TempDir
    Path directory;

    private Page open(Browser browser, String capture) throws IOException {
        browser.open(ReportFiles.of(capture, directory));
        return new Page(browser);
    }

    @Test
    void in_the_simple_program_c_and_d_are_equally_wide_upon_b(Browser browser) throws IOException {
        Page page = open(browser, "simple-h13-py313-lz4");
        assertTrue(page.standsOn("c", "b"));
        assertTrue(page.standsOn("d", "b"));
        assertTrue(page.standsOn("b", "a"));
        assertEquals(page.box("c").bytes(), page.box("d").bytes());
        assertEquals(page.box("c").width(), page.box("d").width(), 1);
        assertEquals("memray", page.boxes().get(0).function());
        assertEquals(0, page.boxes().get(0).depth());
        browser.screenshot("simple-light");
        browser.assertQuiet(directory.resolve("simple-h13-py313-lz4.html"));
    }

    @Test
    void in_the_complex_program_widths_are_as_documented(Browser browser) throws IOException {
        Page page = open(browser, "complex-h13-py313-lz4");
        double ratio = page.box("b").width() / page.box("h").width();
        assertTrue(ratio > 3 && ratio < 5, "b is " + ratio + " times as wide as h");
        assertTrue(page.find("missing").isEmpty(), "missing was given back before the peak");
        List<String> leaves = List.of("g", "e", "i");
        List<String> widest = leaves.stream()
                .sorted(Comparator.comparingDouble(
                        (String name) -> -page.box(name).width()))
                .toList();
        assertEquals("g", widest.get(0));
        for (String leaf : leaves) {
            int above = page.box(leaf).depth() + 1;
            Page.Box box = page.box(leaf);
            assertFalse(
                    page.boxes().stream()
                            .anyMatch(other -> other.depth() == above
                                    && other.x() >= box.x()
                                    && other.x() < box.x() + box.width()
                                    && other.width() > box.width() / 2),
                    leaf + " is a leaf");
        }
        browser.screenshot("complex-light");
    }

    @Test
    void hidden_frames_come_back_with_the_checkbox_and_their_memory_was_never_lost(Browser browser) throws IOException {
        Page page = open(browser, "simple-h13-py313-lz4");
        List<Page.Box> before = page.boxes();
        assertEquals("launcher hidden", page.text("#non-relevant"));
        assertEquals("import system shown", page.text("#hide-import"));
        page.change(() -> page.element("#non-relevant").click());
        List<Page.Box> after = page.boxes();
        assertTrue(after.size() > before.size(), "more boxes with non-relevant frames");
        assertEquals(before.get(0).bytes(), after.get(0).bytes());
        assertEquals(before.get(0).width(), after.get(0).width(), 0.5);
        assertEquals("launcher shown", page.text("#non-relevant"));
        assertEquals("true", page.element("#non-relevant").getDomAttribute("aria-pressed"));
        browser.screenshot("simple-non-relevant");
        page.change(() -> page.element("#non-relevant").click());
        assertEquals(before, page.boxes());
    }

    @Test
    void a_thread_is_filtered_and_reset_leads_back_to_the_merged_view(Browser browser) throws IOException {
        Page page = open(browser, "threads8-h13-py313-lz4");
        List<Page.Box> merged = page.boxes();
        Select list = new Select(page.element("#thread-filter"));
        assertTrue(list.getFirstSelectedOption().getText().contains("merged"));
        page.change(() -> list.selectByIndex(1));
        assertTrue(page.boxes().get(0).bytes() < merged.get(0).bytes());
        assertTrue(list.getFirstSelectedOption().getText().contains("pool_"));
        browser.screenshot("threads-one");
        page.change(() -> page.element("#thread-reset").click());
        assertEquals(merged, page.boxes());
        assertFalse(page.element("#thread-reset").isDisplayed());
    }

    @Test
    void threads_are_chosen_in_any_number(Browser browser) throws IOException {
        Page page = open(browser, "threads8-h13-py313-lz4");
        long all = page.boxes().get(0).bytes();
        page.openTab("threads");
        List<Object> figures = threadBytes(browser);
        page.change(() -> page.element("#panel tbody tr:nth-child(1) input").click());
        page.change(() -> page.element("#panel tbody tr:nth-child(2) input").click());
        browser.screenshot("threads-light");
        page.openTab("graph");
        long rest = page.boxes().get(0).bytes();
        assertTrue(rest < all);
        assertTrue(figures.size() > 2);
        assertEquals(figures.size() - 2, ((List<?>) page.state().get("threads")).size());
    }

    private static List<Object> threadBytes(Browser browser) {
        List<Object> texts = new java.util.ArrayList<>();
        browser.driver()
                .findElements(By.cssSelector("#panel tbody tr td:nth-child(2)"))
                .forEach(cell -> texts.add(cell.getText()));
        return texts;
    }

    @Test
    void the_map_of_the_whole_graph_is_there_whenever_less_is_shown(Browser browser) throws IOException {
        Page page = open(browser, "complex-h13-py313-lz4");
        for (int round = 0; round < 2; round++) {
            assertFalse(page.element(".minimap").isDisplayed());
            page.click("h");
            browser.waitUntil("document.querySelector('.minimap').clientWidth > 0");
            page.element(".fg").sendKeys(Keys.ESCAPE);
            browser.waitUntil("document.querySelector('.minimap').clientWidth === 0");
        }
    }

    @Test
    void a_click_zooms_escape_and_back_return(Browser browser) throws IOException {
        Page page = open(browser, "complex-h13-py313-lz4");
        double whole = page.boxes().get(0).width();
        page.click("h");
        assertEquals(whole, page.box("h").width(), 2);
        assertTrue(page.text(".crumbs").contains("h"));
        assertTrue(String.valueOf(browser.run("return location.hash")).contains("z="));
        browser.driver().navigate().back();
        browser.waitUntil("window.heapcrest.state().zoom === ''");
        assertTrue(page.box("h").width() < whole / 2);
        page.click("h");
        page.element(".fg").sendKeys(Keys.ESCAPE);
        assertTrue(page.box("h").width() < whole / 2);
    }

    @Test
    void a_link_opens_what_it_was_copied_from(Browser browser) throws IOException {
        Path file = ReportFiles.of("complex-h13-py313-lz4", directory);
        browser.open(file);
        Page page = new Page(browser);
        page.click("h");
        String hash = String.valueOf(browser.run("return location.hash"));
        browser.driver().get("about:blank");
        browser.open(file, hash);
        Page again = new Page(browser);
        assertEquals(again.boxes().get(0).width(), again.box("h").width(), 2);
    }

    @Test
    void the_tooltip_tells_function_place_bytes_and_share(Browser browser) throws IOException {
        Page page = open(browser, "complex-h13-py313-lz4");
        page.hover("g");
        browser.waitUntil("!document.querySelector('.tip').hidden");
        browser.waitUntil("document.querySelector('.tip').textContent.includes('Allocator')");
        String text = page.text(".tip");
        for (String part : List.of("g", "complex.py:31", "allocation", "%", "malloc")) {
            assertTrue(text.contains(part), part + " in " + text);
        }
        browser.screenshot("tooltip-light");
    }

    @Test
    void a_search_counts_and_a_broken_pattern_is_explained(Browser browser) throws IOException {
        Page page = open(browser, "complex-h13-py313-lz4");
        page.element("#search").sendKeys("complex.py", Keys.ENTER);
        browser.waitUntil("/boxes/.test(document.querySelector('#search-result').textContent)");
        String result = page.text("#search-result");
        assertTrue(result.matches("10 boxes · 450 kB · 96.7 % of 466 kB( · 1 of 1)?"), result);
        browser.screenshot("search-light");
        page.element("#search").clear();
        page.element("[data-field=regex]").click();
        page.element("#search").sendKeys("(", Keys.ENTER);
        browser.waitUntil("/Not a regular expression/.test(document.querySelector('#search-result').textContent)");
        assertEquals(List.of(), browser.consoleErrors());
    }

    @Test
    void peak_and_leaks_are_both_in_one_report(Browser browser) throws IOException {
        Page page = open(browser, "complex-h13-py313-lz4");
        long peak = page.boxes().get(0).bytes();
        page.change(() -> page.element("[data-value=leaks]").click());
        long leaks =
                ((Number) browser.run("return window.heapcrest.boxes().concat([{bytes: 0}])[0].bytes")).longValue();
        assertTrue(leaks < peak);
        assertTrue(page.element(".banner.notice").isDisplayed(), "the warning about Python's allocator");
        browser.screenshot("leaks-light");
    }

    @Test
    void the_table_lists_functions_sorts_and_searches(Browser browser) throws IOException {
        Page page = open(browser, "complex-h13-py313-lz4");
        page.openTab("table");
        browser.waitUntil("document.documentElement.dataset.table");
        assertEquals("g", page.text("#panel tbody tr:first-child th"));
        assertTrue(page.text("#panel tbody tr:first-child").contains("kB"));
        page.element("#panel thead th:first-child button").click();
        assertEquals("ascending", page.element("#panel thead th:first-child").getDomAttribute("aria-sort"));
        page.element("#search").sendKeys("complex.py", Keys.ENTER);
        browser.waitUntil("/match the search/.test(document.querySelector('.panel-bar').textContent)");
        assertEquals("<module>", page.text("#panel tbody tr:first-child th"));
        browser.screenshot("table-light");
        page.element("#panel tbody tr:nth-child(2) .link").click();
        browser.waitUntil("document.documentElement.dataset.sandwich");
        browser.screenshot("sandwich-light");
        assertEquals("a", page.text(".sandwich-title"));
    }

    @Test
    void boxes_take_the_colour_of_thread_or_allocator_and_the_legend_lights_them_up(Browser browser)
            throws IOException {
        Page page = open(browser, "threads8-h13-py313-lz4");
        page.element("#options").click();
        page.change(() -> page.element("[data-value=thread]").click());
        assertTrue(page.text(".legend").contains("pool_"), page.text(".legend"));
        browser.screenshot("colours-thread");
        Object before = pixels(browser);
        page.element(".legend button").click();
        browser.waitUntil("document.querySelector('.legend [aria-pressed=true]')");
        assertFalse(before.equals(pixels(browser)), "the others are dimmed");
        page.element("#options").click();
        page.change(() -> page.element("[data-value=allocator]").click());
        assertTrue(page.text(".legend").contains("malloc"), page.text(".legend"));
        page.openTab("callers");
        browser.waitUntil("!document.querySelector('#app').classList.contains('busy')");
        browser.screenshot("colours-allocator-callers");
        assertEquals(List.of(), browser.consoleErrors());
    }

    private static Object pixels(Browser browser) {
        return browser.run("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame("
                + "() => done(document.querySelector('.fg-canvas').toDataURL()))))");
    }

    @Test
    void the_graph_is_saved_as_svg_and_png(Browser browser) throws IOException {
        Page page = open(browser, "complex-h13-py313-lz4");
        browser.run(
                "window.saved = []; const make = URL.createObjectURL;"
                        + "URL.createObjectURL = blob => { blob.arrayBuffer().then(bytes => window.saved.push({type: blob.type,"
                        + " start: [...new Uint8Array(bytes)].slice(0, 4).join(), text: new TextDecoder().decode(bytes)}));"
                        + " return make(new Blob([])); };"
                        + "window.names = []; HTMLAnchorElement.prototype.click = function() { window.names.push(this.download); };");
        page.element("#search").sendKeys("fn:g", Keys.ENTER);
        page.element("#options").click();
        page.element("#save-svg").click();
        page.element("#save-png").click();
        browser.waitUntil("window.saved.length === 2");
        assertEquals(
                List.of("complex-h13-py313-lz4-peak.svg", "complex-h13-py313-lz4-peak.png"),
                browser.run("return window.names"));
        String image =
                String.valueOf(browser.run("return window.saved.find(file => file.type.startsWith('image/svg')).text"));
        for (String part : List.of("complex.py", "Held at the peak: 466", "Search: fn:g")) {
            assertTrue(image.contains(part), part + " in " + image);
        }
        assertEquals(
                "svg",
                browser.run(
                        "const svg = window.saved.find(file => file.type.startsWith('image/svg'));"
                                + "return new DOMParser().parseFromString(svg.text, 'image/svg+xml').documentElement.nodeName"));
        assertEquals(
                (long) page.boxes().size(),
                browser.run("const svg = window.saved.find(file => file.type.startsWith('image/svg'));"
                        + "return svg.text.split('<title>').length - 1"));
        assertEquals("137,80,78,71", browser.run("return window.saved.find(file => file.type === 'image/png').start"));
    }

    @Test
    void the_page_prints_and_respects_forced_colours_and_reduced_motion(Browser browser) throws IOException {
        Page page = open(browser, "complex-h13-py313-lz4");
        browser.media(Map.of("forced-colors", "active", "prefers-reduced-motion", "reduce"));
        browser.screenshot("forced-colours");
        assertEquals("none", browser.run("return getComputedStyle(document.querySelector('.busy-bar')).animationName"));
        browser.media(Map.of());
        ((org.openqa.selenium.chrome.ChromeDriver) browser.driver())
                .executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of(
                                "media",
                                "print",
                                "features",
                                List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        browser.waitUntil("document.documentElement.dataset.theme === 'light'");
        browser.screenshot("print");
        assertFalse(page.element(".toolbar").isDisplayed());
        assertFalse(page.element(".fg-canvas").isDisplayed());
        String paper = page.text(".paper svg");
        for (String part : List.of("complex", "Held at the peak: 466", "complex.py")) {
            assertTrue(paper.contains(part), part + " in " + paper);
        }
        assertTrue(page.element("#static table").isDisplayed());
        assertFalse(page.element("#unscripted").isDisplayed(), "there was a script");
        ((org.openqa.selenium.chrome.ChromeDriver) browser.driver())
                .executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
    }

    @Test
    void an_inverted_report_opens_with_who_allocated_next_to_the_root(Browser browser) throws IOException {
        browser.open(ReportFiles.inverted("complex-h13-py313-lz4", directory));
        Page page = new Page(browser);
        assertEquals("callers", page.state().get("tab"));
        assertEquals("true", page.element("#tab-callers").getDomAttribute("aria-selected"));
        assertEquals(1, page.box("g").depth());
        assertTrue(page.standsOn("f", "g"), "callers stand on what they called");
        assertEquals("", browser.run("return location.hash.replace('#', '')"));
    }

    @Test
    void memory_over_time_jumps_to_its_peaks(Browser browser) throws IOException {
        Page page = open(browser, "complex-h13-py313-lz4");
        page.openTab("time");
        page.element("#jump-resident").click();
        String resident = page.text(".time-readout");
        assertTrue(resident.contains("resident"), resident);
        browser.screenshot("time-light");
    }

    @Test
    void every_tab_opens_in_both_themes_and_asks_for_nothing(Browser browser) throws IOException {
        for (String theme : List.of("light", "dark")) {
            browser.theme(theme);
            Path file = ReportFiles.of("threads8-h13-py313-lz4", directory);
            browser.open(file);
            Page page = new Page(browser);
            for (String tab : List.of("callers", "table", "sandwich", "threads", "time", "stats", "help", "graph")) {
                page.openTab(tab);
                browser.waitUntil("!document.querySelector('#app').classList.contains('busy')");
                browser.screenshot(tab + "-" + theme);
            }
            browser.assertQuiet(file);
        }
    }

    @Test
    void hostile_names_of_a_real_capture_run_nothing(Browser browser) throws IOException {
        Path file = ReportFiles.of("evilnames-h13-py313-lz4", directory);
        browser.open(file);
        Page page = new Page(browser);
        for (String tab : List.of("table", "sandwich", "threads", "stats", "callers")) {
            page.openTab(tab);
        }
        browser.screenshot("hostile-light");
        assertNull(browser.run("return window.hacked"));
        assertEquals(0L, browser.run("return document.images.length"));
        browser.assertQuiet(file);
    }

    @Test
    void the_graph_is_where_it_was_after_a_look_at_another_tab(Browser browser) throws IOException {
        Page page = open(browser, "deep5000-h13-py313-lz4");
        List<Page.Box> before = page.boxes();
        page.openTab("table");
        page.openTab("graph");
        assertEquals(before, page.boxes());
    }

    @Test
    void a_stack_of_five_thousand_frames_is_whole(Browser browser) throws IOException {
        Page page = open(browser, "deep5000-h13-py313-lz4");
        Object levels = browser.run("return Math.round(document.querySelector('.fg').scrollHeight / 20)");
        assertTrue(((Number) levels).intValue() > 5000, "levels: " + levels);
        assertEquals(List.of(), browser.consoleErrors());
        page.element("#options").click();
        page.change(() -> page.element("#collapse-recursion").click());
        browser.screenshot("deep-collapsed");
        Object fewer = browser.run("return Math.round(document.querySelector('.fg').scrollHeight / 20)");
        assertTrue(((Number) fewer).intValue() < 100, "levels: " + fewer);
    }

    @Test
    void boxes_are_walked_with_the_keyboard_and_spoken(Browser browser) throws IOException {
        Page page = open(browser, "complex-h13-py313-lz4");
        page.element(".fg").sendKeys(Keys.HOME, Keys.ARROW_UP, Keys.ARROW_UP);
        String spoken = String.valueOf(browser.run("return document.querySelector('[role=treeitem]').textContent"));
        assertTrue(
                spoken.contains("<module>") && spoken.contains("complex.py line 42") && spoken.contains("%"), spoken);
        page.element(".fg").sendKeys(Keys.ENTER);
        assertEquals(
                Map.of("zoomed", true), Map.of("zoomed", !"".equals(page.state().get("zoom"))));
        page.element(".fg").sendKeys(Keys.BACK_SPACE);
    }

    @Test
    void a_narrow_and_a_very_wide_window_show_the_graph(Browser browser) throws IOException {
        Path file = ReportFiles.of("complex-h13-py313-lz4", directory);
        for (int width : new int[] {320, 3840}) {
            browser.resize(width, width == 320 ? 640 : 2160);
            browser.open(file);
            Page page = new Page(browser);
            browser.screenshot("complex-" + width);
            assertTrue(page.boxes().get(0).width() > width * 0.7, "the root fills the window");
            Object top = browser.run("return document.querySelector('.graph-holder').getBoundingClientRect().top");
            assertTrue(((Number) top).intValue() < 320, "the graph begins at " + top);
            Object overflow = browser.run("return document.documentElement.scrollWidth - window.innerWidth");
            assertTrue(((Number) overflow).intValue() <= 0, "the page is wider than its window by " + overflow);
        }
    }

    @Test
    void in_a_narrow_window_the_chosen_tab_and_all_options_are_in_sight(Browser browser) throws IOException {
        browser.resize(320, 800);
        Page page = Shop.open(browser, directory);
        page.press("o");
        browser.waitUntil("document.documentElement.dataset.tab === 'time'");
        assertTrue(((Number) browser.run("return window.innerWidth")).intValue() <= 320, "narrow");
        assertInSight(browser, "#tab-time");
        page.press("g");
        page.element("#options").click();
        assertInSight(browser, "#part-options");
        assertInSight(browser, "#part-options [data-value=allocator]");
        browser.screenshot("options-320");
    }

    private static void assertInSight(Browser browser, String css) {
        Object outside = browser.run(
                "const place = document.querySelector(arguments[0]).getBoundingClientRect();"
                        + " return Math.max(-place.left, place.right - document.documentElement.clientWidth)",
                css);
        assertTrue(((Number) outside).doubleValue() <= 0, css + " is cut off by " + outside);
    }
}
