package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.capture.Allocator;
import dev.heapcrest.testing.AggregatedCaptureWriter;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory over time by the command line: few memory records, odd clocks, captures without an end, long runs. */
class OverTimeTest {
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final int MALLOC = Allocator.MALLOC.number();
    private static final int CALLOC = Allocator.CALLOC.number();
    private static final int FREE = Allocator.FREE.number();
    private static final long MB = 1_000_000;

    @TempDir
    Path folder;

    private static CaptureWriter writer(long endMillis) {
        CaptureWriter writer = new CaptureWriter(Headers.of(false, START, endMillis));
        writer.contextSwitch(1);
        return writer;
    }

    private Path file(CaptureWriter writer) throws IOException {
        return Files.write(folder.resolve("x.bin"), writer.stream());
    }

    private static JsonObject json(CommandRun run) {
        return JsonParser.parseString(run.outText()).getAsJsonObject();
    }

    private static JsonObject temporal(Path capture) {
        return json(CommandRun.of("transform", "json", "--temporal", "--time-buckets", "10000", "-o", "-", capture));
    }

    private static JsonArray peaks(Path capture) {
        return json(CommandRun.of("stats", "--json", capture)).getAsJsonArray("peaks");
    }

    private static List<Long> longs(JsonArray objects, String member) {
        List<Long> values = new ArrayList<>();
        for (JsonElement object : objects) {
            JsonElement value = object.getAsJsonObject().get(member);
            values.add(value == null || value.isJsonNull() ? null : Long.valueOf(value.getAsLong()));
        }
        return values;
    }

