package dev.heapcrest.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.tree.CallTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reads pictures as XML, and stacks from where boxes are: each is on the box that it is called by. */
class SvgTest {
    private static final Pattern AMOUNT = Pattern.compile("([\\d,]+) bytes?\\b.*, ([\\d,]+) allocations?");
    private static final Pattern LEFT_OUT = Pattern.compile("with ([\\d,]+) bytes?");

    private record Box(List<String> path, double left, double width, long bytes, long count) {}

    private static Document parsed(byte[] svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static byte[] ours(String capture, String... options) {
        List<Object> arguments = new ArrayList<>(List.of("transform", "-q", "-o", "-"));
        Collections.addAll(arguments, (Object[]) options);
        arguments.add("svg");
        arguments.add(CommandRun.CAPTURES.resolve(capture + ".bin"));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertEquals(0, run.exitCode(), run.err());
        return run.out();
    }

    private static List<Element> elements(Document document, String name) {
        List<Element> elements = new ArrayList<>();
        NodeList nodes = document.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** Below the box of all, whose path is empty. */
    private static List<Box> boxes(Document document) {
        List<Box> boxes = new ArrayList<>();
        List<List<Box>> rows = new ArrayList<>();
        double top = -1;
        for (Element group : elements(document, "g")) {
            if (group.hasAttribute("class")) {
                continue;
            }
            String tooltip = group.getElementsByTagName("title").item(0).getTextContent();
            Element rect = (Element) group.getElementsByTagName("rect").item(0);
            double y = Double.parseDouble(rect.getAttribute("y"));
            top = top < 0 ? y : top;
            int row = (int) ((y - top) / Double.parseDouble(rect.getAttribute("height")));
            double left = Double.parseDouble(rect.getAttribute("x"));
            double width = Double.parseDouble(rect.getAttribute("width"));
            int end = tooltip.lastIndexOf('\n');
            Matcher amount = AMOUNT.matcher(tooltip.substring(end + 1));
            assertTrue(amount.matches(), tooltip);
            List<String> path = new ArrayList<>();
            if (row > 0) {
                Box caller = rows.get(row - 1).stream()
                        .filter(each -> left >= each.left - 0.011 && left + width <= each.left + each.width + 0.011)
                        .reduce((a, b) -> b)
                        .orElseThrow(() -> new AssertionError("on no box: " + tooltip));
                path.addAll(caller.path);
                path.add(tooltip.substring(0, end));
            }
            Box box = new Box(path, left, width, number(amount.group(1)), number(amount.group(2)));
            while (rows.size() <= row) {
                rows.add(new ArrayList<>());
            }
            rows.get(row).add(box);
            boxes.add(box);
        }
        return boxes;
    }

    private static long number(String text) {
        return Long.parseLong(text.replace(",", ""));
    }

    /** Total bytes by path of every stack and what calls it. */
    private static Map<List<String>, Long> totals(Map<List<String>, Long> own) {
        Map<List<String>, Long> totals = new HashMap<>();
        own.forEach((path, bytes) -> {
            for (int depth = 0; depth <= path.size(); depth++) {
                totals.merge(path.subList(0, depth), bytes, Long::sum);
            }
        });
        return totals;
    }

    /** Every box has the bytes of its stack and is as wide; every stack of a pixel has its box; the rest is told. */
    private static void requireBoxes(Map<List<String>, Long> totals, Document document) {
        long whole = totals.getOrDefault(List.of(), 0L);
        Set<List<String>> drawn = new HashSet<>();
        for (Box box : boxes(document)) {
            assertTrue(drawn.add(box.path), "twice: " + box.path);
            assertEquals(totals.get(box.path), box.bytes, box.path.toString());
            assertEquals(1180.0 * box.bytes / whole, box.width, 0.011, box.path.toString());
        }
        long leftOut = 0;
        for (Map.Entry<List<String>, Long> each : totals.entrySet()) {
            List<String> path = each.getKey();
            boolean wide = each.getValue() * 1180.0 >= whole && path.size() < 200 && each.getValue() > 0;
            assertEquals(wide, drawn.contains(path), path + " " + each.getValue());
            if (!wide && drawn.contains(path.subList(0, path.size() - 1))) {
                leftOut += each.getValue();
            }
        }
        long told = 0;
        List<Element> texts = elements(document, "text");
        Matcher matcher = LEFT_OUT.matcher(texts.get(texts.size() - 1).getTextContent());
        while (matcher.find()) {
            told += number(matcher.group(1));
        }
        assertEquals(leftOut, told, texts.get(texts.size() - 1).getTextContent());
    }

    /** Names are cut in tooltips, in their middle. */
    private static String shown(String name) {
        return VisibleText.of(ShortText.of(name, 300));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complex-h13-py313-lz4",
                "threads8-h13-py313-lz4",
                "evilnames-h13-py313-lz4",
                "complex-h13-py313-agg-lz4",
                "black-h13-py313-lz4"
            })
    void boxes_are_the_stacks_of_the_view(String capture) throws Exception {
        CommandRun json =
                CommandRun.of("transform", "-q", "-o", "-", "json", CommandRun.CAPTURES.resolve(capture + ".bin"));
        Map<List<String>, Long> own = new HashMap<>();
        ExportedStacks.json(JsonParser.parseString(json.outText()).getAsJsonObject(), "%s\u0000%s\u0000%d")
                .forEach((stack, figures) -> {
                    List<String> path = new ArrayList<>();
                    for (String frame : stack) {
                        String[] parts = frame.split("\u0000", -1);
                        String line = parts[2].equals("0") ? "" : ":" + parts[2];
                        path.add(0, shown(parts[0]) + "\n" + shown(parts[1]) + line);
                    }
                    own.merge(path, figures.bytes(), Long::sum);
                });
        requireBoxes(totals(own), parsed(ours(capture)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void random_trees_are_drawn_by_thread(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        Map<List<String>, Long> own = new HashMap<>();
        List<String> path = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int depth = 1 + random.nextInt(path.size() + 1);
            // one in eight goes deeper than the picture
            depth = seed == 8 ? path.size() + 1 : depth;
            path.subList(depth - 1, path.size()).clear();
            maker.node(depth, "f" + i % 7, "a.py", i + 1);
            path.add("f" + i % 7 + "\na.py:" + (i + 1));
            if (random.nextInt(3) > 0) {
                long bytes = random.nextLong(1L << random.nextInt(1, 40));
                int thread = random.nextInt(3);
                maker.own(thread, 6, bytes, 1, 0, 0);
                List<String> inThread = new ArrayList<>(List.of("thread 0x" + (thread + 1) + " (t" + thread + ")"));
                inThread.addAll(path);
                own.merge(inThread, bytes, Long::sum);
            }
        }
        CallTree tree = maker.tree();
        Profile profile = Profiles.profile(tree, Profiles.header("x"), Profiles.COMPLETE, "t0", "t1", "t2");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.SVG.write(new ExportView(profile, tree, View.Kind.PEAK, true), out);
        requireBoxes(totals(own), parsed(out.toByteArray()));
    }

    @Test
    void it_says_what_ran_and_how_far_the_capture_goes() throws Exception {
        Document killed = parsed(ours("killed-h13-py313-sigkill-raw", "--allow-truncated"));
        String title = elements(killed, "title").get(0).getTextContent();
        assertTrue(title.contains(" at its peak") && title.contains("The capture is truncated."), title);
        Document leaks = parsed(ours("complex-h13-py313-lz4", "--leaks"));
        assertTrue(elements(leaks, "title").get(0).getTextContent().contains("had not given back"));
    }

    @Test
    void less_than_nothing_is_told() throws Exception {
        CallTree tree = new Profiles.TreeMaker()
                .node(1, "f", "a.py", 1)
                .own(0, 6, -500, -1, 0, 0)
                .node(1, "g", "a.py", 2)
                .own(0, 6, 2_000, 1, 0, 0)
                .tree();
        Profile profile = Profiles.profile(tree, Profiles.header("x"), Profiles.COMPLETE, "t");
        for (boolean split : new boolean[] {false, true}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ExportFormat.SVG.write(new ExportView(profile, tree, View.Kind.PEAK, split), out);
            List<Element> texts = elements(parsed(out.toByteArray()), "text");
            assertEquals(
                    "Left out: stacks with 500 bytes less than nothing.",
                    texts.get(texts.size() - 1).getTextContent());
        }
    }

    @Test
    void a_view_of_nothing_is_a_picture() throws Exception {
        CallTree tree = new Profiles.TreeMaker().node(1, "f", "a.py", 1).tree();
        Profile profile = Profiles.profile(tree, Profiles.header("x"), Profiles.COMPLETE, "t");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.SVG.write(new ExportView(profile, tree, View.Kind.PEAK, false), out);
        Document document = parsed(out.toByteArray());
        assertEquals(1, boxes(document).size());
        assertTrue(elements(document, "title").get(0).getTextContent().contains("allocated nothing"));
    }

    /** As a picture in a README or a mail: anything else is taken out there, or the picture is refused. */
    @Test
    void it_has_no_script_and_loads_nothing() throws Exception {
        Document document = parsed(ours("evilnames-h13-py313-lz4"));
        Set<String> names = new HashSet<>();
        for (Element element : elements(document, "*")) {
            names.add(element.getTagName());
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String attribute = element.getAttributes().item(i).getNodeName();
                assertFalse(attribute.startsWith("on") || attribute.contains("href"), attribute);
            }
        }
        assertEquals(Set.of("svg", "title", "style", "rect", "g", "text"), names);
        String style = elements(document, "style").get(0).getTextContent();
        assertFalse(style.contains("url(") || style.contains("@import"), style);
        assertTrue(style.contains("prefers-color-scheme:dark"), style);
    }

    @Test
    void what_xml_forbids_is_no_part_of_it() throws Exception {
        CallTree tree = new Profiles.TreeMaker()
                .node(1, "a\uFFFEb\uD800c\u0001]]><script>", "\u000B&\"'", 1)
                .own(0, 6, 10, 1, 0, 0)
                .tree();
        Profile profile = Profiles.profile(tree, Profiles.header("x"), Profiles.COMPLETE, "t");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.SVG.write(new ExportView(profile, tree, View.Kind.PEAK, false), out);
        assertEquals(
                List.of("a\uFFFDb\\ud800c\\x01]]><script>\n\\x0b&\"':1"),
                boxes(parsed(out.toByteArray())).get(1).path());
    }
}
