package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
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

    /** What {@code stats --json -n 10} says. */
    static JsonObject ours(Path file) throws IOException {
        CommandRun run = CommandRun.of("stats", "--json", "-n", "10", file);
        return JsonParser.parseString(run.outText()).getAsJsonObject();
    }

    /**
     * In the members that memray has too, by their names. Of places and modules with the same figure memray lists those that
     * its hash table has first, so the last ones are not compared by name.
     */
    static List<String> differences(JsonObject ours, JsonObject memray) {
        List<String> differences = new ArrayList<>();
        for (String member : memray.keySet()) {
            JsonElement our = ours.get(member);
            JsonElement their = memray.get(member);
            if (our == null) {
                differences.add(member + " is missing");
            } else if (member.startsWith("top_")) {
                String by = member.endsWith("count") ? "count" : member.contains("modules") ? "total_bytes" : "size";
                compareLists(
                        differences,
                        member,
                        by.equals("count") && member.contains("modules") ? "num_allocations" : by,
                        our.getAsJsonArray(),
                        their.getAsJsonArray());
            } else if (member.equals("metadata")) {
                // as in older releases
                JsonObject copy = their.getAsJsonObject().deepCopy();
                copy.addProperty(
                        "python_allocator",
                        copy.get("python_allocator").getAsString().replace('_', ' '));
                compare(differences, member, copy, our);
            } else {
                compare(differences, member, their, our);
            }
        }
        return differences;
    }

    private static void compareLists(
            List<String> differences, String member, String figure, JsonArray ours, JsonArray theirs) {
        compare(differences, member + " listed", theirs.size(), ours.size());
        if (theirs.isEmpty() || ours.size() != theirs.size()) {
            return;
        }
        List<JsonObject> our = objects(ours);
        List<JsonObject> their = objects(theirs);
        compare(differences, member + " figures", figures(their, figure), figures(our, figure));
        long least = their.get(their.size() - 1).get(figure).getAsLong();
        boolean whole = theirs.size() < 10;
        for (JsonObject each : their) {
            if ((whole || each.get(figure).getAsLong() > least) && !our.contains(each)) {
                differences.add(member + ": memray has " + each);
            }
        }
    }

    private static List<Long> figures(List<JsonObject> objects, String figure) {
        return objects.stream().map(object -> object.get(figure).getAsLong()).toList();
    }

    /** What both commands answer. */
    static void requireSameCapture(JsonObject ours, JsonObject memray) {
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
