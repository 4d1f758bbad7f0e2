package dev.heapcrest.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.profile.View;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What differs, from both sides. */
class ComparisonTest {
    private static final String OLD = "complex-h13-py311-lz4";
    private static final String NEW = "complex-h13-py313-lz4";

    private static Comparison of(String base, String changed, MatchRule rule) {
        return Comparison.of(Partials.of(base), Partials.of(changed), rule, Comparison.Scale.MEANS);
    }

    private static Comparison.State state(Comparison comparison, int node) {
        return comparison.state(
                node, comparison.baseBytes(View.Kind.PEAK, node), comparison.newBytes(View.Kind.PEAK, node));
    }

    @Test
    void nothing_differs_from_itself() {
        for (String name : Partials.NAMES) {
            Comparison comparison = of(name, name, MatchRule.SHIFT);
            assertEquals(comparison.base().tree().nodeCount(), comparison.nodeCount(), name);
            for (int node = 0; node < comparison.nodeCount(); node++) {
                assertEquals(comparison.baseNode(node), comparison.newNode(node), name);
                assertEquals(Comparison.State.SAME, state(comparison, node), name);
            }
        }
    }

    /** Places of a comparison, with how often and how they changed. */
    private static Map<String, Integer> changes(Comparison comparison, boolean turned) {
        Map<String, Integer> changes = new HashMap<>();
        List<String> path = new ArrayList<>(List.of("root"));
        for (int node = 1; node < comparison.nodeCount(); node++) {
            int base = turned ? comparison.newNode(node) : comparison.baseNode(node);
            int changed = turned ? comparison.baseNode(node) : comparison.newNode(node);
            PartialTree baseTree = (turned ? comparison.changed() : comparison.base()).tree();
            PartialTree newTree = (turned ? comparison.base() : comparison.changed()).tree();
            while (path.size() > comparison.depth(node)) {
                path.remove(path.size() - 1);
            }
            path.add(text(baseTree, base) + "|" + text(newTree, changed));
            long was = turned ? comparison.newBytes(View.Kind.PEAK, node) : comparison.baseBytes(View.Kind.PEAK, node);
            long is = turned ? comparison.baseBytes(View.Kind.PEAK, node) : comparison.newBytes(View.Kind.PEAK, node);
            Comparison.State state = state(comparison, node);
            changes.merge(path + " " + was + " " + is + " " + (turned ? turned(state) : state), 1, Integer::sum);
        }
        return changes;
    }

    private static String text(PartialTree tree, int node) {
        if (node < 0) {
            return "-";
        }
        int frame = tree.frame(node);
        return tree.frames().function(frame) + " " + tree.frames().file(frame) + " "
                + tree.frames().line(frame);
    }

    private static Comparison.State turned(Comparison.State state) {
        return switch (state) {
            case SAME -> Comparison.State.SAME;
            case GROWN -> Comparison.State.SHRUNK;
            case SHRUNK -> Comparison.State.GROWN;
            case NEW -> Comparison.State.VANISHED;
            case VANISHED -> Comparison.State.NEW;
        };
    }

    @Test
    void the_other_way_round_all_signs_turn() {
        for (List<String> pair : List.of(
                List.of(OLD, NEW),
                List.of("threads8-h8-py310-m1.3.1-lz4", "threads8-h13-py313-pyalloc-lz4"),
                List.of("forks-h13-py313-lz4", NEW))) {
            for (MatchRule rule : MatchRule.values()) {
                Map<String, Integer> there = changes(of(pair.get(0), pair.get(1), rule), false);
                Map<String, Integer> back = changes(of(pair.get(1), pair.get(0), rule), true);
                assertEquals(there, back, pair + " " + rule);
            }
        }
    }

