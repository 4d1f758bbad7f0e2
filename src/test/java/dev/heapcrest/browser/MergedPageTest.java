package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.cli.CommandRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page of a sum: its captures, what one of them held, and which has the most of a box. */
@ExtendWith(ChromiumExtension.class)
class MergedPageTest {
    private static final List<String> FAMILY = List.of(
            "forks-h13-py313-agg-lz4",
            "forks-h13-py313-agg-lz4.child1",
            "forks-h13-py313-agg-lz4.child2",
            "forks-h13-py313-agg-lz4.child4",
            "complex-h13-py313-lz4");

    @TempDir
    Path directory;

    private Page write(Browser browser, String hash, String... options) {
        Path page = directory.resolve("sum" + options.length + ".html");
        List<String> arguments = new ArrayList<>(List.of("merge", "-f", "-o", page.toString()));
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.ofCaptures(FAMILY, arguments.toArray(String[]::new));
        assertEquals(3, run.exitCode(), run.err());
        browser.driver().get("about:blank");
        browser.open(page, hash);
        return new Page(browser);
    }

    private static JsonObject json() {
        return JsonParser.parseString(
                        CommandRun.ofCaptures(FAMILY, "merge", "--json", "-").outText())
                .getAsJsonObject();
    }

    private static List<String> column(Page page, int column) {
        return page.elements("#panel tbody tr > :nth-child(" + column + ")").stream()
                .map(WebElement::getText)
                .toList();
    }

    @Test
    void the_table_of_captures_is_sorted_by_any_column_with_the_keyboard(Browser browser) {
        Page page = write(browser, "");
        assertTrue(page.text(".answer").startsWith("4 of 5 captures, sum of peaks: "), page.text(".answer"));
        page.press("h");
        browser.waitUntil("document.documentElement.dataset.tab === 'captures'");
        List<String> names = column(page, 1);
        assertEquals("forks-h13-py313-agg-lz4.bin", names.get(0), "the largest peak is first");
        assertEquals(FAMILY.size(), names.size());
        page.element("#panel th:nth-child(1) button").sendKeys(Keys.ENTER);
        assertEquals(names.stream().sorted().toList(), column(page, 1));
        assertEquals("ascending", page.element("#panel th:nth-child(1)").getDomAttribute("aria-sort"));
        page.element("#panel th:nth-child(1) button").sendKeys(Keys.ENTER);
        assertEquals(names.stream().sorted(Comparator.reverseOrder()).toList(), column(page, 1));
        page.element("#panel th:nth-child(6) button").click();
        List<Long> counts = column(page, 6).stream()
                .map(text -> text.isEmpty() ? 0 : Long.parseLong(text.replace(",", "")))
                .toList();
        assertEquals(counts.stream().sorted(Comparator.reverseOrder()).toList(), counts);
        assertEquals(1, page.elements("#panel [aria-sort]").size());
        assertTrue(page.text("#panel").contains("failed it is empty"), page.text("#panel"));
    }

    @Test
    void a_capture_alone_has_its_own_figures_and_is_in_the_address(Browser browser) {
        Page page = write(browser, "", "--split-processes");
        page.openTab("captures");
        JsonArray rows = json().getAsJsonArray("captures");
        for (int at = 0; at < rows.size(); at++) {
            JsonObject row = rows.get(at).getAsJsonObject();
            String name = row.get("name").getAsString();
            List<WebElement> links = page.elements("#panel .link").stream()
                    .filter(link -> link.getText().equals(name))
                    .toList();
            assertEquals(row.get("state").getAsString().equals("failed") ? 0 : 1, links.size(), name);
            if (!links.isEmpty()) {
                page.change(() -> links.get(0).click());
                assertEquals(
                        row.get("peak_bytes").getAsLong(), page.box("memray").bytes(), name);
                assertTrue(page.text(".chip").startsWith("Capture"), page.text(".chip"));
                page.openTab("captures");
                assertEquals("1 of 4 captures shown", page.text("#panel [role=status]"));
            }
        }
        page.openTab("graph");
        String address = browser.driver().getCurrentUrl();
        Object chosen = page.state().get("threads");
        browser.driver().get("about:blank");
        browser.driver().get(address);
        assertEquals(chosen, new Page(browser).state().get("threads"));
    }

    @Test
    void ticks_choose_any_captures(Browser browser) {
        Page page = write(browser, "", "--split-processes");
        long all = page.box("memray").bytes();
        page.openTab("captures");
        WebElement tick = page.element("#panel tbody tr:first-child input");
        assertTrue(tick.isSelected());
        tick.click();
        assertEquals("3 of 4 captures shown", page.text("#panel [role=status]"));
        page.openTab("graph");
        browser.waitUntil("window.heapcrest.boxes()[0].bytes !== " + all);
        long largest = json().getAsJsonArray("captures").asList().stream()
                .mapToLong(row -> row.getAsJsonObject().get("peak_bytes").getAsLong())
                .max()
                .orElseThrow();
        assertEquals(all - largest, page.box("memray").bytes());
        page.openTab("captures");
        page.element("[data-do=all-threads]").click();
        assertTrue(page.element("#panel tbody tr:first-child input").isSelected());
    }

    @Test
    void the_details_of_a_box_say_how_many_captures_have_it_and_who_has_the_most(Browser browser) {
        Page page = write(browser, "#nr=1");
        JsonArray root = json().getAsJsonArray("node_extremes").get(0).getAsJsonArray();
        assertEquals(4, root.get(0).getAsInt());
        assertEquals(1_598_257, root.get(2).getAsLong());
        browser.waitUntil("document.querySelector('.details-split').textContent !== ''");
        String split = page.text(".details-split").replace('\u00a0', ' ');
        assertTrue(
                split.startsWith("in 4 of 4 captures, largest 1.60 MB in forks-h13-py313-agg-lz4.bin (process"), split);
        page.hover("main");
        browser.waitUntil("/in [12] of 4 captures, largest /.test(document.querySelector('.tip').textContent)");
        page.change(() -> browser.run("location.hash = '#nr=1&m=leaks'"));
        browser.waitUntil(
                "/in 4 of 4 captures, largest 1.54/.test(document.querySelector('.details-split').textContent)");
    }

    @Test
    void groups_are_ranked_and_labels_shown(Browser browser) {
        Page page = write(browser, "", "--group-by", "script", "--label", "team=shop");
        page.openTab("captures");
        assertTrue(page.text("#panel").contains("Groups"), page.text("#panel"));
        List<WebElement> groups = page.elements("#panel table:first-of-type tbody tr");
        assertEquals(2, groups.size());
        assertTrue(
                groups.get(0).getText().contains("forks-h13-py313-agg-lz4.bin"),
                groups.get(0).getText());
        assertTrue(page.text("#panel").contains("team=shop"), page.text("#panel"));
    }

    @Test
    void links_to_tabs_that_a_sum_does_not_have_open_the_graph(Browser browser) {
        Page page = write(browser, "#v=time");
        assertEquals("graph", page.state().get("tab"));
        browser.run("location.hash = '#v=captures'");
        browser.waitUntil("document.documentElement.dataset.tab === 'captures'");
        assertTrue(page.text("#panel").contains("forks-h13-py313-agg-lz4.bin"), page.text("#panel"));
    }
}
