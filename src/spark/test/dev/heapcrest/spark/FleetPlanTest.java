package dev.heapcrest.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.cli.CommandFailure;
import dev.heapcrest.merge.CaptureRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which task reads what, and that no file is lost between listing and rows. */
class FleetPlanTest {
    private static final long MB = 1 << 20;

    private static List<Listed> files(long... lengths) {
        List<Listed> files = new ArrayList<>();
        for (long length : lengths) {
            files.add(new Listed(files.size(), "s3a://bucket/" + files.size() + ".bin", length));
        }
        return files;
    }

    private static List<Listed> many(int count) {
        Random random = new Random(1);
        return files(random.doubles(count).mapToLong(x -> (long) Math.exp(8 + 12 * x)).toArray());
    }

    private static void assertEachOnce(List<Listed> files, List<Slice> slices) {
        List<Integer> orders = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            assertEquals(i, slices.get(i).number());
            slices.get(i).files().forEach(file -> orders.add(file.order()));
        }
        Collections.sort(orders);
        assertEquals(files.stream().map(Listed::order).toList(), orders);
    }

    @Test
    void each_capture_is_in_one_slice() {
        List<Listed> files = many(5_000);
        assertEachOnce(files, Slice.plan(files, 8));
        assertEachOnce(files, Slice.shuffled(files, 37, 3));
        assertNotEquals(Slice.shuffled(files, 37, 3), Slice.shuffled(files, 37, 4));
    }

    @Test
    void large_captures_come_first_each_in_a_slice_of_its_own() {
        List<Slice> slices = Slice.plan(files(1, 5_000 * MB, 70 * MB, 2, 300 * MB, -1), 1);
        assertEquals(
                List.of(List.of(1), List.of(4), List.of(2), List.of(3, 0, 5)),
                slices.stream()
                        .map(slice -> slice.files().stream().map(Listed::order).toList())
                        .toList());
    }

    @Test
    void no_slice_of_several_costs_more_than_a_full_one() {
        List<Slice> slices = Slice.plan(many(20_000), 16);
        for (Slice slice : slices) {
            long cost = slice.files().stream()
                    .mapToLong(file -> file.lengthBytes() + Slice.CAPTURE_COST)
                    .sum();
            assertTrue(slice.files().size() == 1 || cost <= Slice.FULL_COST, cost + " of slice " + slice.number());
        }
        // each core has some even where all captures are small
        assertTrue(Slice.plan(files(new long[100]), 8).size() >= 32);
    }

    @Test
    void cores_that_are_asked_for_count_before_they_are_there() {
        SparkConf conf = new SparkConf(false);
        assertEquals(2, FleetJob.cores(conf, 2));
        assertEquals(40, FleetJob.cores(conf.set("spark.executor.instances", "10").set("spark.executor.cores", "4"), 2));
        assertEquals(64, FleetJob.cores(new SparkConf(false).set("spark.cores.max", "64"), 2));
    }

    @Test
    void a_folder_is_listed_to_its_depth_by_names(@TempDir Path folder) throws IOException, CommandFailure {
        Path deep = Files.createDirectories(folder.resolve("b c/#d"));
        Files.writeString(deep.resolve("e%20 x.bin.7"), "1234567");
        Files.writeString(deep.resolve("page.html"), "");
        Files.writeString(folder.resolve("a.bin"), "1");
        Files.writeString(folder.resolve("notes.bin.txt"), "");
        InputListing listing = InputListing.of(folder.toString(), new Configuration(false));
        assertEquals(2, listing.otherNames());
        assertEquals(
                List.of(
                        new Listed(0, "file:" + folder + "/a.bin", 1),
                        new Listed(1, "file:" + deep + "/e%20 x.bin.7", 7)),
                listing.files());
        assertEquals(
                List.of(new Listed(0, "file:" + deep + "/e%20 x.bin.7", 7), new Listed(1, "file:" + deep + "/page.html", 0)),
                InputListing.of(deep + "/*", new Configuration(false)).files());
    }

    private static FileRow row(Listed file) {
        return FileRow.of(
                file,
                new CaptureRow(
                        "id" + file.order(),
                        file.name(),
                        CaptureRow.State.COMPLETE,
                        file.order(),
                        1,
                        1,
                        1,
                        1,
                        1,
                        1,
                        1,
                        1,
                        new TreeMap<>(),
                        ""),
                "");
    }

    @Test
    void a_file_without_a_row_and_one_with_two_end_the_job() {
        List<Listed> files = files(1, 2, 3);
        List<FileRow> rows = files.stream().map(FleetPlanTest::row).toList();
        assertEquals(3, FleetRows.of(files, List.of(rows)).counted().size());
        assertThrows(IllegalStateException.class, () -> FleetRows.of(files, List.of(rows.subList(0, 2))));
        assertThrows(IllegalStateException.class, () -> FleetRows.of(files, List.of(rows, rows.subList(0, 1))));
        assertThrows(
                IllegalStateException.class,
                () -> FleetRows.of(files, List.of(List.of(rows.get(0), rows.get(0), rows.get(1)))));
    }

    @Test
    void different_groups_have_different_keys() {
        List<String> keys = List.of("a", "b");
        Set<String> texts = new HashSet<>();
        for (String a : List.of("", "x", "x1:y", "1:", "\u0000")) {
            for (String b : List.of("", "y", "1:y", "0:1:y")) {
                texts.add(GroupKeys.of(new TreeMap<>(Map.of("a", a, "b", b, "c", a + b)), keys));
            }
        }
        assertEquals(20, texts.size());
        assertEquals(GroupKeys.NONE, GroupKeys.of(new TreeMap<>(Map.of("a", "x")), List.of()));
    }
}
