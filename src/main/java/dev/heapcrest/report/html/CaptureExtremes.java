package dev.heapcrest.report.html;

import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialTree;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.DepthFirst;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What single captures hold of the nodes of a sum: how many have a node, which of them has the most, and how much
 * (docs/report-format.md, sections 17 and 18). Extremes are of the sum before folding; a box of folded nodes has none.
 * Needs about 30 bytes a node while it is written.
 */
final class CaptureExtremes {
    /** Views of a sum in the order of their sections. */
    private static final List<View.Kind> VIEWS = List.of(View.Kind.PEAK, View.Kind.LEAKS);

    private static final int UNKNOWN = -1;

    private final PartialTree sums;
    private final CallTree tree;
    private final int[] parents;
    /** Of each node of the page its node of the sum. */
    private final int[] inSum;
    /** Numbers of captures by identity, in the order in which nodes need them. */
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    private final Map<String, String> names = new HashMap<>();

    private CaptureExtremes(Partial partial, CallTree tree) {
        sums = partial.tree();
        this.tree = tree;
        parents = tree.parents();
        inSum = nodesInSum(sums, tree, parents);
        for (CaptureRow row : partial.rows()) {
            names.putIfAbsent(row.identity(), ManyCaptures.nameOf(row));
        }
        for (int node = 0; node < inSum.length; node++) {
            for (View.Kind kind : VIEWS) {
                if (inSum[node] != UNKNOWN) {
                    numbers.putIfAbsent(sums.largestCapture(kind, inSum[node]), numbers.size());
                }
            }
        }
    }

    /**
     * Of a page.
     *
     * @param tree as it is written, after folding
     * @return null where nothing is to be told: of one capture, and where each node is of one capture anyway
     */
    static @Nullable CaptureExtremes of(@Nullable ManyCaptures many, CallTree tree) {
        return many == null || many.split() || many.partial().readable() < 2
                ? null
                : new CaptureExtremes(many.partial(), tree);
    }

    /**
     * Frames are numbered alike, and siblings of a sum are in order of distinct frames. So one pass over both trees, that of the
     * page in the same order, finds all: a hash table of 5.8 million nodes took 3 s. Of two siblings with one frame, the second
     * is a box of folded nodes.
     */
    private static int[] nodesInSum(PartialTree sums, CallTree tree, int[] parents) {
        int[] frames = tree.nodeFrames();
        int[] depths = tree.depths();
        int[] inSum = new int[tree.nodeCount()];
        int next = 0;
        for (int node : DepthFirst.order(IntColumn.of(parents), (a, b) -> Integer.compare(frames[a], frames[b]))) {
            if (node > 0 && inSum[parents[node]] == UNKNOWN) {
                inSum[node] = UNKNOWN;
                continue;
            }
            while (next < sums.nodeCount() && precedes(sums, next, depths[node], frames[node])) {
                next++;
            }
            boolean found =
                    next < sums.nodeCount() && sums.depth(next) == depths[node] && sums.frame(next) == frames[node];
            inSum[node] = found ? next++ : UNKNOWN;
        }
        return inSum;
    }

    /** Whether a node of the sum comes before a sibling with this frame: what is deeper is below siblings that the page lacks. */
    private static boolean precedes(PartialTree sums, int node, int depth, int frame) {
        return sums.depth(node) > depth || (sums.depth(node) == depth && sums.frame(node) < frame);
    }

    int nodeCount() {
        return inSum.length;
    }

    /** Names of the captures that have the most of some node. */
    List<String> captureNames() {
        List<String> list = new ArrayList<>();
        for (String identity : numbers.keySet()) {
            list.add(ShortText.ofText(names.getOrDefault(identity, "a capture that is not listed")));
        }
        return list;
    }

    /** Writes the extremes of all nodes. */
    void write(ColumnWriter columns) {
        for (int node : inSum) {
            columns.leb(node == UNKNOWN ? 0 : sums.captures(node));
        }
        for (View.Kind kind : VIEWS) {
            Figures figures = Objects.requireNonNull(tree.find(kind));
            long[] totals = tree.totals(figures.bytes(), parents);
            for (int node = 0; node < inSum.length; node++) {
                columns.zigzag(inSum[node] == UNKNOWN ? 0 : totals[node] - sums.largestBytes(kind, inSum[node]));
            }
            int[] owners = new int[inSum.length];
            for (int node = 0; node < inSum.length; node++) {
                int above = node == 0 ? 0 : owners[parents[node]];
                owners[node] = inSum[node] == UNKNOWN
                        ? above
                        : Objects.requireNonNull(numbers.get(sums.largestCapture(kind, inSum[node])));
                columns.leb(owners[node] == above ? 0 : owners[node] + 1);
            }
        }
    }
}
