package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.report.FunctionTotals;
import dev.heapcrest.tree.CallTree;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionTotalsTest {
    private static final CallTree TREE = new Profiles.TreeMaker()
            .node(1, "main", "app.py", 1)
            .own(0, 6, 1, 1, 0, 0)
            .node(2, "again", "app.py", 5)
            .own(0, 6, 10, 1, 0, 0)
            .node(3, "again", "app.py", 6)
            .own(1, 6, 100, 2, 0, 0)
            .node(4, "leaf", "lib.py", 7)
            .own(0, 6, 1000, 3, 0, 0)
            .node(2, "leaf", "lib.py", 8)
            .own(0, 6, 5000, 1, 0, 0)
            .node(1, "leaf", "other.py", 8)
            .tree();

    @Test
    void recursion_counts_each_byte_once() {
        List<FunctionTotals.Row> rows = FunctionTotals.of(TREE).largestTotal(50);
        assertEquals(
                List.of(
                        new FunctionTotals.Row("main", "app.py", 1, 1, 6111, 8),
                        new FunctionTotals.Row("leaf", "lib.py", 6000, 4, 6000, 4),
                        new FunctionTotals.Row("again", "app.py", 110, 3, 1110, 6),
                        new FunctionTotals.Row("leaf", "other.py", 0, 0, 0, 0)),
                rows);
    }

    @Test
    void the_largest_themselves_leave_out_what_holds_nothing() {
        assertEquals(
                List.of("leaf", "again", "main"),
                FunctionTotals.of(TREE).largestSelf(50).stream()
                        .map(FunctionTotals.Row::name)
                        .toList());
        assertEquals(1, FunctionTotals.of(TREE).largestSelf(1).size());
    }

    @Test
    void a_tree_of_its_root_alone_has_no_functions() {
        assertEquals(
                List.of(), FunctionTotals.of(new Profiles.TreeMaker().tree()).largestTotal(50));
    }
}
