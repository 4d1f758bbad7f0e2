package dev.heapcrest.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.report.html.OverTime;
import dev.heapcrest.report.html.Profiles;
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

    @Test
    void folding_keeps_what_is_held_at_every_instant_and_what_was_large_at_any_time() {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        int leaves = 40;
        for (int leaf = 0; leaf < leaves; leaf++) {
            maker.node(1, "f" + leaf, "app.py", leaf).own(0, 6, 10 + leaf, 1, 0, 0);
        }
        List<OverTime.Life> lives = new ArrayList<>(OverTime.random(1, 4, leaves, 3).lives);
        // of no account at the peak, and the largest of all before it
        lives.removeIf(life -> life.own() == 0);
        lives.add(0, new OverTime.Life(0, 1, 2, 1, 1_000_000_000));
        OverTime whole = new OverTime(4, leaves, lives);
        CallTree folded = FoldedTree.fold(whole.in(maker.tree()), 12).tree();
        List<OverTime.Life> left = new ArrayList<>();
        History.Lifetimes lifetimes = folded.lifetimes();
        for (int i = 0; i < lifetimes.count(); i++) {
            left.add(new OverTime.Life(
                    lifetimes.locations().get(i),
                    lifetimes.born().get(i),
                    lifetimes.died().get(i),
                    lifetimes.counts().get(i),
                    lifetimes.bytes().get(i)));
        }
        OverTime after = new OverTime(4, folded.ownNodes().length, left);
        for (int instant = 0; instant < 8; instant++) {
            assertEquals(OverTime.total(whole.heldAt(instant)), OverTime.total(after.heldAt(instant)), "at " + instant);
        }
        boolean kept = false;
        for (int node = 1; node < folded.nodeCount(); node++) {
            kept |= folded.frames().function(folded.nodeFrames()[node]).equals("f0");
        }
        assertTrue(folded.nodeCount() <= 12 && kept, "f0 has a box of its own");
    }
}
