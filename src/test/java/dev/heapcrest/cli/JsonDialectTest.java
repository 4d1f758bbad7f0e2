package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program's JSON speaks one language: docs/json-format.md. */
class JsonDialectTest {
    /** What each kind says of itself, not of the capture. */
    private static final Set<String> OF_THE_TEXT = Set.of("format", "version");

    private static JsonObject read(String... arguments) {
        return JsonParser.parseString(CommandRun.of((Object[]) arguments).outText())
                .getAsJsonObject();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complex-h13-py313-lz4.bin",
                "complex-h13-py313-agg-raw.bin",
                "complex-h6-py39-m1.0.3-raw.bin",
                "killed-h13-py313-sigkill-raw.bin",
                "flip-hit-08.bin",
                "threads8-h13-py313-lz4.bin"
            })
    void members_of_one_name_are_equal_wherever_they_are(String name) {
        String capture = CommandRun.CAPTURES.resolve(name).toString();
        JsonObject stats = read("stats", "--json", capture);
        JsonObject transformed = read("transform", "json", "-o", "-", capture);
        JsonObject summary = FlamegraphTest.summary(
                CommandRun.of("flamegraph", "-o", "-", capture).outText());
        requireSame(stats, transformed);
        requireSame(stats, summary);
        requireSame(transformed, summary);
        requireSumOfAllocations(transformed);
        for (JsonObject each : List.of(stats, transformed, summary)) {
            requireSnakeCase(each);
            assertTrue(
                    each.keySet().containsAll(Set.of("capture", "coverage", "peak_memory_bytes", "peak", "leaks")),
                    each.keySet().toString());
        }
    }

    /** The sums of a view are those of what it lists. */
    private static void requireSumOfAllocations(JsonObject transformed) {
        JsonObject sums = transformed.getAsJsonObject(transformed.get("view").getAsString());
        for (String figure : List.of("bytes", "count")) {
            long listed = transformed.getAsJsonArray("allocations").asList().stream()
                    .mapToLong(each -> each.getAsJsonObject().get(figure).getAsLong())
                    .sum();
            assertEquals(listed, sums.get(figure).getAsLong(), figure);
        }
    }

    private static void requireSame(JsonObject one, JsonObject other) {
        Set<String> common = new TreeSet<>(one.keySet());
        common.retainAll(other.keySet());
        common.removeAll(OF_THE_TEXT);
        for (String member : common) {
            assertEquals(one.get(member), other.get(member), member);
        }
    }

    private static void requireSnakeCase(JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(JsonDialectTest::requireSnakeCase);
        } else if (element.isJsonObject()) {
            for (Map.Entry<String, JsonElement> member :
                    element.getAsJsonObject().entrySet()) {
                assertTrue(member.getKey().matches("[a-z]+(_[a-z]+)*"), member.getKey());
                // its members are memray's names of allocators
                if (!member.getKey().equals("allocator_type_distribution")) {
                    requireSnakeCase(member.getValue());
                }
            }
        }
    }
}
