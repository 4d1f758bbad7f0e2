package dev.heapcrest.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Partials add up, whatever comes first. */
class MergingTest {
    @Test
    void any_order_and_any_brackets_give_the_same_bytes() {
        List<Partial> partials = new ArrayList<>();
        for (String name : Partials.NAMES) {
            partials.add(Partials.of(name));
        }
        partials.add(failed("empty.bin"));
        Merging merging = new Merging(PartialOptions.DEFAULT);
        partials.forEach(merging::add);
        byte[] expected = Partials.bytes(merging.result());
        Random random = new Random(20261129);
        for (int round = 0; round < 100; round++) {
            List<Partial> rest = new ArrayList<>(partials);
            Collections.shuffle(rest, random);
            while (rest.size() > 1) {
                Partial one = rest.remove(random.nextInt(rest.size()));
                int other = random.nextInt(rest.size());
                rest.set(other, Merging.merge(one, rest.get(other)));
            }
            assertArrayEquals(expected, Partials.bytes(rest.get(0)), "round " + round);
        }
    }

    private static Partial failed(String name) {
        return Partial.failed(
                PartialOptions.DEFAULT,
                new Partial.Origin(
                        name,
                        CaptureIdentity.ofUnreadable(name, new byte[0]),
                        new TreeMap<>(),
                        UnaryOperator.identity()),
                "it is empty");
    }

    @Test
    void nothing_added_changes_nothing() {
        Partial one = Partials.of("complex-h13-py313-lz4");
        Partial empty = Partial.empty(PartialOptions.DEFAULT);
        assertArrayEquals(Partials.bytes(one), Partials.bytes(Merging.merge(one, empty)));
        assertArrayEquals(Partials.bytes(one), Partials.bytes(Merging.merge(empty, one)));
        assertArrayEquals(Partials.bytes(empty), Partials.bytes(Merging.merge(empty, empty)));
    }

    @Test
    void so_many_copies_are_so_many_times_the_figures() {
        Partial one = Partials.of("threads8-h13-py313-lz4");
        Merging merging = new Merging(PartialOptions.DEFAULT);
        for (int i = 0; i < 7; i++) {
            merging.add(one);
        }
        Partial seven = merging.result();
        assertEquals(one.tree().nodeCount(), seven.tree().nodeCount());
        int[] parents = one.tree().parents();
        for (View.Kind kind : PartialTreeBuilder.VIEWS) {
            long[] totals = one.tree().totals(kind, parents);
            for (int node = 0; node < totals.length; node++) {
                assertEquals(7 * one.tree().bytes(kind, node), seven.tree().bytes(kind, node));
                assertEquals(7 * one.tree().count(kind, node), seven.tree().count(kind, node));
                assertEquals(totals[node], seven.tree().largestBytes(kind, node));
                assertEquals(totals[node], seven.tree().smallestBytes(kind, node));
                assertEquals(7, seven.tree().captures(node));
            }
        }
        assertEquals(7, seven.rows().size());
        PeakOfSum alone = one.peakOfSum(false);
        PeakOfSum together = seven.peakOfSum(false);
        assertEquals(7 * alone.bytes(), together.bytes());
        assertEquals(7 * alone.boundBytes(), together.boundBytes());
        assertEquals(alone.millis(), together.millis());
    }

    /** What a plain look through all captures finds at a place: call stacks as texts, in a map. */
    private static final class Place {
        long bytes;
        long count;
        int captures;
        long smallest = Long.MAX_VALUE;
        long largest = Long.MIN_VALUE;
        String owner = "";
        int ties;

        void add(Partial one, View.Kind kind, int node, long total) {
            bytes += one.tree().bytes(kind, node);
            count += one.tree().count(kind, node);
            captures++;
            smallest = Math.min(smallest, total);
            String identity = one.rows().get(0).identity();
            ties += total == largest ? 1 : 0;
            if (total > largest || (total == largest && identity.compareTo(owner) < 0)) {
                owner = identity;
            }
            largest = Math.max(largest, total);
        }
    }

    private static String[] stacks(PartialTree tree) {
        String[] stacks = new String[tree.nodeCount()];
        int[] parents = tree.parents();
        stacks[0] = "";
        for (int node = 1; node < stacks.length; node++) {
            int frame = tree.frame(node);
            stacks[node] = stacks[parents[node]]
                    + '\n'
                    + tree.frames().function(frame)
                    + '\t'
                    + tree.frames().file(frame)
                    + '\t'
                    + tree.frames().line(frame);
        }
        return stacks;
    }

    @Test
    void sums_extremes_and_whose_they_are_equal_a_plain_look_through_all_captures() {
        List<Partial> partials = new ArrayList<>();
        Merging merging = new Merging(PartialOptions.DEFAULT);
        for (String name : Partials.NAMES) {
            partials.add(Partials.of(name));
            merging.add(partials.get(partials.size() - 1));
        }
        PartialTree sum = merging.result().tree();
        String[] stacks = stacks(sum);
        for (View.Kind kind : PartialTreeBuilder.VIEWS) {
            Map<String, Place> places = new HashMap<>();
            for (Partial one : partials) {
                long[] totals = one.tree().totals(kind, one.tree().parents());
                String[] ofOne = stacks(one.tree());
                for (int node = 0; node < totals.length; node++) {
                    places.computeIfAbsent(ofOne[node], any -> new Place()).add(one, kind, node, totals[node]);
                }
            }
            assertEquals(places.size(), sum.nodeCount());
            int ties = 0;
            for (int node = 0; node < stacks.length; node++) {
                Place place = places.get(stacks[node]);
                assertEquals(place.bytes, sum.bytes(kind, node), stacks[node]);
                assertEquals(place.count, sum.count(kind, node), stacks[node]);
                assertEquals(place.captures, sum.captures(node), stacks[node]);
                assertEquals(place.smallest, sum.smallestBytes(kind, node), stacks[node]);
                assertEquals(place.largest, sum.largestBytes(kind, node), stacks[node]);
                assertEquals(place.owner, sum.largestCapture(kind, node), stacks[node]);
                ties += place.ties;
            }
            assertTrue(ties > 0, "no two captures have the same bytes at any place");
        }
    }

