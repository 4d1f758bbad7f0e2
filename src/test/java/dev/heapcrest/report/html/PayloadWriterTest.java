package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.tree.CallTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PayloadWriterTest {
    private static PayloadReader roundTrip(CallTree tree, String... threads) {
        Profile profile = Profiles.profile(tree, Profiles.header("app.py"), Profiles.COMPLETE, threads);
        return PayloadReader.ofPage(Profiles.html(profile, tree, Profiles.options()));
    }

    private static void assertSameTree(CallTree tree, PayloadReader read) {
        assertArrayEquals(tree.depths(), read.depths);
        for (int node = 1; node < tree.nodeCount(); node++) {
            int frame = tree.nodeFrames()[node];
            assertEquals(tree.frames().function(frame), read.function(node));
            assertEquals(tree.frames().file(frame), read.file(node));
            assertEquals(tree.frames().line(frame), read.line(node));
        }
        assertArrayEquals(tree.ownNodes(), read.ownNodes);
        assertArrayEquals(tree.ownThreads(), read.ownThreads);
        for (int i = 0; i < tree.ownAllocators().length; i++) {
            assertEquals(tree.ownAllocators()[i], read.ownAllocators[i]);
        }
        for (Figures metric : tree.figures()) {
            int section = switch (metric.view().kind()) {
                case PEAK -> 8;
                case LEAKS -> 9;
                case TEMPORARY -> 10;
                case BASE_PEAK -> 15;
                case BASE_LEAKS -> 16;
                case TOGETHER -> 19;
            };
            assertArrayEquals(metric.bytes().toArray(), read.metrics.get(section)[0]);
            assertArrayEquals(metric.counts().toArray(), read.metrics.get(section)[1]);
        }
        assertEquals(tree.figures().size(), read.metrics.size());
    }

    @Test
    void a_small_tree_reads_as_it_was_written() {
        CallTree tree = new Profiles.TreeMaker()
                .node(1, "main", "app.py", 10)
                .own(0, 6, 100, 1, 50, 1)
                .node(2, "load", "app.py", 20)
                .own(0, 6, 1L << 40, 3, 0, 0)
                .own(1, 14, 4096, 1, 4096, 1)
                .node(3, "main", "app.py", 10)
                .own(1, 2, 0, 7, 0, 0)
                .node(1, "idle", "app.py", 30)
                .own(0, 6, 1, 1, 1, 1)
                .tree();
        PayloadReader read = roundTrip(tree, "MainThread", "");

        assertSameTree(tree, read);
        assertEquals("memray", read.function(0));
        assertEquals("", read.file(0));
        assertArrayEquals(new long[] {1, 2}, read.threadIds);
        assertEquals("MainThread", read.strings[read.threadNames[0]]);
        assertEquals("", read.strings[read.threadNames[1]]);
        assertArrayEquals(new long[] {1_700_000_000_000L, 1_700_000_000_010L, 1_700_000_000_021L}, read.times);
        assertArrayEquals(new long[] {10_000_000, 12_000_000, 11_000_000}, read.resident);
        assertArrayEquals(new long[] {0, 1_000_000, 999_999}, read.heap);
    }

    @Test
    void a_tree_of_its_root_alone_reads_as_it_was_written() {
        CallTree tree = new Profiles.TreeMaker().tree();
        PayloadReader read = roundTrip(tree);
        assertSameTree(tree, read);
        assertEquals(1, read.functions.length);
        assertEquals(0, read.threadIds.length);
    }

    @Test
    void random_trees_read_as_they_were_written() {
        for (long seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            Profiles.TreeMaker maker = new Profiles.TreeMaker();
            int depth = 0;
            int nodes = random.nextInt(2000);
            for (int i = 0; i < nodes; i++) {
                depth = 1 + random.nextInt(depth + 1);
                int function = random.nextInt(1 + random.nextInt(40));
                maker.node(depth, "f" + function, "pkg" + function % 5 + "/m.py", random.nextInt(3000) - 5);
                for (int own = random.nextInt(3); own > 0; own--) {
                    maker.own(random.nextInt(3), 1 + random.nextInt(15), any(random), any(random), any(random), 0);
                }
            }
            CallTree tree = maker.tree();
            assertSameTree(tree, roundTrip(tree, "a", "b", "c"));
        }
    }

    /** Of both signs and all sizes, but small enough that the sum of 6,000 has 63 bits. */
    private static long any(Random random) {
        return random.nextLong() >> 14 + random.nextInt(50);
    }

    @Test
    void figures_of_both_signs_and_of_any_size_read_as_they_were_written() {
        long[] extremes = {Long.MAX_VALUE, -Long.MAX_VALUE, 1, -1, 0, 1L << 53, -(1L << 53) - 1, 4096, -4096};
        for (long peak : extremes) {
            for (long leaked : extremes) {
                CallTree tree = new Profiles.TreeMaker()
                        .node(1, "odd", "app.py", 1)
                        .own(0, 6, peak, leaked, leaked, peak)
                        .tree();
                assertSameTree(tree, roundTrip(tree, "MainThread"));
            }
        }
    }

    @Test
    void a_stack_of_a_hundred_thousand_frames_reads_as_it_was_written() {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (int depth = 1; depth <= 100_000; depth++) {
            maker.node(depth, "again", "deep.py", depth % 2);
        }
        CallTree tree = maker.own(0, 6, 64, 1, 64, 1).tree();
        assertSameTree(tree, roundTrip(tree, "main"));
    }

    @Test
    void names_read_as_the_program_gave_them_but_lone_surrogates() {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        List<String> names = new ArrayList<>(Profiles.HOSTILE_NAMES);
        names.add("");
        for (String name : names) {
            maker.node(1, name, name + ".py", 1);
        }
        PayloadReader read = roundTrip(maker.tree(), names.toArray(new String[0]));
        for (int i = 0; i < names.size(); i++) {
            String expected = names.get(i).startsWith("\uD800") ? "\uFFFD lone \uFFFD" : names.get(i);
            assertEquals(expected, read.function(i + 1));
            assertEquals(expected + ".py", read.file(i + 1));
            assertEquals(expected, read.strings[read.threadNames[i]]);
        }
    }

    @Test
    void strings_are_sorted_and_shared_prefixes_do_not_split_surrogate_pairs() {
        // both begin with the same high surrogate
        CallTree tree = new Profiles.TreeMaker()
                .node(1, "a\uD83D\uDE00", "x", 1)
                .node(1, "a\uD83D\uDE01", "x", 1)
                .tree();
        PayloadReader read = roundTrip(tree);
        assertEquals("a\uD83D\uDE00", read.function(1));
        assertEquals("a\uD83D\uDE01", read.function(2));
        for (int i = 1; i < read.strings.length; i++) {
            assertTrue(read.strings[i - 1].compareTo(read.strings[i]) < 0);
        }
    }

    @Test
    void frames_that_many_nodes_have_come_first() {
        CallTree tree = new Profiles.TreeMaker()
                .node(1, "rare", "a.py", 1)
                .node(2, "often", "a.py", 2)
                .node(1, "twice", "a.py", 3)
                .node(2, "often", "a.py", 2)
                .node(3, "twice", "a.py", 3)
                .node(4, "often", "a.py", 2)
                .tree();
        PayloadReader read = roundTrip(tree);
        assertEquals("memray", read.strings[read.functions[0]]);
        assertEquals("often", read.strings[read.functions[1]]);
        assertEquals("twice", read.strings[read.functions[2]]);
        assertEquals("rare", read.strings[read.functions[3]]);
    }

    @Test
    void frames_carry_their_flags() {
        CallTree tree = new Profiles.TreeMaker()
                .node(1, "_run_code", "<frozen runpy>", 88)
                .node(2, "_find_and_load", "<frozen importlib._bootstrap>", 1)
                .node(3, "PyEval_EvalCode", "Python/ceval.c", 9)
                .node(4, "main", "app.py", 1)
                .tree();
        PayloadReader read = roundTrip(tree);
        assertEquals(0, read.flags[read.nodeFrames[0]]);
        assertEquals(1, read.flags[read.nodeFrames[1]]);
        assertEquals(3, read.flags[read.nodeFrames[2]]);
        // native frames are told by their image, which this one has not
        assertEquals(1, read.flags[read.nodeFrames[3]]);
        assertEquals(0, read.flags[read.nodeFrames[4]]);
    }

    @Test
    void metadata_says_everything_about_the_capture() {
        CallTree tree = new Profiles.TreeMaker()
                .node(1, "main", "app.py", 1)
                .own(0, 6, 5, 1, 3, 1)
                .tree();
        PayloadReader read = roundTrip(tree, "main");
        assertEquals("heapcrest 0.1.0", read.metadata.get("generator").getAsString());
        assertEquals("flamegraph report", read.metadata.get("title").getAsString());
        JsonObject capture = read.metadata.getAsJsonObject("capture");
        assertEquals("app.py", capture.get("command_line").getAsString());
        assertEquals(4711, capture.get("pid").getAsInt());
        assertEquals("3.13", capture.get("python_version").getAsString());
        assertEquals("0x1", capture.get("main_thread_id").getAsString());
        assertEquals(1_000_000, read.metadata.get("peak_memory_bytes").getAsLong());
        assertFalse(read.metadata.has("temporary"));
        assertTrue(read.metadata.get("leaks_uncertain").getAsBoolean());
        assertEquals(
                "complete",
                read.metadata.getAsJsonObject("coverage").get("state").getAsString());
        assertEquals("peak", read.metadata.get("view").getAsString());
        assertFalse(read.metadata.get("inverted").getAsBoolean());
        assertEquals(3, read.metadata.getAsJsonObject("leaks").get("bytes").getAsLong());
    }

    @Test
    void metadata_has_a_row_for_each_view_that_says_where_its_figures_are() {
        CallTree tree = new Profiles.TreeMaker()
                .views(View.PEAK, View.LEAKS, View.temporary(7))
                .node(1, "main", "app.py", 1)
                .own(0, 6, 5, 1, 3, 1, 2, 1)
                .tree();
        PayloadReader read = roundTrip(tree, "main");
        List<String> views = new ArrayList<>();
        for (JsonElement view : read.metadata.getAsJsonArray("views")) {
            JsonObject row = view.getAsJsonObject();
            views.add(row.get("key").getAsString() + " " + row.get("unit").getAsString() + " "
                    + read.metrics.get(row.get("section").getAsInt())[0][0]);
        }
        assertEquals(List.of("peak bytes 5", "leaks bytes 3", "temporary bytes 2"), views);
        assertEquals(
                7, read.metadata.getAsJsonObject("temporary").get("threshold").getAsInt());
    }
}
