package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** The page of a comparison: its figures are those of the JSON, and its boxes keep their places. */
@ExtendWith(ChromiumExtension.class)
class DiffPageTest {
    private static final Path OLD = CommandRun.CAPTURES.resolve("complex-h13-py311-lz4.bin");
    private static final Path NEW = CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin");
    /** Boxes narrower than this may be drawn together. */
    private static final double WIDE = 20;

    @TempDir
    Path directory;

    /** A box with the change or the amount that the page says of it. */
    private record Changed(String function, int depth, double x, double width, double amount) {}

    private Path write(String name, Object... arguments) {
        Path page = directory.resolve(name);
        List<Object> all = new ArrayList<>(List.of("diff", "-o", page));
        all.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(all.toArray());
        assertEquals(0, run.exitCode(), run.err());
        return page;
    }

    private Page open(Browser browser, Path file, String hash) {
        browser.driver().get("about:blank");
        browser.open(file, hash);
        return new Page(browser);
    }

    private static List<Changed> boxes(Browser browser) {
        List<Changed> boxes = new ArrayList<>();
        for (Object row : (List<?>) browser.run(
                "return window.heapcrest.boxes().map(b =>" + " [b.function, b.depth, b.x, b.width, b.change])")) {
            List<?> box = (List<?>) row;
            boxes.add(new Changed(
                    (String) box.get(0),
                    ((Number) box.get(1)).intValue(),
                    ((Number) box.get(2)).doubleValue(),
                    ((Number) box.get(3)).doubleValue(),
                    ((Number) box.get(4)).doubleValue()));
        }
        return boxes;
    }

