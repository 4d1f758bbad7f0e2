package dev.heapcrest.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.report.html.OverTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MovedLifetimesTest {
    private static Map<List<Integer>, List<Long>> summed(History.Lifetimes lifetimes, int[] places) {
        Map<List<Integer>, List<Long>> sums =
                new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        for (int i = 0; i < lifetimes.count(); i++) {
            List<Integer> key = List.of(
                    places[lifetimes.locations().get(i)],
                    lifetimes.born().get(i),
                    lifetimes.died().get(i));
            List<Long> before = sums.getOrDefault(key, List.of(0L, 0L));
            sums.put(
                    key,
                    List.of(
                            before.get(0) + lifetimes.counts().get(i),
                            before.get(1) + lifetimes.bytes().get(i)));
        }
        return sums;
    }

    @Test
    void lifetimes_of_locations_that_fall_together_are_one_and_all_are_in_order() {
        for (int seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            int locations = 1 + random.nextInt(12);
            int values = 1 + random.nextInt(locations);
            int[] places = random.ints(locations, 0, values).toArray();
            History.Lifetimes given = OverTime.random(seed, 1 + random.nextInt(5), locations, 1 + random.nextInt(6))
                    .lifetimes();
            // the record refuses what is not in order
            History.Lifetimes moved = MovedLifetimes.of(given, places);
            int[] same = new int[values];
            for (int value = 0; value < values; value++) {
                same[value] = value;
            }
            assertEquals(
                    new ArrayList<>(summed(given, places).entrySet()),
                    new ArrayList<>(summed(moved, same).entrySet()));
            assertEquals(summed(moved, same).size(), moved.count(), "seed " + seed);
        }
    }
}