    @Test
    void frames_of_the_same_file_match_before_those_that_moved() {
        Partial one = Partials.of(NEW);
        Partial moved = Partials.of(NEW, "--map-path", "complex.py=aaa.py");
        Comparison across = Comparison.of(one, moved, MatchRule.FUNCTION, Comparison.Scale.MEANS);
        assertEquals(one.tree().nodeCount(), across.nodeCount(), "all have moved, and all match");
        Comparison both = Comparison.of(one, Merging.merge(moved, one), MatchRule.FUNCTION, Comparison.Scale.MEANS);
        int matched = 0;
        for (int node = 1; node < both.nodeCount(); node++) {
            if (both.baseNode(node) >= 0) {
                assertEquals(
                        text(one.tree(), both.baseNode(node)),
                        text(both.changed().tree(), both.newNode(node)));
                matched++;
            }
        }
        assertEquals(one.tree().nodeCount() - 1, matched);
    }

    @Test
    void own_differences_add_up_to_the_difference_of_the_totals() {
        Comparison comparison = of(OLD, NEW, MatchRule.SHIFT);
        for (View.Kind kind : PartialTreeBuilder.VIEWS) {
            double sum = 0;
            long vanished = 0;
            long added = 0;
            for (int node = 0; node < comparison.nodeCount(); node++) {
                long base = comparison.baseBytes(kind, node);
                long changed = comparison.newBytes(kind, node);
                sum += comparison.change(base, changed);
                vanished += comparison.newNode(node) < 0 ? base : 0;
                added += comparison.baseNode(node) < 0 ? changed : 0;
            }
            long baseTotal = comparison.base().tree().totalBytes(kind);
            long newTotal = comparison.changed().tree().totalBytes(kind);
            assertEquals(newTotal - baseTotal, sum);
            assertEquals(baseTotal, comparison.matchedBaseBytes(kind) + vanished);
            assertEquals(newTotal, comparison.matchedNewBytes(kind) + added);
        }
    }

    @Test
    void stacks_of_another_python_match_although_all_lines_moved() {
        Comparison shifted = of(OLD, NEW, MatchRule.SHIFT);
        requireMatched(shifted, 0.96);
        Comparison exact = of(OLD, NEW, MatchRule.EXACT);
        long matched = exact.matchedBaseBytes(View.Kind.PEAK);
        assertTrue(matched < 0.05 * exact.base().tree().totalBytes(View.Kind.PEAK), matched + " bytes");
    }

    private static void requireMatched(Comparison comparison, double share) {
        long base = comparison.matchedBaseBytes(View.Kind.PEAK);
        long changed = comparison.matchedNewBytes(View.Kind.PEAK);
        assertTrue(base >= share * comparison.base().tree().totalBytes(View.Kind.PEAK), base + " bytes of the base");
        assertTrue(changed >= share * comparison.changed().tree().totalBytes(View.Kind.PEAK), changed + " new bytes");
    }

    @Test
    void a_function_that_moved_keeps_its_lines_although_others_take_their_numbers() {
        // run_path calls from lines 280, 281 and 291 in 3.11, from lines 280 and 287 in 3.13
        Comparison comparison = of(OLD, NEW, MatchRule.SHIFT);
        Map<String, String> moved = new HashMap<>();
        for (int node = 1; node < comparison.nodeCount(); node++) {
            int base = comparison.baseNode(node);
            int changed = comparison.newNode(node);
            PartialTree tree = comparison.base().tree();
            if (base >= 0
                    && changed >= 0
                    && tree.frames().function(tree.frame(base)).equals("run_path")) {
                moved.put(text(tree, base), text(comparison.changed().tree(), changed));
            }
        }
        assertEquals("run_path <frozen runpy> 287", moved.get("run_path <frozen runpy> 291"));
    }

    @Test
    void one_capture_compares_with_the_mean_of_many() {
        Partial one = Partials.of(NEW);
        Partial three = Merging.merge(one, Merging.merge(one, one));
        Comparison comparison = Comparison.of(three, one, MatchRule.SHIFT, Comparison.Scale.MEANS);
        for (int node = 0; node < comparison.nodeCount(); node++) {
            assertEquals(Comparison.State.SAME, state(comparison, node));
        }
        assertEquals(0, comparison.change(3 * 1234, 1234), 1e-9);
    }

