package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.View;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.Select;

/** Directions, measures and derived views of a small tree whose figures are known. */
@ExtendWith(ChromiumExtension.class)
class ViewsTest {
    @TempDir
    Path directory;

    private static void settle(Browser browser) {
        browser.waitUntil("!document.querySelector('#app').classList.contains('busy')");
    }

    @Test
    void icicles_hang_from_the_root(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertTrue(page.box("render").y() < page.box("main").y());
        page.element("#options").click();
        page.element("[data-field=icicle][data-value=true]").click();
        assertTrue(page.box("render").y() > page.box("main").y());
        browser.screenshot("icicles");
    }

    /** As many boxes of one module as no screen can show singly, beside a wide one. */
    private static CallTree thinBoxes() {
        Profiles.TreeMaker maker =
                new Profiles.TreeMaker().node(1, "wide", Shop.APP, 1).own(0, 6, 6_000_000, 1, 0, 0);
        for (int thin = 0; thin < 6_000; thin++) {
            maker.node(1, "thin_" + thin, Shop.JINJA, thin + 1).own(0, 6, 1_000, 1, 0, 0);
        }
        return maker.tree();
    }

    @Test
    void thin_boxes_have_the_colour_of_what_holds_most_of_them_in_the_map_as_well(Browser browser) throws IOException {
        browser.open(Shop.write(thinBoxes(), directory));
        Page page = new Page(browser);
        page.click("wide");
        browser.waitUntil("document.querySelector('.minimap').offsetWidth > 0");
        String colours = "const one = document.querySelector('.minimap canvas');"
                + " const {data} = one.getContext('2d').getImageData(one.width * 0.6, one.height - 6, one.width * 0.3, 1);"
                + " return [...new Set(Array.from({length: data.length / 4}, (_, at) =>"
                + " '#' + [0, 1, 2].map(part => data[4 * at + part].toString(16).padStart(2, '0')).join('')))]";
        browser.waitUntil("(() => {" + colours + "})().length === 1");
        Object shown = browser.run(colours);
        assertFalse(List.of("#b4b4bf", "#ffffff", "#000000").contains(((List<?>) shown).get(0)), String.valueOf(shown));
    }

    @Test
    void the_root_says_what_is_left_of_what_was_recorded(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.hover("memray");
        assertEquals("All stacks of this view", page.text(".tip-where"));
        page.change(() -> new Select(page.element("#thread-filter")).selectByIndex(1));
        page.hover("main");
        page.hover("memray");
        assertTrue(page.text(".tip-where").startsWith("All stacks left by: Thread "), page.text(".tip-where"));
    }

    @Test
    void boxes_are_as_wide_as_their_bytes_or_as_their_allocations(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        double whole = page.box("memray").width();
        assertEquals(0.6625, page.box("load").width() / whole, 0.002);
        page.change(() -> page.element("[data-field=byCount][data-value=true]").click());
        assertEquals(86.0 / 140, page.box("render").width() / whole, 0.002);
        assertTrue(page.box("render").x() < page.box("load").x(), "largest first, by allocations");
    }

    @Test
    void temporary_allocations_are_shown_where_the_report_has_them(Browser browser) throws IOException {
        CallTree tree = new Profiles.TreeMaker()
                .views(View.temporary(1))
                .node(1, "main", Shop.APP, 10)
                .own(0, 6, 123, 4)
                .tree();
        browser.open(Shop.write(tree, directory));
        Page page = new Page(browser);
        assertEquals(123, page.box("main").bytes());
        assertEquals("app.py \u00b7 Heapcrest", browser.driver().getTitle());
        assertTrue(page.element("[data-value=temporary]").isDisplayed());
        assertEquals(0L, browser.run("return document.querySelectorAll('[data-value=peak]').length"));
    }

    @Test
    void callers_stand_on_what_they_called_by_own_memory(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.openTab("callers");
        browser.waitUntil("window.heapcrest.boxes().some(box => box.function === 'parse' && box.depth === 1)");
        assertEquals(4600, page.box("parse").bytes());
        assertEquals(8000, page.box("memray").bytes());
        assertTrue(page.boxes().stream()
                .anyMatch(box -> box.function().equals("load") && box.depth() == 2 && box.bytes() == 4000));
    }

    /** A function with one wide caller, and narrow ones whose own callers are too narrow to be worked out at first. */
    private static CallTree narrowCallers() {
        Profiles.TreeMaker maker = new Profiles.TreeMaker()
                .node(1, "wide", Shop.APP, 1)
                .node(2, "wanted", Shop.APP, 2)
                .own(0, 6, 10_000_000, 1, 0, 0);
        for (int caller = 0; caller < 30; caller++) {
            maker.node(1, "outer_" + caller, Shop.APP, 100 + caller)
                    .node(2, "inner_" + caller, Shop.APP, 200 + caller)
                    .node(3, "narrow", Shop.APP, 3)
                    .node(4, "wanted", Shop.APP, 2)
                    .own(1, 6, 2_000, 1, 0, 0);
        }
        return maker.tree();
    }

