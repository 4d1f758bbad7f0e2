package dev.heapcrest.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.report.export.ExportedStacks.Figures;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.tree.CallTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with what memray 1.20.0 wrote for the same captures (src/test/resources/exports/README.md). */
class ExportTest {
    private static final Path MEMRAYS = Path.of("src", "test", "resources", "exports");

    private static String ours(String format, String capture, String... options) {
        Object[] arguments = new Object[options.length + 6];
        arguments[0] = "transform";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = "--output";
        arguments[options.length + 2] = "-";
        arguments[options.length + 3] = format;
        arguments[options.length + 4] = CommandRun.CAPTURES.resolve(capture + ".bin");
        // which native frames have no name is not asked here
        arguments[options.length + 5] = "--quiet";
        CommandRun run = CommandRun.of(arguments);
        assertEquals("", run.err());
        return run.outText();
    }

    private static String memrays(String capture, String view, String format) throws IOException {
        return Files.readString(MEMRAYS.resolve(capture + "." + view + "." + format), StandardCharsets.UTF_8);
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @ParameterizedTest
    @CsvSource({
        "complex-h13-py313-raw, peak, --quiet",
        "evilnames-h13-py313-lz4, peak, --quiet",
        "threads8-h13-py313-lz4, peak, --quiet",
        "threads8-h13-py313-lz4, leaks, --leaks",
        "threads8-h13-py313-lz4, temporary, --temporary-allocations"
    })
    void csv_has_memrays_figures_for_every_stack(String capture, String view, String option) throws IOException {
        String memrays = memrays(capture, view, "csv");
        String ours = ours("csv", capture, option);
        assertEquals(memrays.lines().findFirst(), ours.lines().findFirst());
        // memray writes names as they are, we make them visible
        assertEquals(visible(ExportedStacks.csv(memrays, -1)), ExportedStacks.csv(ours, -1));
    }

    private static Map<String, Figures> visible(Map<String, Figures> stacks) {
        Map<String, Figures> visible = new TreeMap<>();
        stacks.forEach((stack, figures) -> visible.merge(cell(stack), figures, Figures::plus));
        return visible;
    }

    private static String cell(String stack) {
        String visible = VisibleText.of(stack);
        return visible.matches("[=+@-].*") ? "'" + visible : visible;
    }

    @Test
    void csv_of_an_aggregated_capture_has_memrays_bytes() throws IOException {
        Map<String, Long> memrays = new TreeMap<>();
        ExportedStacks.csv(memrays("complex-h13-py313-agg-raw", "peak", "csv"), -1)
                .forEach((stack, figures) -> memrays.put(stack, figures.bytes()));
        Map<String, Long> ours = new TreeMap<>();
        ExportedStacks.csv(ours("csv", "complex-h13-py313-agg-raw"), -1)
                .forEach((stack, figures) -> ours.put(stack, figures.bytes()));
        assertEquals(memrays, ours);
    }

    @Test
    void csv_names_allocators_as_memray_does() throws IOException {
        String capture = "complex-h13-py313-raw";
        assertEquals(
                ExportedStacks.csv(memrays(capture, "peak", "csv"), 0), ExportedStacks.csv(ours("csv", capture), 0));
    }

    @Test
    void merged_rows_name_no_thread_and_split_rows_name_theirs() {
        String capture = "threads8-h13-py313-lz4";
        for (List<String> row : ExportedStacks.rows(ours("csv", capture)).subList(1, 5)) {
            assertEquals(List.of("-1", "merged thread"), row.subList(3, 5));
        }
        String split = ours("csv", capture, "--split-threads");
        assertTrue(split.contains(",2,0x2 (shop-worker-0),"), split);
        assertEquals(ExportedStacks.csv(ours("csv", capture), -1), ExportedStacks.csv(split, -1));
        assertEquals(
                13,
                ExportedStacks.rows(split).stream()
                                .map(row -> row.get(3))
                                .distinct()
                                .count()
                        - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complex-h13-py313-raw",
                "complex-h13-py313-agg-raw",
                "evilnames-h13-py313-lz4",
                "threads8-h13-py313-lz4"
            })
    void gprof2dot_has_memrays_cost_for_every_call_chain(String capture) throws IOException {
        assertEquals(
                ExportedStacks.gprof2dot(json(memrays(capture, "peak", "gprof2dot"))),
                ExportedStacks.gprof2dot(json(ours("gprof2dot", capture))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"complex-h13-py313-raw", "evilnames-h13-py313-lz4", "threads8-h13-py313-lz4"})
    void speedscope_has_memrays_weights_for_every_stack(String capture) throws IOException {
        JsonObject memrays = json(memrays(capture, "peak", "speedscope"));
        JsonObject ours = json(ours("speedscope", capture));
        for (int profile = 0; profile < 2; profile++) {
            assertEquals(ExportedStacks.speedscope(memrays, profile), ExportedStacks.speedscope(ours, profile));
            JsonObject theirHead =
                    memrays.getAsJsonArray("profiles").get(profile).getAsJsonObject();
            JsonObject ourHead = ours.getAsJsonArray("profiles").get(profile).getAsJsonObject();
            for (String member : List.of("type", "name", "unit", "startValue", "endValue")) {
                assertEquals(theirHead.get(member), ourHead.get(member), member);
            }
        }
        for (String member : List.of("$schema", "name", "activeProfileIndex")) {
            assertEquals(memrays.get(member), ours.get(member), member);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complex-h13-py313-raw",
                "evilnames-h13-py313-lz4",
                "evilsurrogates-h13-py313-lz4",
                "threads8-h13-py311-agg-lz4",
                "nativemix-h13-py313-lz4",
                "simple-h6-py310-m1.0.3-raw"
            })
    void every_format_tells_the_same(String capture) {
        JsonObject json = json(ours("json", capture));
        Map<String, Figures> expected = new TreeMap<>();
        ExportedStacks.json(json, "%s;%s;%d")
                .forEach((stack, figures) -> expected.put(String.join("|", stack), figures));
        assertFalse(expected.isEmpty());
        assertEquals(visible(expected), ExportedStacks.csv(ours("csv", capture), -1));

        Map<List<String>, Long> expectedLevels = new HashMap<>();
        ExportedStacks.json(json, "%s (%s:%d)", "%s (%s)").forEach((stack, figures) -> {
            if (figures.bytes() != 0) {
                expectedLevels.put(stack.isEmpty() ? List.of(StackNames.NO_PYTHON_FRAMES) : stack, figures.bytes());
            }
        });
        assertEquals(expectedLevels, ExportedStacks.collapsed(ours("collapsed", capture, "--full-paths")));

        long total = sum(expectedLevels);
        assertEquals(total, sum(ExportedStacks.gprof2dot(json(ours("gprof2dot", capture)))));
        assertEquals(total, sum(ExportedStacks.speedscope(json(ours("speedscope", capture)), 0)));
    }

    @Test
    void collapsed_stacks_name_files_shortly_and_frames_stay_distinct() {
        for (String capture : List.of("black-h13-py313-lz4", "evilnames-h13-py313-lz4", "simple-h6-py310-m1.0.3-raw")) {
            Map<List<String>, Long> full = ExportedStacks.collapsed(ours("collapsed", capture, "--full-paths"));
            Map<List<String>, Long> shorter = ExportedStacks.collapsed(ours("collapsed", capture));
            assertEquals(full.size(), shorter.size(), "no two stacks fall together");
            assertEquals(sum(full), sum(shorter));
            assertEquals(distinctLevels(full), distinctLevels(shorter));
        }
        String black = ours("collapsed", "black-h13-py313-lz4");
        assertTrue(black.contains(" (click/__init__.py:10"), "a package's file bears its name");
        assertTrue(black.contains(" (<frozen importlib._bootstrap>:"), "what is no path stays");
    }

    private static long distinctLevels(Map<List<String>, Long> stacks) {
        return stacks.keySet().stream().flatMap(List::stream).distinct().count();
    }

    /** Line and paragraph separators, C1 controls, bidirectional marks, formulas: for readers, terminals, spreadsheets. */
    @Test
    void nothing_invisible_and_no_formula_leaves_in_text() throws IOException {
        List<String> names = new ArrayList<>(Profiles.HOSTILE_NAMES);
        names.addAll(
                List.of("=1+2", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\uFF1D1", "a\u2028b", "a\u0085b", "a\u001bb"));
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (String name : names) {
            maker.node(1, name, name, 1).own(0, 6, 100, 1, 0, 0);
        }
        CallTree tree = maker.tree();
        Profile profile = Profiles.profile(
                tree, Profiles.header(String.join(" ", names)), Profiles.COMPLETE, String.join("", names));
        for (ExportFormat format : ExportFormat.values()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            format.write(new ExportView(profile, tree, View.Kind.PEAK, true), bytes);
            if (format == ExportFormat.PPROF) {
                byte[] message = new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray())).readAllBytes();
                new ProtobufMessage(message)
                        .texts(6)
                        .forEach(text -> assertFalse(INVISIBLE.matcher(text).find(), format + ": " + text));
                continue;
            }
            String text = bytes.toString(StandardCharsets.UTF_8);
            assertFalse(INVISIBLE.matcher(text).find(), format + ": " + text);
            if (format == ExportFormat.CSV) {
                List<List<String>> rows = ExportedStacks.rows(text);
                assertEquals(names.size() + 1, rows.size());
                rows.forEach(row -> assertFalse(row.get(5).matches("(?s)[=+@\t\r\uFF1D-].*"), row.get(5)));
                assertTrue(text.contains(",'=1+2;=1+2;1\r\n"), text);
            } else if (format == ExportFormat.COLLAPSED) {
                assertEquals(names.size(), text.lines().count());
            }
        }
    }

    /** What moves a cursor, ends a line for somebody, or turns text around. */
    private static final Pattern INVISIBLE = Pattern.compile(
            "[\\x00-\\x09\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff]");

    private static long sum(Map<?, Long> figures) {
        return figures.values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void split_threads_are_the_outermost_level_where_there_is_no_column_for_them() {
        String capture = "threads8-h13-py313-lz4";
        String collapsed = ours("collapsed", capture, "--split-threads");
        assertTrue(collapsed.contains("thread 0x2 (shop-worker-0);_bootstrap ("), collapsed);
        assertEquals(
                sum(ExportedStacks.collapsed(ours("collapsed", capture))), sum(ExportedStacks.collapsed(collapsed)));
        String speedscope = ours("speedscope", capture, "--split-threads");
        assertTrue(speedscope.contains("{\"name\":\"thread 0x2 (shop-worker-0)\"}"), "speedscope");
        ExportedStacks.speedscope(json(speedscope), 0);
        String gprof2dot = ours("gprof2dot", capture, "--split-threads");
        assertTrue(gprof2dot.contains("{\"name\":\"thread 0x2 (shop-worker-0)\",\"module\":\"\"}"), "gprof2dot");
    }
}
