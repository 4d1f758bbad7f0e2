package dev.heapcrest.report.text;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.FunctionTotals;
import dev.heapcrest.tree.CallTree;
import org.jspecify.annotations.Nullable;

/** The figures that {@code summary} and {@code tree} print, for tests of other packages. */
public final class TerminalReports {
    private TerminalReports() {}

    /** Receives rows of a summary. */
    public interface Rows {
        void row(String function, String file, long ownBytes, long totalBytes, long count);
    }

    public static void summary(CallTree tree, Rows rows) {
        for (FunctionTotals.Row row : new FunctionSummary(tree).rows(1, Integer.MAX_VALUE)) {
            rows.row(row.name(), row.file(), row.selfBytes(), row.totalBytes(), row.totalCount());
        }
    }

    /** A frame of a node. */
    public record Frame(String function, String file, int line, int image) {}

    /** Receives nodes, numbered from 0 in order, parents first. */
    public interface Nodes {
        /** A node; the root has parent -1 and no frame. */
        void node(int parent, @Nullable Frame frame, long bytes, long count);
    }

    /** With all frames. */
    public static void tree(Profile profile, CallTree tree, int most, Nodes nodes) {
        new LargestAllocations(profile, tree, most, true)
                .forEach((node, parent, frame, bytes, count) -> nodes.node(
                        parent,
                        parent < 0
                                ? null
                                : new Frame(
                                        tree.frames().function(frame),
                                        tree.frames().file(frame),
                                        tree.frames().line(frame),
                                        tree.frames().image(frame)),
                        bytes,
                        count));
    }

    /** Stacks that a tree does not show. */
    public record Elided(long stacks, long bytes) {}

    public static Elided elided(Profile profile, CallTree tree, int most) {
        LargestAllocations shown = new LargestAllocations(profile, tree, most, true);
        return new Elided(shown.elidedStacks(), shown.elidedBytes());
    }
}
