package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.PageBudget;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.FoldedTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldingTest {
    private static CallTree randomTree(long seed, int nodes) {
        Random random = new Random(seed);
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        int depth = 0;
        for (int i = 0; i < nodes; i++) {
            depth = 1 + random.nextInt(Math.min(depth + 1, 30));
            maker.node(depth, "f" + i, "m.py", i);
            for (int thread = 0; thread < 3; thread++) {
                if (random.nextInt(3) == 0) {
                    long bytes = 1L << random.nextInt(30);
                    maker.own(thread, 6, bytes, 1, random.nextBoolean() ? bytes : 0, 1);
                }
            }
        }
        return maker.tree();
    }

    /** Bytes by (metric, thread), and by thread and path of functions that both trees have. */
    private static Map<String, Long> totals(CallTree tree, int firstBoxFrame) {
        Map<String, Long> totals = new HashMap<>();
        int[] parents = tree.parents();
        for (Figures metric : tree.figures()) {
            for (int i = 0; i < tree.ownNodes().length; i++) {
                for (int node = tree.ownNodes()[i]; node >= 0; node = parents[node]) {
                    int frame = tree.nodeFrames()[node];
                    if (frame < firstBoxFrame) {
                        String key = metric.view() + " " + tree.ownThreads()[i] + " " + frame;
                        totals.merge(key, metric.bytes().get(i), Long::sum);
                        totals.merge("count " + key, metric.counts().get(i), Long::sum);
                    }
                }
            }
        }
        return totals;
    }

    @Test
    void totals_of_what_is_left_stay_exact_by_metric_and_thread() {
        for (long seed = 1; seed <= 20; seed++) {
            CallTree whole = randomTree(seed, 3000);
            FoldedTree folded = FoldedTree.fold(whole, 500);
            CallTree tree = folded.tree();
            assertTrue(tree.nodeCount() <= 500, "seed " + seed);
            assertTrue(tree.nodeCount() >= 499, "seed " + seed + " leaves " + tree.nodeCount());
            assertEquals(whole.nodeCount(), tree.nodeCount() - folded.boxCount() + folded.foldedNodes());
            Map<String, Long> before = totals(whole, folded.firstBoxFrame());
            totals(tree, folded.firstBoxFrame())
                    .forEach((key, bytes) -> assertEquals(before.get(key), bytes, "of " + key));
        }
    }

    @Test
    void what_is_left_is_larger_than_what_is_folded() {
        CallTree whole = randomTree(7, 2000);
        FoldedTree folded = FoldedTree.fold(whole, 300);
        int[] wholeParents = whole.parents();
        boolean[] left = new boolean[whole.frames().count() + 1];
        for (int frame : folded.tree().nodeFrames()) {
            if (frame < folded.firstBoxFrame()) {
                left[frame] = true;
            }
        }
        for (Figures metric : whole.figures()) {
            long[] totals = whole.totals(metric.bytes(), wholeParents);
            for (int node = 1; node < totals.length; node++) {
                if (!left[whole.nodeFrames()[node]]) {
                    assertTrue(totals[node] <= folded.threshold() * (double) totals[0]);
                }
            }
        }
    }

    @Test
    void boxes_come_last_say_how_many_they_stand_for_and_are_never_of_one() {
        Profiles.TreeMaker maker = new Profiles.TreeMaker().node(1, "main", "app.py", 1);
        for (int i = 0; i < 1500; i++) {
            maker.node(2, "small" + i, "app.py", i).own(0, 6, 1, 1, 1, 1);
        }
        maker.node(2, "large", "app.py", 9).own(0, 6, 1_000_000, 1, 0, 0);
        maker.node(3, "tiny", "app.py", 10).own(0, 6, 1, 1, 0, 0);
        FoldedTree folded = FoldedTree.fold(maker.tree(), 5);
        CallTree tree = folded.tree();
        assertArrayEquals(new int[] {0, 1, 2, 3, 2}, tree.depths());
        assertEquals("tiny", tree.frames().function(tree.nodeFrames()[3]));
        assertEquals("(1,500 smaller)", tree.frames().function(tree.nodeFrames()[4]));
        assertEquals("", tree.frames().file(tree.nodeFrames()[4]));
        assertEquals(1, folded.boxCount());
        assertEquals(1500, folded.foldedNodes());
        assertEquals(1500, tree.figures().get(1).totalBytes());
    }

    @Test
    void a_tree_without_any_bytes_can_be_folded() {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (int i = 0; i < 100; i++) {
            maker.node(1 + i % 3, "f" + i, "app.py", 1).own(0, 6, 0, 1, 0, 0);
        }
        CallTree tree = FoldedTree.fold(maker.tree(), 2).tree();
        assertEquals(2, tree.nodeCount());
        assertEquals(100, tree.primary().counts().get(0));
    }

    private static PayloadReader page(CallTree tree, PageBudget budget, StringBuilder html) throws IOException {
        Profile profile = Profiles.profile(tree, Profiles.header("app.py"), Profiles.COMPLETE, "a", "b", "c");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FlameGraphReport.write(profile, tree, Profiles.options().withBudget(budget), bytes);
        html.append(bytes.toString(StandardCharsets.UTF_8));
        return PayloadReader.ofPage(html.toString());
    }

    @Test
    void a_page_over_the_budget_of_nodes_says_what_was_folded() throws IOException {
        CallTree tree = randomTree(3, 3000);
        StringBuilder html = new StringBuilder();
        PayloadReader read = page(tree, new PageBudget(400, Long.MAX_VALUE), html);
        assertTrue(read.depths.length <= 400);
        JsonObject folding = read.metadata.getAsJsonObject("folding");
        int boxes = folding.get("boxes").getAsInt();
        assertEquals(3001, read.depths.length - boxes + folding.get("nodes").getAsInt());
        String text = folding.get("text").getAsString();
        assertTrue(text.contains("--full"), text);
        assertTrue(html.toString().contains("<p>" + text + "</p>"));
        int flagged = 0;
        for (int frame : read.nodeFrames) {
            flagged += (read.flags[frame] & 8) != 0 ? 1 : 0;
        }
        assertEquals(boxes, flagged);
    }

    @Test
    void a_page_over_the_budget_of_bytes_is_folded_until_it_fits() throws IOException {
        CallTree tree = randomTree(4, 20_000);
        PayloadReader whole = page(tree, PageBudget.NONE, new StringBuilder());
        assertEquals(20_001, whole.depths.length);
        assertTrue(whole.metadata.get("folding").isJsonNull());
        StringBuilder html = new StringBuilder();
        PayloadReader read = page(tree, new PageBudget(Integer.MAX_VALUE, 100_000), html);
        assertTrue(read.depths.length < 20_001);
        int payload = html.indexOf("class=\"payload\">") + "class=\"payload\">".length();
        assertTrue(html.indexOf("</script>", payload) - payload <= 100_000);
    }
}