    @Test
    void a_budget_of_nodes_folds_each_capture_and_keeps_every_sum() throws IOException {
        for (String name : List.of("complex-h13-py313-lz4", "wide20000-h13-py313-lz4", "threads8-h13-py313-lz4")) {
            PartialTree whole = Partials.of(name).tree();
            PartialTree folded = Partials.of(name, "--capture-nodes", "20").tree();
            assertTrue(folded.nodeCount() <= 2 * 20 + 2, name + ": " + folded.nodeCount());
            Map<String, Long> totals = new HashMap<>();
            Map<String, Long> own = new HashMap<>();
            for (View.Kind kind : PartialTreeBuilder.VIEWS) {
                assertEquals(whole.totalBytes(kind), folded.totalBytes(kind), name);
                assertEquals(whole.totalCount(kind), folded.totalCount(kind), name);
                String[] stacks = stacks(whole);
                long[] bytes = whole.totals(kind, whole.parents());
                for (int node = 0; node < stacks.length; node++) {
                    totals.put(stacks[node], bytes[node]);
                    own.put(stacks[node], whole.bytes(kind, node));
                }
                String[] kept = stacks(folded);
                long[] ofKept = folded.totals(kind, folded.parents());
                int boxes = 0;
                for (int node = 0; node < kept.length; node++) {
                    boolean box = kept[node].endsWith("\n" + NodeBudget.SMALLER + "\t\t0");
                    boxes += box ? 1 : 0;
                    assertTrue(box || ofKept[node] == totals.get(kept[node]), kept[node]);
                    assertTrue(box || folded.bytes(kind, node) == own.get(kept[node]), kept[node]);
                }
                assertTrue(boxes > 0, name);
            }
        }
        Partial few = Partials.of("complex-h13-py313-lz4", "--capture-nodes", "5");
        assertEquals(
                "views peak and leaks, portable files, captures together, at most 5 nodes of each",
                few.options().text());
        assertArrayEquals(Partials.bytes(few), Partials.bytes(Partials.read(Partials.bytes(few))));
        assertThrows(IllegalArgumentException.class, () -> Merging.merge(few, Partials.of("complex-h13-py313-lz4")));
    }

    @Test
    void partials_of_other_options_are_refused_and_both_are_named() {
        Partial portable = Partials.of("complex-h13-py313-lz4");
        Partial exact = Partials.of("complex-h13-py313-lz4", "--exact-paths");
        assertEquals(
                "partials of different options are not added: views peak and leaks, portable files, captures together;"
                        + " and views peak and leaks, exact files, captures together",
                assertThrows(IllegalArgumentException.class, () -> Merging.merge(portable, exact))
                        .getMessage());
    }

    @Test
    void a_sum_of_too_many_bits_names_its_node() {
        Partial huge = Partials.of("complex-h13-py313-lz4");
        int node = 5;
        huge.tree().of(View.Kind.PEAK).bytes()[node] = Long.MAX_VALUE / 2 + 1;
        String function = huge.tree().frames().function(huge.tree().frame(node));
        String message = assertThrows(ArithmeticException.class, () -> Merging.merge(huge, huge))
                .getMessage();
        assertEquals("the sum of " + function, message.substring(0, message.indexOf(" (")));
    }

    @Test
    void rows_beyond_the_limit_are_counted_and_those_of_the_largest_peaks_stay() {
        Partial large = Partials.of("complex-h13-py313-lz4");
        Merging merging = new Merging(PartialOptions.DEFAULT);
        merging.add(large);
        for (int i = 0; i < Partial.MOST_ROWS + 5; i++) {
            merging.add(failed("capture" + i));
        }
        Partial all = merging.result();
        assertEquals(Partial.MOST_ROWS + 6, all.captures());
        assertEquals(Partial.MOST_ROWS, all.rows().size());
        assertEquals(1, all.rows().stream().filter(CaptureRow::counts).count());
    }

    @Test
    void captures_of_two_environments_have_stacks_in_common_unless_files_are_exact() {
        assertEquals(0, shared("--exact-paths"));
        assertTrue(shared() > 0, "no stack in common");
    }

    @Test
    void captures_that_are_kept_apart_have_a_level_of_their_own() {
        Partial split = Merging.merge(
                Partials.of("complex-h13-py313-lz4", "--split-processes"),
                Partials.of("complex-h13-py311-lz4", "--split-processes"));
        List<String> levels = new ArrayList<>();
        for (int node = 1; node < split.tree().nodeCount(); node++) {
            assertEquals(1, split.tree().captures(node));
            if (split.tree().depth(node) == 1) {
                levels.add(
                        split.tree().frames().function(split.tree().frame(node)).replaceAll("process \\d+", "N"));
            }
        }
        assertEquals(List.of("complex-h13-py311-lz4.bin (N)", "complex-h13-py313-lz4.bin (N)"), levels);
    }

    private static int shared(String... options) {
        PartialTree tree = Merging.merge(
                        Partials.of("complex-h13-py313-lz4", options), Partials.of("complex-h13-py312-lz4", options))
                .tree();
        int shared = 0;
        for (int node = 1; node < tree.nodeCount(); node++) {
            shared += tree.captures(node) - 1;
        }
        return shared;
    }
}