    private static JsonObject json(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("diff", "--json", "-"));
        all.addAll(List.of(arguments));
        return JsonParser.parseString(CommandRun.of(all.toArray()).outText()).getAsJsonObject();
    }

    /** Red, green and blue near the upper left corner of the root. */
    private static List<?> rootColour(Browser browser) {
        return (List<?>) browser.run("const canvas = document.querySelector('.fg-canvas');"
                + " const box = window.heapcrest.boxes().find(b => b.function === 'memray');"
                + " const bounds = canvas.getBoundingClientRect(); const scale = canvas.width / bounds.width;"
                + " return [...canvas.getContext('2d').getImageData(Math.round((box.x - bounds.x + 2) * scale),"
                + " Math.round((box.y - bounds.y + 2) * scale), 1, 1).data]");
    }

    private static int blueLessRed(Browser browser) {
        List<?> colour = rootColour(browser);
        return ((Number) colour.get(2)).intValue() - ((Number) colour.get(0)).intValue();
    }

    @Test
    void every_change_is_that_of_a_node_in_the_json(Browser browser) throws IOException {
        Path file = write("diff.html", OLD, NEW);
        open(browser, file, "#nr=1");
        JsonObject diff = json(OLD, NEW);
        Set<String> known = new HashSet<>();
        var nodes = diff.getAsJsonArray("nodes");
        var totals = diff.getAsJsonArray("node_totals");
        for (int node = 0; node < totals.size(); node++) {
            var total = totals.get(node).getAsJsonArray();
            String function = node == 0
                    ? "memray"
                    : diff.getAsJsonArray("frames")
                            .get(nodes.get(node - 1).getAsJsonArray().get(1).getAsInt())
                            .getAsJsonObject()
                            .get("function")
                            .getAsString();
            known.add(function + " " + (total.get(1).getAsLong() - total.get(0).getAsLong()));
        }
        List<Changed> boxes =
                boxes(browser).stream().filter(box -> box.width() > WIDE).toList();
        assertTrue(boxes.size() > 20, "boxes are drawn: " + boxes);
        for (Changed box : boxes) {
            assertTrue(known.contains(box.function() + " " + (long) box.amount()), box.toString());
        }
        browser.assertQuiet(file);
        assertTrue(blueLessRed(browser) > 20, "less is held");
    }

    @Test
    void the_other_way_round_all_signs_are_the_other(Browser browser) {
        open(browser, write("there.html", OLD, NEW), "#nr=1");
        List<Changed> there = boxes(browser);
        open(browser, write("back.html", NEW, OLD), "#nr=1");
        assertTrue(blueLessRed(browser) < -20, "more is held");
        List<Changed> back = boxes(browser);
        for (Changed box : there.stream().filter(box -> box.width() > WIDE).toList()) {
            assertTrue(
                    back.stream()
                            .anyMatch(other -> other.function().equals(box.function())
                                    && other.depth() == box.depth()
                                    && other.amount() == -box.amount()
                                    && Math.abs(other.width() - box.width()) < 0.5),
                    box.toString());
        }
    }

    @Test
    void boxes_keep_their_places_from_side_to_side(Browser browser) {
        Page page = open(browser, write("diff.html", OLD, NEW), "");
        List<Changed> change = boxes(browser);
        page.change(() -> page.press("1"));
        List<Changed> base = boxes(browser);
        page.change(() -> page.press("x"));
        List<Changed> changed = boxes(browser);
        assertEquals("new", page.state().get("side"));
        assertEquals(change.size(), base.size());
        assertEquals(change.size(), changed.size());
        for (int at = 0; at < change.size(); at++) {
            Changed box = change.get(at);
            for (Changed other : List.of(base.get(at), changed.get(at))) {
                assertEquals(box.function(), other.function());
                assertEquals(box.x(), other.x(), 0.01);
                assertEquals(box.width(), other.width(), 0.01);
            }
            assertEquals(box.amount(), changed.get(at).amount() - base.get(at).amount(), box.toString());
        }
        JsonObject diff = json(OLD, NEW);
        assertEquals(
                diff.get("base_sum_of_peaks_bytes").getAsLong(), base.get(0).amount());
        assertEquals(
                diff.get("new_sum_of_peaks_bytes").getAsLong(), changed.get(0).amount());
        page.change(() -> page.press("3"));
        assertEquals(change, boxes(browser));
    }

    @Test
    void means_and_normalized_sides_are_scaled_in_the_page(Browser browser) throws IOException {
        Path other = CommandRun.CAPTURES.resolve("complex-h13-py39-lz4.bin");
        Path list = directory.resolve("list.txt");
        Files.writeString(list, OLD.toAbsolutePath() + "\n" + other.toAbsolutePath() + "\n");
        open(browser, write("means.html", "@" + list, NEW), "");
        JsonObject diff = json("@" + list, NEW);
        double wanted = diff.get("new_sum_of_peaks_bytes").getAsLong()
                - diff.get("base_sum_of_peaks_bytes").getAsLong() / 2.0;
        assertNotEquals(0, wanted);
        assertEquals(wanted, boxes(browser).get(0).amount(), 0.001);
        open(browser, write("normalized.html", "--normalize", OLD, NEW), "");
        assertEquals(0, boxes(browser).get(0).amount(), 0.001);
    }

    @Test
    void swapped_sides_are_the_page_of_the_other_way_round(Browser browser) {
        Path file = write("there.html", OLD, NEW);
        Page page = open(browser, file, "#nr=1");
        String first = page.text(".answer h1");
        page.change(() -> page.press("X"));
        assertEquals(true, page.state().get("swapped"));
        List<Changed> swapped = boxes(browser);
        String answer = page.text(".answer");
        assertTrue(answer.contains("New (complex-h13-py311-lz4.bin): 492 kB held at the peak"), answer);
        assertTrue(answer.contains("Base (complex-h13-py313-lz4.bin): 466 kB held at the peak"), answer);
        page.openTab("captures");
        assertEquals(
                List.of("Base", "New"),
                page.elements("#panel h2").stream().map(WebElement::getText).toList());
        page.openTab("graph");
        page.change(() -> page.element("[data-field=swapped]").click());
        assertEquals(first, page.text(".answer h1"));
        page.change(() -> page.press("X"));
        String address = browser.driver().getCurrentUrl();
        browser.driver().get("about:blank");
        browser.driver().get(address);
        new Page(browser);
        assertEquals(swapped, boxes(browser));
        browser.assertQuiet(file);
        open(browser, write("back.html", NEW, OLD), "#nr=1");
        List<Changed> back = boxes(browser);
        assertTrue(swapped.size() > 20);
        for (Changed box :
                swapped.stream().filter(other -> other.width() > WIDE).toList()) {
            assertTrue(
                    back.stream()
                            .anyMatch(other -> other.function().equals(box.function())
                                    && other.depth() == box.depth()
                                    && other.amount() == box.amount()),
                    box.toString());
        }
    }

    @Test
    void normalized_in_the_page_is_what_the_option_makes(Browser browser) {
        open(browser, write("normalized.html", "--normalize", OLD, NEW), "");
        List<Changed> wanted = boxes(browser);
        Page page = open(browser, write("absolute.html", OLD, NEW), "");
        List<Changed> absolute = boxes(browser);
        page.change(
                () -> page.element("[data-field=normalized][data-value=true]").click());
        assertEquals(wanted, boxes(browser));
        assertTrue(page.text(".answer").contains("multiplied by 0.9474"), page.text(".answer"));
        page.change(
                () -> page.element("[data-field=normalized][data-value=false]").click());
        assertEquals(absolute, boxes(browser));
        assertNotEquals(absolute, wanted);
    }

    /** Outermost nodes that one side alone has, of the figures in the JSON. */
    private static long countOneSided(boolean ofNew) {
        JsonObject diff = json(OLD, NEW);
        var nodes = diff.getAsJsonArray("nodes");
        var totals = diff.getAsJsonArray("node_totals");
        List<Boolean> marks = new ArrayList<>();
        long count = 0;
        for (int node = 0; node < totals.size(); node++) {
            long base = totals.get(node).getAsJsonArray().get(0).getAsLong();
            long changed = totals.get(node).getAsJsonArray().get(1).getAsLong();
            boolean marked = ofNew ? base == 0 && changed > 0 : changed == 0 && base > 0;
            marks.add(marked);
            int parent =
                    node == 0 ? 0 : nodes.get(node - 1).getAsJsonArray().get(0).getAsInt();
            count += marked && (node == 0 || !marks.get(parent)) ? 1 : 0;
        }
        return count;
    }

    @Test
    void what_is_on_one_side_alone_is_counted_and_can_be_jumped_to(Browser browser) {
        Path file = write("diff.html", OLD, NEW);
        Page page = open(browser, file, "#nr=1");
        long vanished = countOneSided(false);
        assertTrue(vanished > 3);
        assertEquals("vanished " + vanished, page.text("[data-jump=gone]").replace('\n', ' '));
        assertEquals("new " + countOneSided(true), page.text("[data-jump=new]").replace('\n', ' '));
        page.element("[data-jump=gone]").click();
        assertEquals("1 of " + vanished, page.text(".jumps [role=status]"));
        browser.waitUntil("document.querySelector('.details-split').textContent.includes(', vanished')");
        page.press("]");
        assertEquals("2 of " + vanished, page.text(".jumps [role=status]"));
        page.press("[");
        page.press("[");
        assertEquals(vanished + " of " + vanished, page.text(".jumps [role=status]"));
        browser.waitUntil("document.querySelector('.details-split').textContent.includes(', vanished')");
        page.element("[data-jump=shrunk]").click();
        browser.waitUntil(
                "/base .*, new (?!0).*change \u2212/.test(document.querySelector('.details-split').textContent)");
        page.change(() -> page.press("2"));
        assertTrue(page.elements(".jumps").stream().noneMatch(WebElement::isDisplayed), "no jumps on one side");
        browser.assertQuiet(file);
    }

    /** Colours of the pixels of a box along a line below its upper edge, where no text is. */
    private static long coloursOf(Browser browser, String which) {
        return ((Number) browser.run("const canvas = document.querySelector('.fg-canvas');"
                        + " const box = window.heapcrest.boxes().find(b => " + which + ");"
                        + " if (!box) { return 0; }"
                        + " const bounds = canvas.getBoundingClientRect(); const scale = canvas.width / bounds.width;"
                        + " const left = Math.max(0, box.x - bounds.x) + 2;"
                        + " const {data} = canvas.getContext('2d').getImageData(Math.round(left * scale),"
                        + " Math.round((box.y - bounds.y + 2) * scale), Math.round(36 * scale), 1);"
                        + " const colours = new Set();"
                        + " for (let at = 0; at < data.length; at += 4) {"
                        + " colours.add(data.slice(at, at + 3).join()); }"
                        + " return colours.size"))
                .longValue();
    }

    @Test
    void boxes_of_one_side_alone_have_lines_over_their_colour(Browser browser) {
        Page page = open(browser, write("diff.html", OLD, NEW), "");
        for (String jump : List.of("gone", "new")) {
            page.element("[data-jump=" + jump + "]").click();
            String mark = jump.equals("gone") ? "b.change === -b.bytes" : "b.change === b.bytes";
            browser.waitUntil("window.heapcrest.boxes().some(b => b.width > 40 && " + mark + ")");
            assertTrue(coloursOf(browser, "b.width > 40 && " + mark) > 1, jump);
            assertEquals(1, coloursOf(browser, "b.function === 'memray'"), "both sides have the root");
        }
    }

    @Test
    void the_page_says_what_was_not_alike_and_has_both_sides_in_words(Browser browser) {
        Path file = write("diff.html", OLD, NEW);
        Page page = open(browser, file, "");
        String answer = page.text(".answer");
        assertTrue(
                answer.contains("New (complex-h13-py313-lz4.bin): 465.8 kB held at the peak (-25.85 kB, -5.3 %)"),
                answer);
        assertTrue(answer.contains("Base (complex-h13-py311-lz4.bin): 491.6 kB held at the peak"), answer);
        assertTrue(page.text("#unlike").contains("the version of Python (base: 3.11"), page.text("#unlike"));
        browser.waitUntil("document.querySelector('.details-split').textContent.includes('base 492')");
        page.openTab("table");
        browser.waitUntil("document.documentElement.dataset.table > 0");
        assertTrue(page.text("thead").contains("Change, self"), page.text("thead"));
        assertTrue(page.text("thead").contains("Base, self"), page.text("thead"));
        browser.withoutScripts(() -> {
            browser.open(file);
            String words = page.text("#static");
            assertTrue(words.contains("Functions that shrank most"), words);
            assertTrue(words.contains("-6.928 kB"), words);
        });
    }
}
