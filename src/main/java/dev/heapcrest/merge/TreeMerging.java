package dev.heapcrest.merge;

import dev.heapcrest.profile.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Adds the trees of two partials. Both are in preorder with siblings in order of their frames, and the frames of both are
 * numbered in that order: one pass over both, whose result is in the same order. No recursion, no hash table.
 */
final class TreeMerging {
    private final PartialTree a;
    private final PartialTree b;
    private final PartialFrames.Union frames;
    private final int[] ownersOfA;
    private final int[] ownersOfB;
    private final String[] owners;
    private final int[] depths;
    private final int[] nodeFrames;
    private final int[] captures;
    private final List<Columns> columns = new ArrayList<>();
    private int count;

    private TreeMerging(PartialTree a, PartialTree b) {
        this.a = a;
        this.b = b;
        frames = PartialFrames.union(a.frames, b.frames);
        ownersOfA = new int[a.owners.length];
        ownersOfB = new int[b.owners.length];
        owners = PartialFrames.union(a.owners, b.owners, ownersOfA, ownersOfB);
        int most = Math.addExact(a.nodeCount(), b.nodeCount());
        depths = new int[most];
        nodeFrames = new int[most];
        captures = new int[most];
        for (int i = 0; i < a.figures.size(); i++) {
            columns.add(new Columns(a.figures.get(i), b.figures.get(i), most));
        }
    }

    /**
     * The sum of two trees, with the same views.
     *
     * @throws ArithmeticException if a sum has more than 63 bits; its message names a node
     */
    static PartialTree merge(PartialTree a, PartialTree b) {
        return new TreeMerging(a, b).merge();
    }

    /**
     * A tree with the nodes and views of both. How many captures have a node, the first tree says: 0 of nodes that only the
     * second one has.
     *
     * @throws ArithmeticException if a sum has more than 63 bits; its message names a node
     */
    static PartialTree beside(PartialTree a, PartialTree b) {
        List<View.Kind> kinds = new ArrayList<>(a.views());
        kinds.addAll(b.views());
        PartialTree sum = merge(a.with(kinds, a.captures), b.with(kinds, new int[b.nodeCount()]));
        sum.figures.forEach(PartialFigures::withoutNone);
        return sum;
    }

    private PartialTree merge() {
        int i = 0;
        int j = 0;
        while (i < a.nodeCount() || j < b.nodeCount()) {
            int order = order(i, j);
            if (order < 0) {
                add(a, i, frames.ofFirst()[a.nodeFrames[i]]);
                for (Columns each : columns) {
                    each.copy(each.a, i, ownersOfA, count);
                }
                i++;
            } else if (order > 0) {
                add(b, j, frames.ofSecond()[b.nodeFrames[j]]);
                for (Columns each : columns) {
                    each.copy(each.b, j, ownersOfB, count);
                }
                j++;
            } else {
                addBoth(i++, j++);
            }
            count++;
        }
        List<PartialFigures> figures = new ArrayList<>();
        for (Columns each : columns) {
            figures.add(each.figures(count));
        }
        return OwnerNames.withoutUnused(new PartialTree(
                frames.frames(),
                Arrays.copyOf(depths, count),
                Arrays.copyOf(nodeFrames, count),
                Arrays.copyOf(captures, count),
                owners,
                figures));
    }

    /**
     * Which node comes next; 0 if both are the same. A deeper one continues what is being copied. At one depth both are
     * below the same parent.
     */
    private int order(int i, int j) {
        int depthOfA = i < a.nodeCount() ? a.depths[i] : -1;
        int depthOfB = j < b.nodeCount() ? b.depths[j] : -1;
        if (depthOfA != depthOfB) {
            return Integer.compare(depthOfB, depthOfA);
        }
        return Integer.compare(frames.ofFirst()[a.nodeFrames[i]], frames.ofSecond()[b.nodeFrames[j]]);
    }

    private void add(PartialTree from, int node, int frame) {
        depths[count] = from.depths[node];
        nodeFrames[count] = frame;
        captures[count] = from.captures[node];
    }

    private void addBoth(int i, int j) {
        add(a, i, frames.ofFirst()[a.nodeFrames[i]]);
        try {
            captures[count] = Math.addExact(a.captures[i], b.captures[j]);
            for (Columns each : columns) {
                each.add(i, j, count);
            }
        } catch (ArithmeticException tooMuch) {
            throw new ArithmeticException("the sum of " + name(nodeFrames[count]) + " has more than 63 bits");
        }
    }

    private String name(int frame) {
        return frame == 0
                ? "all captures"
                : frames.frames().function(frame) + " (" + frames.frames().file(frame) + ":"
                        + frames.frames().line(frame) + ")";
    }

    /** The figures of one view on their way. */
    private final class Columns {
        final PartialFigures a;
        final PartialFigures b;
        private final long[] bytes;
        private final long[] counts;
        private final long[] smallest;
        private final long[] largest;
        private final int[] largestOwners;

        Columns(PartialFigures a, PartialFigures b, int most) {
            if (a.kind() != b.kind()) {
                throw new IllegalArgumentException(a.kind() + " and " + b.kind() + " are not added");
            }
            this.a = a;
            this.b = b;
            bytes = new long[most];
            counts = new long[most];
            smallest = new long[most];
            largest = new long[most];
            largestOwners = new int[most];
        }

        void copy(PartialFigures from, int node, int[] ownerNumbers, int to) {
            bytes[to] = from.bytes()[node];
            counts[to] = from.counts()[node];
            smallest[to] = from.smallest()[node];
            largest[to] = from.largest()[node];
            largestOwners[to] = ownerNumbers[from.owners()[node]];
        }

        void add(int i, int j, int to) {
            bytes[to] = Math.addExact(a.bytes()[i], b.bytes()[j]);
            counts[to] = Math.addExact(a.counts()[i], b.counts()[j]);
            smallest[to] = Math.min(a.smallest()[i], b.smallest()[j]);
            long largestOfA = a.largest()[i];
            long largestOfB = b.largest()[j];
            int ownerOfA = ownersOfA[a.owners()[i]];
            int ownerOfB = ownersOfB[b.owners()[j]];
            largest[to] = Math.max(largestOfA, largestOfB);
            largestOwners[to] = largestOfA > largestOfB
                    ? ownerOfA
                    : largestOfB > largestOfA ? ownerOfB : Math.min(ownerOfA, ownerOfB);
        }

        PartialFigures figures(int nodes) {
            PartialFigures figures = new PartialFigures(
                    a.kind(),
                    Arrays.copyOf(bytes, nodes),
                    Arrays.copyOf(counts, nodes),
                    Arrays.copyOf(smallest, nodes),
                    Arrays.copyOf(largest, nodes),
                    Arrays.copyOf(largestOwners, nodes));
            try {
                PartialFigures.requireSums(figures.bytes());
                PartialFigures.requireSums(figures.counts());
            } catch (ArithmeticException tooMuch) {
                throw new ArithmeticException("the sum of " + name(0) + " has more than 63 bits");
            }
            return figures;
        }
    }
}
