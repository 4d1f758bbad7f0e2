package dev.heapcrest.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.report.export.ExportedStacks.Figures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with what memray 1.20.0 wrote for the same captures (src/test/resources/exports/README.md). */
class ExportTest {
    private static final Path MEMRAYS = Path.of("src", "test", "resources", "exports");

    private static String ours(String format, String capture, String... options) {
        Object[] arguments = new Object[options.length + 5];
        arguments[0] = "transform";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = "--output";
        arguments[options.length + 2] = "-";
        arguments[options.length + 3] = format;
        arguments[options.length + 4] = CommandRun.CAPTURES.resolve(capture + ".bin");
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
        assertEquals(ExportedStacks.csv(memrays, -1), ExportedStacks.csv(ours, -1));
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
        assertEquals(expected, ExportedStacks.csv(ours("csv", capture), -1));

        Map<List<String>, Long> expectedLevels = new HashMap<>();
        ExportedStacks.json(json, "%s (%s:%d)").forEach((stack, figures) -> {
            if (figures.bytes() != 0) {
                expectedLevels.put(stack.isEmpty() ? List.of(StackNames.NO_PYTHON_FRAMES) : stack, figures.bytes());
            }
        });
        assertEquals(expectedLevels, ExportedStacks.collapsed(ours("collapsed", capture)));

        long total = sum(expectedLevels);
        assertEquals(total, sum(ExportedStacks.gprof2dot(json(ours("gprof2dot", capture)))));
        assertEquals(total, sum(ExportedStacks.speedscope(json(ours("speedscope", capture)), 0)));
    }

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
