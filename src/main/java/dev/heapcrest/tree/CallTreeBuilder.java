package dev.heapcrest.tree;

import dev.heapcrest.aggregate.HeapProfile;
import java.util.ArrayList;
import java.util.Arrays;
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
        List<CallTree.Metric> views = views(profile, primary);
        DisplayTree tree = new DisplayTree(profile);
        int[] preorder = Preorder.of(tree, profile.frames(), views.get(0).bytes());
        int[] numbers = new int[preorder.length];
        int[] depths = new int[preorder.length];
        int[] frames = new int[preorder.length];
        for (int i = 1; i < preorder.length; i++) {
            int node = preorder[i];
            numbers[node] = i;
            frames[i] = tree.frames[node];
            depths[i] = depths[numbers[tree.parents[node]]] + 1;
        }
        int[] ownNodes = new int[profile.locationCount()];
        Arrays.setAll(ownNodes, location -> numbers[tree.locationNodes[location]]);
        return OwnValues.collect(ownNodes, profile.locationThreads(), profile.locationAllocators())
                .tree(depths, frames, profile.frames(), views);
    }

    /** Figures by location, the primary view first. */
    private static List<CallTree.Metric> views(HeapProfile profile, CallTree.Kind primary) {
        List<CallTree.Metric> views = new ArrayList<>();
        for (CallTree.Kind kind : CallTree.Kind.values()) {
            HeapProfile.@Nullable Figures figures = switch (kind) {
                case PEAK -> profile.peak();
                case LEAKS -> profile.leaks();
                case TEMPORARY -> profile.temporary();
            };
            if (figures != null) {
                views.add(
                        kind == primary ? 0 : views.size(),
                        new CallTree.Metric(kind, figures.bytes(), figures.counts()));
            }
        }
        if (views.get(0).kind() != primary) {
            throw new IllegalArgumentException("the profile has no " + primary + " view");
        }
        return views;
    }
}
