package dev.heapcrest.merge;

import java.util.ArrayList;
import java.util.List;

/** Keeps the identities that a node refers to, so that equal trees have equal lists. */
final class OwnerNames {
    private OwnerNames() {}

    /** Which of a tree's identities a node refers to. In the tree of no capture there are none, and the root has number 0. */
    static boolean[] used(PartialTree tree) {
        boolean[] used = new boolean[tree.owners.length];
        if (used.length > 0) {
            for (PartialFigures each : tree.figures) {
                for (int owner : each.owners()) {
                    used[owner] = true;
                }
            }
        }
        return used;
    }

    static PartialTree withoutUnused(PartialTree tree) {
        boolean[] used = used(tree);
        int[] numbers = new int[used.length];
        List<String> kept = new ArrayList<>();
        for (int owner = 0; owner < used.length; owner++) {
            numbers[owner] = kept.size();
            if (used[owner]) {
                kept.add(tree.owners[owner]);
            }
        }
        if (kept.size() == used.length) {
            return tree;
        }
        for (PartialFigures each : tree.figures) {
            int[] owners = each.owners();
            for (int node = 0; node < owners.length; node++) {
                owners[node] = numbers[owners[node]];
            }
        }
        return new PartialTree(
                tree.frames, tree.depths, tree.nodeFrames, tree.captures, kept.toArray(String[]::new), tree.figures);
    }
}
