package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.text.Stats;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.StreamSupport;

/** {@code memray stats --json} against what {@code heapcrest stats --json} says, and against {@link RunTotals}. */
final class StatsQuestions {
    private StatsQuestions() {}

    /** What both commands answer. */
    static void requireSameCapture(Profile profile, JsonObject memray) throws IOException {
        StringBuilder text = new StringBuilder();
        new Stats(profile, "x.bin", 10).json(text);
        JsonObject ours = JsonParser.parseString(text.toString()).getAsJsonObject();
        JsonObject capture = ours.getAsJsonObject("capture");
        JsonObject theirs = memray.getAsJsonObject("metadata");
        assertAll(
                () -> assertEquals(theirs.get("peak_memory"), ours.get("peak_memory_bytes")),
                () -> assertEquals(
                        theirs.get("total_allocations"),
                        ours.getAsJsonObject("coverage").get("allocation_records")),
                () -> assertEquals(theirs.get("command_line"), capture.get("command_line")),
                () -> assertEquals(theirs.get("pid"), capture.get("pid")),
                () -> assertEquals(
                        "0x" + Long.toHexString(theirs.get("main_thread_id").getAsLong()),
                        capture.get("main_thread_id").getAsString()),
                () -> assertEquals(theirs.get("python_allocator"), capture.get("python_allocator")),
                () -> assertEquals(theirs.get("has_native_traces"), capture.get("native_traces")),
                () -> assertEquals(theirs.get("trace_python_allocators"), capture.get("trace_python_allocators")),
                () -> assertEquals(
                        theirs.get("file_format").getAsInt() == 1,
                        capture.get("aggregated").getAsBoolean()),
                () -> assertEquals(
                        millis(theirs.get("start_time")),
                        capture.get("start_time_ms").getAsLong()),
                () -> assertEquals(
                        millis(theirs.get("end_time")),
                        capture.get("end_time_ms").getAsLong()));
    }

    private static long millis(JsonElement time) {
        return OffsetDateTime.parse(time.getAsString().replace(' ', 'T'), DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                .toInstant()
                .toEpochMilli();
    }

    /** In what memray adds up over the whole run. */
    static List<String> differences(RunTotals totals, JsonObject memray) {
        List<String> differences = new ArrayList<>();
        compare(
                differences,
                "allocations",
                memray.get("total_num_allocations").getAsLong(),
                totals.all().count());
        compare(
                differences,
                "bytes",
                memray.get("total_bytes_allocated").getAsLong(),
                totals.all().bytes());
        Map<String, Long> byAllocator = new TreeMap<>();
        memray.getAsJsonObject("allocator_type_distribution")
                .asMap()
                .forEach((allocator, count) -> byAllocator.put(allocator, count.getAsLong()));
        compare(differences, "allocators", byAllocator, totals.byAllocator);
        List<Long> histogram = objects(memray.getAsJsonArray("allocation_size_histogram")).stream()
                .map(bucket -> bucket.get("count").getAsLong())
                .toList();
        compare(
                differences,
                "histogram",
                histogram,
                Arrays.stream(totals.histogram()).boxed().toList());
        compareTop(differences, memray, "size", totals.byPlace, RunTotals.Sum::bytes);
        compareTop(differences, memray, "count", totals.byPlace, RunTotals.Sum::count);
        return differences;
    }

    private static void compare(List<String> differences, String what, Object theirs, Object ours) {
        if (!theirs.equals(ours)) {
            differences.add(what + ": memray " + theirs + ", ours " + ours);
        }
    }

    /** The largest places are listed with their figures, and no other is larger than the least of them. */
    private static void compareTop(
            List<String> differences,
            JsonObject memray,
            String by,
            Map<String, RunTotals.Sum> byPlace,
            ToLongFunction<RunTotals.Sum> figure) {
        Map<String, RunTotals.Sum> left = new HashMap<>(byPlace);
        RunTotals.Sum none = new RunTotals.Sum(0, 0);
        long least = Long.MAX_VALUE;
        for (JsonObject place : objects(memray.getAsJsonArray("top_allocations_by_" + by))) {
            least = place.get(by).getAsLong();
            String text = place.get("location").getAsString();
            RunTotals.Sum ours = left.remove(text);
            compare(differences, by + " of " + text, least, figure.applyAsLong(ours == null ? none : ours));
        }
        long floor = least;
        left.forEach((place, sum) -> {
            if (figure.applyAsLong(sum) > floor) {
                differences.add(place + " has more by " + by + " than the last that memray lists");
            }
        });
        compare(differences, "places listed by " + by, Math.min(10, byPlace.size()), byPlace.size() - left.size());
    }

    private static List<JsonObject> objects(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }
}