    @Test
    void normalized_sides_hold_the_same_in_all() {
        Partial one = Partials.of(NEW);
        Comparison comparison =
                Comparison.of(Partials.of(OLD), one, MatchRule.SHIFT, new Comparison.Scale(true, false));
        assertEquals(
                0,
                comparison.change(
                        comparison.base().tree().totalBytes(View.Kind.PEAK),
                        one.tree().totalBytes(View.Kind.PEAK)),
                1e-6);
    }

    @Test
    void partials_of_other_options_are_not_compared() {
        Partial portable = Partials.of(NEW);
        Partial exact = Partials.of(NEW, "--exact-paths");
        assertThrows(
                IllegalArgumentException.class,
                () -> Comparison.of(portable, exact, MatchRule.SHIFT, Comparison.Scale.MEANS));
    }

    /** A function with so many lines, at steps of two; each holds as many bytes as its number in {@code callees} says. */
    private static Partial lines(int first, int count, IntUnaryOperator callees) throws IOException {
        CaptureWriter writer = new CaptureWriter(Headers.of(false, 1_000, 0));
        writer.contextSwitch(1);
        for (int line = 0; line < count; line++) {
            int callee = callees.applyAsInt(line);
            byte[] table = {(byte) 0xE8, (byte) (4 * line & 0x3F | 0x40), (byte) (4 * line >> 6)};
            writer.codeObject(1 + 2 * line, "f", "a.py", first, table);
            writer.codeFramePush(1 + 2 * line, 0, true);
            if (callee >= 0) {
                writer.codeObject(2 + 2 * line, "g" + callee, "a.py", 1, table);
                writer.codeFramePush(2 + 2 * line, 0, true);
                writer.framePop(1);
            }
            writer.allocation(Allocator.MALLOC.number(), 4096L * line, line + 1, 0);
            writer.framePop(1);
        }
        writer.trailer();
        byte[] stream = writer.stream();
        CommandRun run = CommandRun.withInput(stream, "partial", "-q", "-o", "-", "-");
        assertEquals(0, run.exitCode(), run.err());
        return Partials.read(run.out());
    }

    private static Map<Integer, Integer> matchedLines(Partial base, Partial changed, MatchRule rule) {
        Comparison comparison = Comparison.of(base, changed, rule, Comparison.Scale.MEANS);
        Map<Integer, Integer> lines = new HashMap<>();
        for (int node = 1; node < comparison.nodeCount(); node++) {
            int a = comparison.baseNode(node);
            int b = comparison.newNode(node);
            if (a >= 0 && b >= 0) {
                lines.put(
                        base.tree().frames().line(base.tree().frame(a)),
                        changed.tree().frames().line(changed.tree().frame(b)));
            }
        }
        return lines;
    }

    /** More than a few are found by a table. */
    @ParameterizedTest
    @ValueSource(ints = {5, 300})
    void lines_of_a_function_that_moved_match_however_many_there_are(int count) throws IOException {
        Partial base = lines(10, count, line -> -1);
        Partial changed = lines(14, count, line -> -1);
        Map<Integer, Integer> shifted = new HashMap<>();
        Map<Integer, Integer> exact = new HashMap<>();
        for (int line = 0; line < count; line++) {
            shifted.put(10 + 2 * line, 14 + 2 * line);
            if (line >= 2) {
                exact.put(10 + 2 * line, 10 + 2 * line);
            }
        }
        assertEquals(shifted, matchedLines(base, changed, MatchRule.SHIFT));
        assertEquals(shifted, matchedLines(base, changed, MatchRule.FUNCTION));
        assertEquals(exact, matchedLines(base, changed, MatchRule.EXACT));
    }
}