    /** Bytes of an allocator at an instant. */
    private static long held(JsonObject temporal, Allocator allocator, int instant) {
        long bytes = 0;
        for (JsonElement each : temporal.getAsJsonArray("lifetimes")) {
            JsonObject lifetime = each.getAsJsonObject();
            boolean died =
                    !lifetime.get("died").isJsonNull() && lifetime.get("died").getAsInt() <= instant;
            if (lifetime.get("allocator").getAsString().equals(allocator.text())
                    && lifetime.get("born").getAsInt() <= instant
                    && !died) {
                bytes += lifetime.get("bytes").getAsLong();
            }
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"flamegraph --temporal", "flamegraph --from 1s", "transform json --temporal"})
    void an_aggregated_capture_is_refused_in_a_sentence(String command) throws IOException {
        AggregatedCaptureWriter writer = new AggregatedCaptureWriter(Headers.of(true, START, START + 5));
        writer.trailer();
        Path capture = Files.write(folder.resolve("aggregated.bin"), writer.stream());
        List<Object> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("-o", folder.resolve("out"), capture));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertEquals(1, run.exitCode());
        assertEquals(
                "Cannot report on " + capture + ": an aggregated capture holds no single allocations, so it does not"
                        + " tell what was held when; record without --aggregate." + System.lineSeparator(),
                run.err());
        assertFalse(Files.exists(folder.resolve("out")));
        // what needs no lifetimes goes on
        assertEquals(0, CommandRun.of("stats", capture).exitCode());
        assertEquals(0, CommandRun.of("series", capture).exitCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void few_memory_records_are_enough(int samples) throws IOException {
        CaptureWriter writer = writer(START + 1000);
        writer.allocation(MALLOC, 64, 100, 0);
        for (int sample = 0; sample < samples; sample++) {
            writer.memory(START + 10 * (sample + 1), 4096);
            writer.allocation(MALLOC, 128 + 64L * sample, 10, 0);
        }
        writer.deallocation(FREE, 64, 0);
        writer.trailer();
        Path capture = file(writer);

        JsonObject temporal = temporal(capture);
        JsonArray buckets = temporal.getAsJsonArray("buckets");
        Long[][] endTimes = {{null}, {START + 10, START + 10}, {START + 10, START + 20, START + 20}};
        assertEquals(Arrays.asList(endTimes[samples]), longs(buckets, "end_time_ms"));
        Long[][] marks = {{100L}, {100L, 110L}, {100L, 110L, 120L}};
        assertEquals(Arrays.asList(marks[samples]), longs(buckets, "mark_bytes"));
        assertEquals(100 + 10 * samples, held(temporal, Allocator.MALLOC, 2 * samples));
        assertEquals(10 * samples, held(temporal, Allocator.MALLOC, 2 * samples + 1));

        JsonArray peaks = peaks(capture);
        assertEquals(List.of(100L + 10 * samples), longs(peaks, "bytes"));
        assertEquals(List.of((long) samples), longs(peaks, "record"));
        assertEquals(List.of(START + 10 * samples), longs(peaks, "after_ms"));
        assertEquals(List.of(START + 1000), longs(peaks, "before_ms"));

        StringBuilder series = new StringBuilder("time_ms,resident_bytes,heap_bytes\r\n");
        for (int sample = 0; sample < samples; sample++) {
            series.append(START + 10 * (sample + 1))
                    .append(",4096,")
                    .append(100 + 10 * sample)
                    .append("\r\n");
        }
        assertEquals(series.toString(), CommandRun.of("series", capture).outText());
        assertEquals(
                samples,
                json(CommandRun.of("series", "--json", capture))
                        .getAsJsonArray("points")
                        .size());

        CommandRun page = CommandRun.of("flamegraph", "--temporal", "-q", "-o", folder.resolve("x.html"), capture);
        assertEquals(0, page.exitCode(), page.err());
    }

    /** memray's page shows the old bytes of a location whose count is as before (temporal.md, M2). */
    @Test
    void a_larger_allocation_in_place_of_a_smaller_one_counts_with_its_own_bytes() throws IOException {
        CaptureWriter writer = writer(START + 1000);
        writer.allocation(CALLOC, 64, 80 * MB, 0);
        writer.allocation(MALLOC, 128, MB, 0);
        writer.memory(START + 10, 0);
        writer.deallocation(FREE, 64, 0);
        writer.deallocation(FREE, 128, 0);
        writer.allocation(MALLOC, 192, 30 * MB, 0);
        for (int sample = 2; sample < 6; sample++) {
            writer.memory(START + 10 * sample, 0);
            // nothing that touches the location
            writer.deallocation(FREE, 256, 0);
        }
        writer.trailer();
        JsonObject temporal = temporal(file(writer));
        List<Long> marks = longs(temporal.getAsJsonArray("buckets"), "mark_bytes");
        assertEquals(List.of(81 * MB, 81 * MB, 30 * MB, 30 * MB, 30 * MB, 30 * MB), marks);
        for (int bucket = 0; bucket < marks.size(); bucket++) {
            long malloc = bucket < 2 ? MB : 30 * MB;
            assertEquals(malloc, held(temporal, Allocator.MALLOC, 2 * bucket), "bucket " + bucket);
            assertEquals(marks.get(bucket) - malloc, held(temporal, Allocator.CALLOC, 2 * bucket), "bucket " + bucket);
        }
    }

    @Test
    void times_that_fall_are_given_as_recorded_and_bound_no_peak() throws IOException {
        long hour = Duration.ofHours(1).toMillis();
        long[] times = {START + 1000, START + 2000, START + 3000 - hour, START + 4000 - hour};
        CaptureWriter writer = writer(START + 5000 - hour);
        for (int i = 0; i < times.length; i++) {
            // a peak before each memory record
            writer.allocation(MALLOC, 64, 100 + i, 0);
            writer.deallocation(FREE, 64, 0);
            writer.memory(times[i], 4096);
        }
        writer.trailer();
        Path capture = file(writer);
        JsonObject series = json(CommandRun.of("series", "--json", capture));
        assertEquals(Arrays.stream(times).boxed().toList(), longs(series.getAsJsonArray("points"), "time_ms"));
        assertEquals(
                Arrays.stream(times).boxed().toList(),
                longs(temporal(capture).getAsJsonArray("buckets"), "end_time_ms"));
        JsonArray peaks = peaks(capture);
        assertEquals(List.of(103L), longs(peaks, "bytes").subList(0, 1));
        // the third bucket is the one in which the clock was set back
        CommandRun stats = CommandRun.of("stats", capture);
        assertFalse(stats.outText().contains(" 0 ms"), stats.outText());
        for (JsonElement peak : peaks) {
            JsonObject members = peak.getAsJsonObject();
            if (members.has("after_ms")) {
                assertTrue(members.get("after_ms").getAsLong()
                        <= members.get("before_ms").getAsLong());
            }
        }
        assertFalse(json(CommandRun.of("stats", "--json", capture))
                .getAsJsonObject("capture")
                .has("recorded_ms"));
    }

    @Test
    void a_peak_in_the_bucket_in_which_the_clock_was_set_back_has_no_time() throws IOException {
        CaptureWriter writer = writer(START + 9000);
        writer.memory(START + 5000, 0);
        writer.allocation(MALLOC, 64, 100, 0);
        writer.deallocation(FREE, 64, 0);
        writer.memory(START + 1000, 0);
        writer.deallocation(FREE, 64, 0);
        writer.trailer();
        JsonArray peaks = peaks(file(writer));
        assertEquals(List.of(100L), longs(peaks, "bytes"));
        assertFalse(peaks.get(0).getAsJsonObject().has("after_ms"));
        assertFalse(peaks.get(0).getAsJsonObject().has("before_ms"));
    }

    /** memray writes the end into the header when tracking stops; until then some moment after the start is there. */
    @Test
    void where_no_end_was_written_none_is_told() throws IOException {
        CaptureWriter writer = writer(START + 7);
        writer.memory(START + 5000, 0);
        writer.allocation(MALLOC, 64, 100, 0);
        Path capture = file(writer);
        CommandRun stats = CommandRun.of("stats", capture);
        assertEquals(ExitCode.INCOMPLETE, stats.exitCode());
        assertTrue(stats.outText().contains(", end not recorded"), stats.outText());
        assertTrue(stats.outText().contains("after record 0\n"), stats.outText());
        JsonObject json = json(CommandRun.of("stats", "--json", capture));
        assertFalse(json.getAsJsonObject("capture").has("recorded_ms"));
        assertFalse(json.getAsJsonArray("peaks").get(0).getAsJsonObject().has("before_ms"));
        CaptureWriter ended = writer(START + 7000);
        ended.trailer();
        assertEquals(
                7000,
                json(CommandRun.of("stats", "--json", file(ended)))
                        .getAsJsonObject("capture")
                        .get("recorded_ms")
                        .getAsLong());
    }

    @Test
    void a_truncated_capture_has_the_buckets_of_what_was_read() throws IOException {
        CaptureWriter writer = writer(START + 1000);
        int whole = 0;
        for (int i = 0; i < 100; i++) {
            writer.allocation(MALLOC, 64L * (i + 1), 10, 0);
            writer.memory(START + i, 0);
            if (i == 49) {
                whole = writer.stream().length;
            }
        }
        writer.trailer();
        byte[] cut = Arrays.copyOf(writer.stream(), whole + 1);
        Path capture = Files.write(folder.resolve("cut.bin"), cut);
        CommandRun run = CommandRun.of("transform", "json", "--temporal", "-o", "-", capture);
        assertEquals(ExitCode.INCOMPLETE, run.exitCode());
        JsonArray buckets = json(run).getAsJsonArray("buckets");
        assertEquals(
                50,
                longs(buckets, "records").stream().mapToLong(Long::longValue).sum());
        assertEquals(START + 49, longs(buckets, "end_time_ms").get(buckets.size() - 1));
        assertEquals(500, longs(buckets, "end_bytes").get(buckets.size() - 1));
        assertEquals(List.of(49L), longs(peaks(capture), "record"));
    }

    @Test
    void a_year_of_memory_records_makes_no_more_buckets_than_a_minute() throws IOException {
        int hours = 365 * 24;
        int highest = 200 * 24;
        CaptureWriter writer = writer(START + Duration.ofHours(hours).toMillis());
        for (int hour = 0; hour < hours; hour++) {
            writer.allocation(MALLOC, 64, hour == highest ? 500 : 1 + hour % 7, 0);
            writer.deallocation(FREE, 64, 0);
            writer.memory(START + Duration.ofHours(hour + 1).toMillis(), 4096);
        }
        writer.trailer();
        Path capture = file(writer);
        JsonObject json = json(CommandRun.of("transform", "json", "--temporal", "-o", "-", capture));
        List<Long> ends = longs(json.getAsJsonArray("buckets"), "end_time_ms");
        assertTrue(ends.size() > 512 && ends.size() <= 1024, ends.size() + " buckets");
        assertEquals(START + Duration.ofHours(hours).toMillis(), ends.get(ends.size() - 1));
        JsonObject peak = peaks(capture).get(0).getAsJsonObject();
        assertEquals(2L * highest, peak.get("record").getAsLong());
        long after = peak.get("after_ms").getAsLong();
        long before = peak.get("before_ms").getAsLong();
        long moment = START + Duration.ofHours(highest).toMillis();
        assertTrue(after <= moment
                && moment < before
                && before - after <= Duration.ofHours(16).toMillis());
        // the day of the peak alone
        JsonObject day = json(CommandRun.of(
                "transform",
                "json",
                "--from",
                "2026-07-20T00:00:00Z",
                "--to",
                "2026-07-21T00:00:00Z",
                "-o",
                "-",
                capture));
        int first = day.get("first_bucket").getAsInt();
        int last = day.get("last_bucket").getAsInt();
        List<Long> dayEnds = longs(day.getAsJsonArray("buckets"), "end_time_ms");
        assertEquals(moment, dayEnds.get(first - 1));
        assertEquals(moment + Duration.ofDays(1).toMillis(), dayEnds.get(last));
        assertTrue(longs(day.getAsJsonArray("buckets"), "mark_bytes")
                .subList(first, last + 1)
                .contains(500L));
    }
}
