package heapcrest.tree;

import heapcrest.aggregate.HeapProfile;
import heapcrest.stacks.FrameTable;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expands the surviving stacks of a profile into a call tree. No recursion: stacks of 100,000 frames are legal. */
public final class CallTreeBuilder {
    private CallTreeBuilder() {}

    /**
     * The call tree of a profile with all its views.
     *
     * @param primary the view that orders siblings and comes first among the metrics
     * @throws IllegalArgumentException if the profile does not have that view
     */
    public static CallTree build(HeapProfile profile, CallTree.Kind primary) {
        List<View> views = views(profile, primary);
        DisplayTree tree = new DisplayTree(profile);
        long[] totals = totals(tree, views.get(0).figures.bytes());
        int[] preorder = preorder(tree, totals, profile.frames());

        int count = tree.count();
        int[] numbers = new int[count];
        int[] depths = new int[count];
        int[] frames = new int[count];
        for (int i = 0; i < count; i++) {
            int node = preorder[i];
            numbers[node] = i;
            frames[i] = tree.frames.getInt(node);
            depths[i] = node == 0 ? 0 : depths[numbers[tree.parents.getInt(node)]] + 1;
        }
        return OwnValues.collect(profile, tree.locationNodes, numbers).tree(depths, frames, profile.frames(), views);
    }

    /** One view of the profile. */
    record View(CallTree.Kind kind, HeapProfile.Figures figures) {}

    private static List<View> views(HeapProfile profile, CallTree.Kind primary) {
        List<View> views = new ArrayList<>();
        for (CallTree.Kind kind : CallTree.Kind.values()) {
            HeapProfile.@Nullable Figures figures = switch (kind) {
                case PEAK -> profile.peak();
                case LEAKS -> profile.leaks();
                case TEMPORARY -> profile.temporary();
            };
            if (figures != null) {
                views.add(kind == primary ? 0 : views.size(), new View(kind, figures));
            }
        }
        if (views.get(0).kind != primary) {
            throw new IllegalArgumentException("the profile has no " + primary + " view");
        }
        return views;
    }

    private static long[] totals(DisplayTree tree, long[] locationBytes) {
        long[] totals = new long[tree.count()];
        for (int i = 0; i < locationBytes.length; i++) {
            totals[tree.locationNodes[i]] += locationBytes[i];
        }
        for (int node = totals.length - 1; node > 0; node--) {
            totals[tree.parents.getInt(node)] += totals[node];
        }
        return totals;
    }

    private static int[] preorder(DisplayTree tree, long[] totals, FrameTable names) {
        int count = tree.count();
        // children of a node: order[firsts[node] .. firsts[node + 1])
        int[] firsts = new int[count + 1];
        for (int node = 1; node < count; node++) {
            firsts[tree.parents.getInt(node) + 1]++;
        }
        for (int node = 0; node < count; node++) {
            firsts[node + 1] += firsts[node];
        }
        int[] order = new int[count - 1];
        int[] filled = firsts.clone();
        for (int node = 1; node < count; node++) {
            order[filled[tree.parents.getInt(node)]++] = node;
        }
        IntComparator largestFirst = (a, b) -> {
            int byBytes = Long.compare(totals[b], totals[a]);
            return byBytes != 0 ? byBytes : compareText(names, tree.frames.getInt(a), tree.frames.getInt(b));
        };
        int[] preorder = new int[count];
        int[] pending = new int[count];
        int pendingCount = 1;
        int next = 0;
        while (pendingCount > 0) {
            int node = pending[--pendingCount];
            preorder[next++] = node;
            int from = firsts[node];
            int to = firsts[node + 1];
            if (to - from > 1) {
                IntArrays.quickSort(order, from, to, largestFirst);
            }
            for (int i = to - 1; i >= from; i--) {
                pending[pendingCount++] = order[i];
            }
        }
        return preorder;
    }

    private static int compareText(FrameTable names, int a, int b) {
        int order = names.function(a).compareTo(names.function(b));
        if (order == 0) {
            order = names.file(a).compareTo(names.file(b));
        }
        return order != 0 ? order : Integer.compare(names.line(a), names.line(b));
    }
}
