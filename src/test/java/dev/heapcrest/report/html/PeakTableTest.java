package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.HeapPeaks;
import dev.heapcrest.report.Quantities;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeakTableTest {
    @Test
    void functions_hold_the_sum_of_their_lifetimes_at_each_peak() {
        for (int seed = 1; seed <= 200; seed++) {
            OverTime history = OverTime.random(seed, 1 + seed % 20, 3, seed % 5);
            Profile profile = history.in(HistoryPayloadTest.PLAIN);
            List<Object> expected = HeapPeaks.of(profile).stream()
                    .map(peak -> functions(history.heldAt(2 * peak.bucket())))
                    .toList();
            List<Object> rows = PeakTable.rows(profile, history.in(HistoryPayloadTest.TREE)).stream()
                    .map(row -> row.get("functions"))
                    .toList();
            assertEquals(expected, rows, "seed " + seed);
        }
    }

    /** Largest first; what holds nothing is not told. */
    private static Object functions(long[] held) {
        return Stream.of(Map.entry("main", held[0]), Map.entry("load", held[1] + held[2]))
                .filter(function -> function.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(function -> Map.of("function", function.getKey(), "bytes", Quantities.bytes(function.getValue())))
                .toList();
    }
}
