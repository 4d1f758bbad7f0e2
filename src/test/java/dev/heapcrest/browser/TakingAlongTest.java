package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.report.html.Profiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a reader takes along: copied stacks and links, saved tables. */
@ExtendWith(ChromiumExtension.class)
class TakingAlongTest {
    @TempDir
    Path directory;

    /** Opens the report and keeps what is copied or saved. */
    private Page open(Browser browser) throws IOException {
        return open(browser, Shop.maker());
    }

    private Page open(Browser browser, Profiles.TreeMaker tree) throws IOException {
        browser.open(Shop.write(tree.tree(), directory));
        Page page = new Page(browser);
        browser.run("window.taken = [];"
                + "Object.defineProperty(navigator, 'clipboard',"
                + " {value: {writeText: text => (window.taken.push(text), Promise.resolve())}});"
                + "const make = URL.createObjectURL; URL.createObjectURL = blob => {"
                + " blob.text().then(text => window.taken.push(text)); return make(new Blob([])); };"
                + "HTMLAnchorElement.prototype.click = () => {};");
        return page;
    }

    private static String taken(Browser browser) {
        browser.waitUntil("window.taken.length === 1");
        return String.valueOf(browser.run("return window.taken.pop()")).replace('\u00a0', ' ');
    }

    @Test
    void a_stack_is_copied_as_python_prints_it(Browser browser) throws IOException {
        Page page = open(browser);
        page.choose("render", "Copy stack");
        assertEquals(
                "2.600 kB in 86 allocations (most recent call last):\n"
                        + "  File \"" + Shop.APP + "\", line 10, in main\n"
                        + "  File \"" + Shop.JINJA + "\", line 7, in render\n",
                taken(browser));
        page.choose("render", "Copy stack, folded");
        assertEquals("main (" + Shop.APP + ":10);render (" + Shop.JINJA + ":7) 2600\n", taken(browser));
    }

    @Test
    void one_allocation_is_not_called_allocations(Browser browser) throws IOException {
        Page page = open(
                browser, new Profiles.TreeMaker().node(1, "main", Shop.APP, 10).own(0, 6, 100, 1, 10, 1));
        page.choose("main", "Copy stack");
        assertTrue(taken(browser).startsWith("100 B in 1 allocation (most recent call last):\n"));
        String legend = page.element(".legend button").getDomAttribute("title");
        assertEquals(
                "100 B allocated here. Click to light up; again for all.",
                String.valueOf(legend).replace('\u00a0', ' '));
        page.change(() -> page.press("b"));
        legend = page.element(".legend button").getDomAttribute("title");
        assertEquals("1 allocation allocated here. Click to light up; again for all.", legend);
    }

    @Test
    void stacks_of_callers_are_copied_in_the_order_of_the_calls(Browser browser) throws IOException {
        Page page = open(browser);
        page.openTab("callers");
        browser.waitUntil("!document.querySelector('#app').classList.contains('busy')");
        browser.waitUntil("window.heapcrest.boxes().some(box => box.function === 'render' && box.depth === 1)");
        page.click("render");
        page.choose("main", "Copy stack, folded");
        assertEquals("main (" + Shop.APP + ":10);render (" + Shop.JINJA + ":7) 2000\n", taken(browser));

        page.choose("main", "Callers and callees");
        browser.waitUntil("document.documentElement.dataset.sandwich && window.heapcrest.boxes(2).length > 1");
        Page.Box callee = page.boxes(2).stream()
                .filter(box -> box.function().equals("load"))
                .findFirst()
                .orElseThrow();
        page.contextClick(callee);
        page.menuEntry("Copy stack, folded").click();
        assertEquals("main (" + Shop.APP + ":10);load (" + Shop.APP + ":20) 5300\n", taken(browser));
    }

