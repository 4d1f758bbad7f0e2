package dev.heapcrest.report.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.Heapcrest;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.conformance.ProfileViews;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.check.Measured.Build;
import dev.heapcrest.report.check.Measured.Place;
import dev.heapcrest.report.check.Verdict.Outcome;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class CheckTest {
    private static final Build BUILD = new Build("3.13", "pymalloc", false);
    private static final String HOSTILE =
            "a]]>&<x y=\"z\">'`|``\n::error::gotcha\r%0A::warning\t\u0001\u0000\uD800\u202E,:" + "n".repeat(10_000);

    private static Measured measured(String name, long peakBytes, Place... places) {
        return measured(name, peakBytes, BUILD, places);
    }

    private static Measured measured(String name, long peakBytes, Build build, Place... places) {
        return new Measured(
                name,
                Map.of(
                        Metric.PEAK_BYTES, peakBytes,
                        Metric.PEAK_ALLOCATIONS, 20L,
                        Metric.LEAKED_BYTES, 500L,
                        Metric.LEAKED_ALLOCATIONS, 5L,
                        Metric.LEAK_PER_PLACE, 400L),
                build,
                List.of(places),
                new Place("leak", "x.py", "/srv/x.py", 9, 0, 400),
                null,
                12);
    }

    private static Baseline baseline(Measured... captures) {
        return Baseline.EMPTY.updated(List.of(captures), Tolerance.DEFAULT);
    }

    private static Verdict peak(Limits limits, Baseline baseline, Measured now, boolean required) {
        return new Judge(limits, baseline, Tolerance.DEFAULT, required)
                .judge(List.of(now)).stream()
                        .filter(verdict -> verdict.metric() == Metric.PEAK_BYTES)
                        .findFirst()
                        .orElseThrow();
    }

    private interface Writing {
        void write(Writer out) throws IOException;
    }

    private static String written(Writing writing) throws IOException {
        StringWriter out = new StringWriter();
        writing.write(out);
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({"65536, 65536", "10MB, 10000000", "10MiB, 10485760", "1.5 kB, 1500", "0, 0", "2gib, 2147483648", "7B, 7"
    })
    void sizes_have_units_of_ten_and_of_two(String text, long bytes) {
        assertEquals(bytes, Amounts.size(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ten", "-1", "1MBit", "1e3", "10000000TB", "NaN", "0x10", "5%"})
    void what_is_no_size_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Amounts.size(text));
    }

    @Test
    void tolerances_are_a_share_or_a_size_or_both() {
        assertEquals(new Tolerance(5, 65_536), Tolerance.of("5%+64KiB"));
        assertEquals(new Tolerance(2.5, 0), Tolerance.of("2.5%"));
        assertEquals(new Tolerance(0, 1000), Tolerance.of("1kB"));
        for (String text : List.of("", "x", "5%64KiB", "+", "%", "64KiB+5%")) {
            assertThrows(IllegalArgumentException.class, () -> Tolerance.of(text), text);
        }
        assertEquals(65_536, Tolerance.DEFAULT.of(Metric.PEAK_BYTES, 1_000_000));
        assertEquals(500_000, Tolerance.DEFAULT.of(Metric.PEAK_BYTES, 10_000_000));
        assertEquals(100, Tolerance.DEFAULT.of(Metric.PEAK_ALLOCATIONS, 20));
    }

    @Test
    void the_last_override_that_fits_counts() {
        Limits limits = new Limits();
        limits.set(Metric.PEAK_BYTES, 10);
        limits.except("slow=20");
        limits.except("slow.*big=none");
        limits.except("a=b=leaked_bytes:1MB");
        assertEquals(10, limits.of(Metric.PEAK_BYTES, "fast"));
        assertEquals(20, limits.of(Metric.PEAK_BYTES, "slow"));
        assertEquals(null, limits.of(Metric.PEAK_BYTES, "slow_big"));
        assertEquals(1_000_000, limits.of(Metric.LEAKED_BYTES, "xa=b"));
        for (String text : List.of("x", "=1", "(=1", "x=peak:1", "x=1MBit")) {
            assertThrows(IllegalArgumentException.class, () -> limits.except(text), text);
        }
    }

    @Test
    void a_capture_fails_one_byte_beyond_what_is_allowed() {
        Baseline old = baseline(measured("x", 1_000_000));
        Limits none = new Limits();
        assertEquals(
                Outcome.PASSED, peak(none, old, measured("x", 1_065_536), false).outcome());
        assertEquals(
                Outcome.FAILED, peak(none, old, measured("x", 1_065_537), false).outcome());
        assertEquals(
                Outcome.PASSED, peak(none, old, measured("x", 934_464), false).outcome());
        assertEquals(
                Outcome.IMPROVED, peak(none, old, measured("x", 934_463), false).outcome());
        assertEquals(Outcome.WARNED, peak(none, old, measured("y", 1), false).outcome());
        assertEquals(Outcome.FAILED, peak(none, old, measured("y", 1), true).outcome());
        Verdict other = peak(none, old, measured("x", 9_999_999, new Build("3.12", "pymalloc", false)), false);
        assertEquals(Outcome.SKIPPED, other.outcome());
        assertEquals(
                "peak not compared: the baseline is of Python 3.13, pymalloc, this is of Python 3.12, pymalloc",
                other.sentence());
        Limits limit = new Limits();
        limit.set(Metric.PEAK_BYTES, 1_000_000);
        assertEquals(
                Outcome.PASSED,
                peak(limit, old, measured("x", 1_000_000), false).outcome());
        Verdict broken = peak(limit, old, measured("x", 1_000_001), false);
        assertEquals("peak 1,000,001 bytes, limit 1,000,000", broken.sentence());
        assertEquals("limit", broken.against());
    }

    @Test
    void the_places_that_grew_most_are_named() {
        Measured before = measured("x", 1_000_000, new Place("f", "x.py", "/srv/x.py", 3, 900_000, 0));
        Measured now = measured(
                "x",
                2_000_000,
                new Place("f", "x.py", "/srv/x.py", 4, 1_000_000, 0),
                new Place("g", "x.py", "/srv/x.py", 7, 800_000, 0));
        Verdict verdict = peak(new Limits(), baseline(before), now, false);
        assertEquals("peak 2,000,000 bytes, baseline 1,000,000 (+100.0 %), allowed 1,065,536", verdict.sentence());
        assertEquals(
                List.of("g 0 800000", "f 900000 1000000"),
                verdict.places().stream()
                        .map(place -> place.place().function() + " " + place.before() + " " + place.now())
                        .toList());
    }

    @Test
    void an_update_changes_what_is_beyond_the_tolerance_only() throws IOException {
        Baseline old = baseline(measured("a", 1_000_000), measured("b", 1_000_000), measured("c", 1_000_000));
        Measured incomplete = new Measured("d", Map.of(Metric.PEAK_BYTES, 1L), BUILD, List.of(), null, "cut", 0);
        Baseline updated =
                old.updated(List.of(measured("a", 1_000_100), measured("b", 2_000_000), incomplete), Tolerance.DEFAULT);
        Map<String, Long> peaks = new TreeMap<>();
        updated.captures()
                .forEach((name, entry) -> peaks.put(name, entry.values().get(Metric.PEAK_BYTES)));
        assertEquals(Map.of("a", 1_000_000L, "b", 2_000_000L, "c", 1_000_000L), peaks);
        JsonObject json = JsonParser.parseString(written(updated::write)).getAsJsonObject();
        assertEquals("heapcrest-baseline", json.get("format").getAsString());
        assertEquals(
                2_000_000,
                json.getAsJsonObject("captures")
                        .getAsJsonObject("b")
                        .get("peak_bytes")
                        .getAsLong());
        assertEquals(
                written(old::write), written(old.updated(List.of(measured("a", 1_000_100)), Tolerance.DEFAULT)::write));
    }

    /** A failure by limit and a warning whose every name is hostile, and an unreadable one. */
    private static List<Verdict> hostile() {
        Limits limits = new Limits();
        limits.set(Metric.PEAK_BYTES, 1);
        Measured bad = measured(HOSTILE, 10, new Place(HOSTILE, HOSTILE, "/srv/repo/" + "a,b:c%.py", 3, 10, 0));
        List<Measured> captures = List.of(bad, Measured.unreadable("u" + HOSTILE, HOSTILE, 5));
        return new Judge(limits, Baseline.EMPTY, Tolerance.DEFAULT, false).judge(captures);
    }

    @Test
    void hostile_names_stay_inside_of_junit_xml() throws Exception {
        List<Verdict> verdicts = hostile();
        String xml = written(out -> JUnitXml.write(verdicts, out));
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertEquals(verdicts.size(), document.getElementsByTagName("testcase").getLength());
        assertEquals(String.valueOf(verdicts.size()), suite.getAttribute("tests"));
        assertEquals("1", suite.getAttribute("failures"));
        assertEquals("1", suite.getAttribute("errors"));
        Element first = (Element) document.getElementsByTagName("testcase").item(0);
        String expected =
                HOSTILE.replace('\u0001', '\uFFFD').replace('\u0000', '\uFFFD').replace('\uD800', '\uFFFD');
        assertEquals(expected, first.getAttribute("name"));
        assertEquals("heapcrest.peak_bytes", first.getAttribute("classname"));
        assertEquals("0.012", first.getAttribute("time"));
        Element failure = (Element) first.getElementsByTagName("failure").item(0);
        assertEquals("limit", failure.getAttribute("type"));
        assertTrue(failure.getTextContent().startsWith(failure.getAttribute("message") + "\n"));
    }

    /** Reads workflow commands as GitHub's runner does: a line that begins with two colons, then unescaped. */
    private static List<Map<String, String>> commands(String text) {
        List<Map<String, String>> commands = new ArrayList<>();
        for (String line : text.split("[\r\n]+")) {
            assertTrue(line.startsWith("::"), "a line that is no command: " + line);
            int end = line.indexOf("::", 2);
            String[] head = line.substring(2, end).split(" ", 2);
            Map<String, String> command = new TreeMap<>();
            command.put("", head[0]);
            for (String property : head[1].split(",")) {
                String[] pair = property.split("=", 2);
                command.put(pair[0], unescaped(pair[1].replace("%3A", ":").replace("%2C", ",")));
            }
            command.put("message", unescaped(line.substring(end + 2)));
            commands.add(command);
        }
        return commands;
    }

    private static String unescaped(String text) {
        return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    }

    @Test
    void hostile_names_stay_inside_of_github_commands() throws IOException {
        String text = written(out -> GitHubAnnotations.write(hostile(), Path.of("/srv/repo"), out));
        List<Map<String, String>> commands = commands(text);
        assertEquals(5, commands.size());
        Map<String, String> failure = commands.get(0);
        assertEquals("error", failure.get(""));
        assertEquals("a,b:c%.py", failure.get("file"));
        assertEquals("3", failure.get("line"));
        assertEquals("Peak memory", failure.get("title"));
        assertTrue(failure.get("message").contains("\\n::error::gotcha\\r%0A::warning\\t"), "as text");
        assertEquals("Capture not readable", commands.get(1).get("title"));
        String outside = written(out -> GitHubAnnotations.write(hostile(), Path.of("/srv/other"), out));
        assertEquals(null, commands(outside).get(0).get("file"));
    }

    @Test
    void github_gets_nine_of_a_kind_and_how_many_more() throws IOException {
        Limits limits = new Limits();
        limits.set(Metric.PEAK_BYTES, 1);
        List<Measured> many =
                IntStream.range(0, 30).mapToObj(i -> measured("x" + i, 10 + i)).toList();
        List<Verdict> verdicts = new Judge(limits, null, Tolerance.DEFAULT, false).judge(many);
        List<Map<String, String>> commands = commands(written(out -> GitHubAnnotations.write(verdicts, null, out)));
        assertEquals(10, commands.size());
        assertTrue(commands.get(0).get("message").startsWith("x29: "), "worst first");
        assertEquals("and 21 more", commands.get(9).get("message"));
        String table = written(out -> MarkdownTable.write(verdicts, out));
        assertTrue(table.endsWith("\nand 10 more\n"), table);
    }

    @Test
    void hostile_names_stay_inside_of_their_cell() throws IOException {
        List<Verdict> verdicts = hostile();
        String table = written(out -> MarkdownTable.write(verdicts, out));
        assertTrue(table.getBytes(StandardCharsets.UTF_8).length < 64 << 10, "GitHub takes it");
        List<String> rows = table.lines().filter(line -> line.startsWith("|")).toList();
        for (String row : rows) {
            // GitHub's tables: a pipe ends a cell unless a backslash is before it, also in code
            assertEquals(7, row.split("(?<!\\\\)\\|", -1).length - 1, row.substring(0, Math.min(200, row.length())));
        }
        assertEquals("``` `` ```", MarkdownTable.code("``"));
        assertEquals("`a\\|b`", MarkdownTable.code("a|b"));
    }

    @Test
    void json_has_all_verdicts() throws IOException {
        List<Verdict> verdicts = hostile();
        JsonObject json = JsonParser.parseString(written(out -> CheckReports.json(verdicts, 4, out)))
                .getAsJsonObject();
        assertEquals(4, json.get("exit_code").getAsInt());
        assertEquals(verdicts.size(), json.getAsJsonArray("verdicts").size());
        JsonObject first = json.getAsJsonArray("verdicts").get(0).getAsJsonObject();
        assertEquals("failed", first.get("outcome").getAsString());
        assertEquals(1, first.get("limit").getAsLong());
        assertEquals(
                "memory check: 1 failed, 1 error, 3 warnings",
                json.get("headline").getAsString());
    }

    @Test
    void a_total_adds_up_what_could_be_read() {
        Measured total = Measured.total(List.of(
                measured("a", 10, new Place("f", "x.py", "x.py", 1, 10, 1)),
                Measured.unreadable("b", "gone", 0),
                measured("c", 32, new Place("f", "x.py", "x.py", 2, 32, 2))));
        assertEquals(42, total.values().get(Metric.PEAK_BYTES));
        assertEquals(400, total.values().get(Metric.LEAK_PER_PLACE));
        assertEquals(List.of(new Place("f", "x.py", "x.py", 1, 42, 3)), total.places());
    }

    /**
     * Places and leaks are those of the Python stacks, as memray has them: native frames are called by addresses here, which
     * no two builds share, and one leak may come through several of them.
     */
    @Test
    void native_captures_are_judged_by_their_python_frames() throws IOException {
        Path file = CommandRun.CAPTURES.resolve("nativemix-h13-py313-lz4.bin");
        Profile profile = Heapcrest.profile(file);
        Measured measured = Measured.of("native", profile, null, 0);
        TextStacks stacks = new TextStacks();
        TextView leaks = new ProfileViews(profile, stacks).leaks().merged();
        long worst = leaks.figures().values().stream()
                .mapToLong(TextView.Figures::bytes)
                .max()
                .orElseThrow();
        assertEquals(worst, measured.values().get(Metric.LEAK_PER_PLACE));
        assertEquals(leaks.totalBytes(), measured.values().get(Metric.LEAKED_BYTES));
        assertEquals(
                profile.figures(View.Kind.PEAK).totalBytes(), measured.values().get(Metric.PEAK_BYTES));
        assertTrue(
                measured.places().stream().noneMatch(place -> place.function().contains("+0x")),
                () -> measured.places().toString());
        assertTrue(
                new ProfileViews(profile, stacks).leaks().figures().size()
                        < ProfileViews.hybrid(profile, profile.figures(View.Kind.LEAKS), stacks)
                                .figures()
                                .size(),
                "some leaks came through several native stacks");
    }
}
