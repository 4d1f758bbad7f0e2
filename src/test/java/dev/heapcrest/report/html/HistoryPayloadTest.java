package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.HeapPeaks;
import dev.heapcrest.tree.CallTree;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Memory over time in a page: payload, metadata, and what is read without a script. */
class HistoryPayloadTest {
    /** Own value 0 is that of main, 1 and 2 are those of load. */
    static final CallTree TREE = new Profiles.TreeMaker()
            .node(1, "main", "app.py", 10)
            .own(0, 6, 100, 1, 50, 1)
            .node(2, "load", "app.py", 20)
            .own(0, 6, 1000, 3, 0, 0)
            .own(1, 6, 0, 0, 0, 0)
            .tree();

    static final Profile PLAIN =
            Profiles.profile(TREE, Profiles.header("app.py"), Profiles.COMPLETE, "MainThread", "worker");

    private static String page(OverTime history) {
        return Profiles.html(history.in(PLAIN), history.in(TREE), Profiles.options());
    }

    @Test
    void buckets_and_lifetimes_read_as_they_were_written() {
        for (int seed = 1; seed <= 30; seed++) {
            OverTime history = OverTime.random(seed, 1 + seed % 9, 3, seed % 4);
            PayloadReader read = PayloadReader.ofPage(page(history));
            History.Buckets buckets = history.bucketColumns();
            assertArrayEquals(buckets.records().toArray(), read.buckets[0]);
            assertArrayEquals(buckets.markRecord().toArray(), read.buckets[1]);
            assertArrayEquals(buckets.markBytes().toArray(), read.buckets[2]);
            assertArrayEquals(buckets.endBytes().toArray(), read.buckets[3]);
            assertArrayEquals(buckets.endMillis().toArray(), read.buckets[4]);
            List<OverTime.Life> lives = IntStream.range(0, read.lifetimes[0].length)
                    .mapToObj(i -> new OverTime.Life(
                            (int) read.lifetimes[0][i],
                            (int) read.lifetimes[1][i],
                            read.lifetimes[2][i] < 0 ? History.NEVER : (int) read.lifetimes[2][i],
                            read.lifetimes[3][i],
                            read.lifetimes[4][i]))
                    .toList();
            assertEquals(history.lives, lives);
        }
    }

    @Test
    void a_piece_more_than_before_and_a_mark_before_any_record_are_written_too() {
        OverTime history = new OverTime(
                2, 3, List.of(new OverTime.Life(0, 0, 2, 1, 8192), new OverTime.Life(0, 0, History.NEVER, -1, 4096)));
        PayloadReader read = PayloadReader.ofPage(page(history));
        assertArrayEquals(new long[] {1, -1}, read.lifetimes[3]);
    }

    @Test
    void a_page_without_it_says_nothing_of_it() {
        String html = Profiles.html(PLAIN, TREE, Profiles.options());
        PayloadReader read = PayloadReader.ofPage(html);
        assertFalse(read.metadata.has("history"));
        String page = html.substring(html.indexOf("<body>"));
        assertFalse(page.contains("part-brush") || page.contains("Largest peaks"), "only the shared script knows it");
    }

    @Test
    void metadata_and_the_table_without_script_name_the_largest_peaks_and_who_held_them() {
        // 100 at mark 0, 900 at mark 1, 300 at mark 2, 900 at mark 3
        OverTime history = new OverTime(
                4,
                3,
                List.of(
                        new OverTime.Life(0, 0, History.NEVER, 1, 100),
                        new OverTime.Life(1, 2, 3, 2, 800),
                        new OverTime.Life(1, 4, 5, 2, 200),
                        new OverTime.Life(2, 6, 7, 2, 800)));
        String html = page(history);
        PayloadReader read = PayloadReader.ofPage(html);
        JsonObject said = read.metadata.getAsJsonObject("history");
        assertEquals(4, said.get("buckets").getAsInt());
        assertEquals(4, said.get("lifetimes").getAsInt());
        assertEquals(
                "[{\"bucket\":3,\"record\":34,\"bytes\":900,\"after_ms\":1700000003000,\"before_ms\":1700000012345},"
                        + "{\"bucket\":1,\"record\":14,\"bytes\":900,\"after_ms\":1700000001000,\"before_ms\":1700000002000}]",
                said.getAsJsonArray("peaks").toString());
        String table = html.substring(html.indexOf("<h2>Largest peaks</h2>"));
        table = table.substring(0, table.indexOf("</table>"));
        assertTrue(
                table.contains("<td>3.00 s to 12.3 s</td><td class=\"figure\">34</td><td class=\"figure\">900 B</td>"
                        + "<td>load 800 B<br>main 100 B<br></td>"),
                table);
        assertTrue(table.contains("<td>1.00 s to 2.00 s</td><td class=\"figure\">14</td>"), table);
    }

    @Test
    void a_plateau_is_one_peak_and_ten_are_named_at_most() {
        List<OverTime.Life> lives = IntStream.range(0, 20)
                .mapToObj(k -> new OverTime.Life(0, 4 * k, 4 * k + 1, 1, 100 + k))
                .toList();
        List<HeapPeaks.Peak> peaks = HeapPeaks.of(new OverTime(40, 3, lives).in(PLAIN));
        assertEquals(
                IntStream.range(0, 10).mapToObj(k -> 38 - 2 * k).toList(),
                peaks.stream().map(HeapPeaks.Peak::bucket).toList());
        List<OverTime.Life> flat = List.of(new OverTime.Life(0, 2, History.NEVER, 1, 100));
        peaks = HeapPeaks.of(new OverTime(5, 3, flat).in(PLAIN));
        assertEquals(List.of(4), peaks.stream().map(HeapPeaks.Peak::bucket).toList(), "the last of equal ones");
        assertEquals(List.of(), HeapPeaks.of(PLAIN));
    }
}