    @Test
    void callers_too_narrow_to_be_seen_appear_when_zoomed_into(Browser browser) throws IOException {
        browser.open(Shop.write(narrowCallers(), directory));
        Page page = new Page(browser);
        page.openTab("callers");
        browser.waitUntil("window.heapcrest.boxes().some(box => box.function === 'narrow')");
        assertTrue(page.find("inner_7").isEmpty());
        page.click("narrow");
        browser.waitUntil("window.heapcrest.boxes().some(box => box.function === 'outer_7')");
        assertEquals(2_000, page.box("outer_7").bytes());
    }

    @Test
    void callers_appear_under_the_wheel_as_well_and_what_is_in_sight_stays(Browser browser) throws IOException {
        browser.open(Shop.write(narrowCallers(), directory));
        Page page = new Page(browser);
        page.openTab("callers");
        browser.waitUntil("window.heapcrest.boxes().some(box => box.function === 'narrow')");
        Page.Box narrow = page.box("narrow");
        double pointer = Math.floor(narrow.x() + narrow.width() / 2);
        browser.run(
                "for (let turn = 0; turn < 4; turn++) document.querySelector('.fg').dispatchEvent(new WheelEvent('wheel',"
                        + " {deltaY: -250, ctrlKey: true, clientX: arguments[0], clientY: arguments[1],"
                        + " bubbles: true, cancelable: true}))",
                pointer,
                narrow.y() + 8);
        browser.waitUntil("window.heapcrest.boxes().some(box => box.function.startsWith('outer_'))");
        assertEquals("", page.state().get("zoom"));
        assertEquals(
                pointer - (pointer - narrow.x()) * Math.exp(4),
                page.box("narrow").x(),
                2);
    }

    @Test
    void callers_of_a_sandwich_are_worked_out_further_when_zoomed_into(Browser browser) throws IOException {
        browser.open(Shop.write(narrowCallers(), directory));
        Page page = new Page(browser);
        page.choose("wanted", "Callers and callees");
        browser.waitUntil("document.documentElement.dataset.sandwich && window.heapcrest.boxes(1).length > 1");
        List<Page.Box> callers = page.boxes(1);
        assertEquals(10_060_000, page.boxes(2).get(0).bytes());
        assertFalse(callers.stream().anyMatch(box -> box.function().equals("outer_7")));
        page.click(callers.stream()
                .filter(box -> box.function().equals("narrow"))
                .findFirst()
                .orElseThrow());
        browser.waitUntil("window.heapcrest.boxes(1).some(box => box.function === 'outer_7')");
        page.element("#panel .fg").sendKeys(org.openqa.selenium.Keys.ESCAPE);
        browser.waitUntil("window.heapcrest.boxes(1).some(box => box.function === 'wide')");
    }

    @Test
    void a_sandwich_has_its_function_once_between_callers_and_callees(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.choose("load", "Callers and callees");
        browser.waitUntil("document.documentElement.dataset.sandwich && window.heapcrest.boxes(2).length > 1");
        List<Page.Box> callers = page.boxes(1);
        Page.Box middle = page.boxes(2).get(0);
        Page.Box callee = page.boxes(2).get(1);
        // two lines of load are in the tree: it is neither of them
        assertEquals("load shop/app.py", middle.label());
        assertEquals(5300, middle.bytes());
        assertEquals(List.of("main"), callers.stream().map(Page.Box::function).toList());
        assertTrue(callers.get(0).y() < middle.y() && middle.y() < callee.y(), callers + " " + page.boxes(2));
        assertEquals("parse", callee.function());
        assertEquals(middle.x(), callers.get(0).x(), 1);
        browser.screenshot("sandwich-middle");
        page.click(callers.get(0));
        page.click(page.boxes(2).get(1));
        assertEquals(middle.width(), page.boxes(2).get(1).width(), 2);
        page.click(page.boxes(2).get(0));
        assertEquals(callee, page.boxes(2).get(1), "its box shows all again");
    }

    @Test
    void boxes_of_a_sandwich_take_the_colour_of_what_holds_most_in_them(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        page.choose("parse", "Callers and callees");
        browser.waitUntil("document.documentElement.dataset.sandwich && window.heapcrest.boxes(1).length > 2");
        page.element("#options").click();
        page.element("[data-value=allocator]").click();
        browser.waitUntil("/pymalloc/.test(document.querySelector('.legend').textContent)");
        assertTrue(page.element(".legend").isDisplayed());
        page.element("#options").click();
        settle(browser);
        browser.waitUntil("(" + FILLS + ")(1, 'load') !== (" + FILLS + ")(1, 'render')");
        // 4,300 bytes through load are of pymalloc_malloc, 600 through render of malloc
        String load = String.valueOf(browser.run("return (" + FILLS + ")(1, 'load')"));
        String render = String.valueOf(browser.run("return (" + FILLS + ")(1, 'render')"));
        for (String grey : List.of("180,180,191", "255,255,255")) {
            assertFalse(load.equals(grey) || render.equals(grey), load + " and " + render);
        }
        browser.screenshot("sandwich-colours-light");
    }