    @Test
    void a_copied_link_leads_to_the_box(Browser browser) throws IOException {
        Page page = open(browser);
        page.choose("render", "Copy link to this box");
        String link = taken(browser);
        assertTrue(link.startsWith("file:") && link.contains("#z="), link);
        browser.driver().get("about:blank");
        browser.driver().get(link);
        Page again = new Page(browser);
        assertEquals(again.box("memray").width(), again.box("render").width(), 2);
    }

    @Test
    void the_part_that_wheel_or_drag_brought_in_sight_is_in_the_link_and_in_the_history(Browser browser)
            throws IOException {
        Page page = open(browser);
        Page.Box box = page.box("render");
        browser.run(
                "document.querySelector('.fg').dispatchEvent(new WheelEvent('wheel', {deltaY: -50, ctrlKey: true,"
                        + " clientX: arguments[0], clientY: arguments[1], bubbles: true, cancelable: true}))",
                Math.floor(box.x() + box.width() - 3),
                box.y() + 8);
        browser.waitUntil("/r=/.test(location.hash)");
        Page.Box near = page.box("render");
        assertEquals(box.width() * Math.exp(0.2), near.width(), 3);
        browser.run("history.back()");
        browser.waitUntil("!/r=/.test(location.hash)");
        assertEquals(box, page.box("render"));
        browser.run("history.forward()");
        browser.waitUntil("/r=/.test(location.hash)");
        assertEquals(near.width(), page.box("render").width(), 1);
        browser.run("location.reload()");
        Page again = new Page(browser);
        assertEquals(near.width(), again.box("render").width(), 1);
        assertEquals(near.x(), again.box("render").x(), 1);
    }

    @Test
    void a_link_to_what_is_not_there_says_so(Browser browser) throws IOException {
        Page page = open(browser);
        assertFalse(page.element("#show-linked").isDisplayed());
        page.click("render");
        String link = String.valueOf(browser.run("return location.href"));
        for (String[] way : new String[][] {
            {"#z=0123456789abcdef&nr=1", "The linked box is not in this report."},
            {"#v=sandwich&f=nosuch%09file.py", "The linked function is not in this report."},
            {"#x=render%09file.py", "The linked function is not in this report."},
            {"#t=0x99", "The linked thread is not in this report."},
        }) {
            browser.driver().get("about:blank");
            browser.open(directory.resolve("report.html"), way[0]);
            browser.waitUntil("document.documentElement.dataset.state === 'ready'");
            assertEquals(way[1], page.text("#part-missing"));
        }
        browser.driver().get("about:blank");
        browser.driver().get(link + "&s=hm%09jinja");
        Page hidden = new Page(browser);
        assertEquals("The linked box is not in this report, or filters hide it.", hidden.text("#part-missing strong"));
        hidden.change(() -> hidden.element("#show-linked").click());
        assertEquals(hidden.box("memray").width(), hidden.box("render").width(), 2);
        assertFalse(hidden.element("#part-missing").isDisplayed());
    }

    @Test
    void the_table_is_saved_as_csv_as_it_is_filtered_and_sorted(Browser browser) throws IOException {
        Page page = open(browser);
        page.openTab("table");
        browser.waitUntil("document.documentElement.dataset.table");
        page.element("#table-csv").click();
        assertEquals(
                List.of(
                        "function,file,self_bytes,total_bytes,self_allocations,total_allocations",
                        "parse," + Shop.JSON + ",4600,4900,46,49",
                        "render," + Shop.JINJA + ",2000,2600,80,86",
                        "load," + Shop.APP + ",1300,5300,13,53",
                        "main," + Shop.APP + ",100,8000,1,140"),
                taken(browser).lines().toList());
    }

    @Test
    void memory_over_time_is_saved_as_csv(Browser browser) throws IOException {
        Page page = open(browser);
        page.openTab("time");
        page.element("[data-do=time-csv]").click();
        assertEquals(
                List.of(
                        "time_ms_since_1970,resident_bytes,heap_bytes",
                        "1700000000000,10000000,0",
                        "1700000000010,12000000,1000000",
                        "1700000000021,11000000,999999"),
                taken(browser).lines().toList());
    }
}
