package dev.heapcrest.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.cli.CommandRun;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code tree} and {@code summary} print; their figures are compared with memray's in ConformanceTest. */
class TerminalReportsTest {
    private static String text(String command, String capture, String... options) {
        CommandRun run = CommandRun.ofCaptures(
                List.of(capture),
                IntStream.rangeClosed(0, options.length)
                        .mapToObj(i -> i == 0 ? command : options[i - 1])
                        .toArray(String[]::new));
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        return run.outText();
    }

    private static List<String> lines(String command, String capture, String... options) {
        return text(command, capture, options).lines().toList();
    }

    @Test
    void a_pipe_gets_plain_text() {
        for (String command : List.of("tree", "summary", "stats")) {
            assertFalse(text(command, "threads8-h13-py313-lz4").contains("\u001b"), command);
        }
    }

    @Test
    void a_summary_has_memrays_columns_and_marks_the_one_it_is_sorted_by() {
        List<String> lines = lines("summary", "complex-h13-py313-lz4", "-s", "5", "-r", "2");
        assertEquals(
                "      Total Memory     Total Memory %         Own Memory       Own Memory % <Allocation Count>  Location",
                lines.get(0));
        assertEquals(4, lines.size());
        assertTrue(lines.get(3).endsWith(" more functions; -r shows more rows"), lines.get(3));
    }

    @Test
    void a_summary_is_as_long_as_a_terminal_of_memrays_default_size() {
        assertEquals(1 + 19 + 1, lines("summary", "threads8-h13-py313-lz4").size());
        // as in memray, none are the default
        assertEquals(
                1 + 19 + 1,
                lines("summary", "threads8-h13-py313-lz4", "-r", "0").size());
    }

    @Test
    void columns_that_are_not_there_are_refused_in_memrays_words() {
        for (String column : List.of("0", "6")) {
            CommandRun run = CommandRun.of("summary", "-s", column, "x");
            assertEquals(2, run.exitCode());
            assertEquals(
                    "heapcrest summary: error: The --sort-column argument must be between 1 and 5 (see heapcrest summary"
                            + " --help)\n",
                    run.err());
        }
    }

    @Test
    void what_a_tree_does_not_show_is_summed_up() {
        List<String> lines = lines("tree", "complex-h13-py313-lz4", "-b", "3");
        assertTrue(lines.get(1).endsWith("465.750 kB 100.00 %           20  <ROOT>"), lines.get(1));
        String last = lines.get(lines.size() - 1);
        assertTrue(last.endsWith(" places that hold less; -b shows more)"), last);
        String none = text("tree", "complex-h13-py313-lz4", "-b", "0");
        assertEquals(3, none.lines().count(), none);
    }

    @Test
    void frames_of_the_machinery_are_shown_on_demand() {
        assertFalse(text("tree", "complex-h13-py313-lz4").contains("runpy"));
        assertTrue(text("tree", "complex-h13-py313-lz4", "--all-frames").contains("<frozen runpy>"));
    }

    @Test
    void a_thread_is_named_where_all_below_is_its_own() {
        List<String> lines = lines("tree", "threads8-h13-py313-lz4");
        // eight threads share the stacks of one function, so no thread is theirs
        List<String> named =
                lines.stream().filter(line -> line.contains("[thread ")).toList();
        assertEquals(1, named.size(), String.join("\n", lines));
        assertTrue(named.get(0).matches(".*└─ _run_tracker .*  \\[thread 0x1\\]"), named.get(0));
        assertFalse(text("tree", "complex-h13-py313-lz4").contains("[thread "), "of a single thread");
    }

    @Test
    void a_deep_stack_ends_where_memray_ends_and_says_so() {
        List<String> lines = lines("tree", "deep5000-h13-py313-lz4");
        // 400 levels of the deepest, and those of the others that differ
        assertTrue(lines.size() < LargestAllocations.DEEPEST + 200, lines.size() + " lines");
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.endsWith("│  (4,603 more frames below)"))
                        .count());
        assertTrue(lines.stream().allMatch(line -> line.length() < 200));
    }

    @Test
    void names_move_no_cursor() {
        for (String command : List.of("tree", "summary", "stats")) {
            assertTrue(
                    text(command, "evilnames-h13-py313-lz4")
                            .codePoints()
                            .allMatch(c -> c == '\n' || !Character.isISOControl(c)),
                    command);
        }
    }

    @Test
    void nothing_is_a_tree_and_a_summary_too() {
        assertEquals(2, lines("tree", "synthempty-h13-py313-raw").size());
        assertEquals(1, lines("summary", "synthempty-h13-py313-raw").size());
    }

    @Test
    void colours_follow_the_share() {
        Colour colour = new Colour(true);
        assertEquals("\u001b[31mx\u001b[0m", colour.amount("x", 61, 100));
        assertEquals("\u001b[33mx\u001b[0m", colour.amount("x", 60, 100));
        assertEquals("\u001b[32mx\u001b[0m", colour.amount("x", 20, 100));
        assertEquals("\u001b[92mx\u001b[0m", colour.amount("x", 5, 100));
        assertEquals("x", new Colour(false).amount("x", 1, 1));
    }
}