    /** The colour that a box of a sandwich is filled with, "red,green,blue". */
    private static final String FILLS = "(graph, name) => {"
            + " const canvas = document.querySelectorAll('#panel .fg-canvas')[graph - 1];"
            + " const box = window.heapcrest.boxes(graph).find(one => one.function === name);"
            + " const bounds = canvas.getBoundingClientRect();"
            + " return [...canvas.getContext('2d').getImageData(box.x - bounds.x + 2, box.y - bounds.y + 2, 1, 1).data]"
            + ".slice(0, 3).join(); }";

    @Test
    void only_the_rows_in_sight_of_a_long_table_are_elements(Browser browser) throws IOException {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (int function = 0; function < 3000; function++) {
            maker.node(1, "function_" + function, Shop.APP, function + 1).own(0, 6, 10_000 - function, 1, 0, 0);
        }
        browser.open(Shop.write(maker.tree(), directory));
        Page page = new Page(browser);
        page.openTab("table");
        browser.waitUntil("document.documentElement.dataset.table === '3000'");
        Object rows = browser.run("return document.querySelectorAll('#panel tbody tr').length");
        assertTrue(((Number) rows).intValue() < 100, rows + " rows");
        browser.run("document.querySelector('.table-scroll').scrollTop = 1e9");
        browser.waitUntil("/function_2999/.test(document.querySelector('#panel tbody').textContent)");
        assertEquals("3001", page.element("#panel table").getDomAttribute("aria-rowcount"));
    }

    /** The colour at a place of the flame graph: a share of its width, in the row of a box. */
    private static String colourAt(Browser browser, Page page, double share, String function) {
        Page.Box row = page.box(function);
        return String.valueOf(browser.run(
                "const canvas = document.querySelector('#panel .fg-canvas');"
                        + " const bounds = canvas.getBoundingClientRect();"
                        + " return 'rgb(' + [...canvas.getContext('2d').getImageData(bounds.width * arguments[0],"
                        + " arguments[1] - bounds.y + 4, 1, 1).data].slice(0, 3).join(', ') + ')'",
                share,
                row.y()));
    }

    @Test
    void boxes_too_narrow_to_be_drawn_singly_have_the_colour_of_what_holds_most(Browser browser) throws IOException {
        Profiles.TreeMaker maker =
                new Profiles.TreeMaker().node(1, "wide", Shop.APP, 1).own(0, 6, 1_000_000, 1, 0, 0);
        for (int narrow = 0; narrow < 3000; narrow++) {
            maker.node(1, "narrow_" + narrow, narrow % 3 == 0 ? Shop.JSON : Shop.JINJA, narrow + 1)
                    .own(0, 6, 300, 1, 0, 0);
        }
        browser.open(Shop.write(maker.tree(), directory));
        Page page = new Page(browser);
        String jinja = String.valueOf(
                browser.run(
                        "return getComputedStyle([...document.querySelectorAll('.legend button')]"
                                + ".find(button => /jinja/.test(button.textContent)).querySelector('.swatch')).backgroundColor"));
        assertEquals(jinja, colourAt(browser, page, 0.8, "wide"));
        page.element("#search").sendKeys("wide", org.openqa.selenium.Keys.ENTER);
        browser.waitUntil("/1 box/.test(document.querySelector('#search-result').textContent)");
        browser.waitUntil("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
        assertEquals("rgb(236, 236, 240)", colourAt(browser, page, 0.8, "wide"), "dim as boxes are");
        page.element("#search").clear();
        page.element("#search").sendKeys("narrow_2001", org.openqa.selenium.Keys.ENTER);
        browser.waitUntil("/1 box/.test(document.querySelector('#search-result').textContent)");
        page.press(org.openqa.selenium.Keys.ESCAPE);
        browser.waitUntil("document.querySelector('#search-result').textContent === ''");
        String json =
                "[...document.querySelectorAll('.legend button')].find(button => /json/.test(button.textContent))";
        browser.run(json + ".click()");
        Object swatch = browser.run("return getComputedStyle(" + json + ".querySelector('.swatch')).backgroundColor");
        browser.waitUntil("document.querySelector('.legend [aria-pressed=true]')");
        browser.run("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        assertEquals(swatch, colourAt(browser, page, 0.8, "wide"), "a lit box among them lights them up");
    }

    @Test
    void the_legend_opens_to_all_groups_with_their_sums(Browser browser) throws IOException {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (int module = 0; module < 12; module++) {
            maker.node(1, "f", "/usr/lib/python3.13/site-packages/m" + module + "/x.py", 1)
                    .own(0, 6, 1000 + module, 1, 0, 0);
        }
        browser.open(Shop.write(maker.tree(), directory));
        Page page = new Page(browser);
        assertEquals("+ 3 more", page.text(".legend .more"));
        page.element(".legend .more").click();
        assertEquals(13, page.elements(".legend button").size());
        assertTrue(page.text(".legend").contains("1.00 kB"), page.text(".legend"));
        page.element(".legend .more").click();
        assertEquals(10, page.elements(".legend button").size());
    }
}
