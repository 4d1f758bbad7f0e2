package dev.heapcrest.merge;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.View;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.DepthFirst;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Puts the call tree of one capture into the canonical order, with canonical files. No recursion. */
final class PartialTreeBuilder {
    /** The views of a partial, in its order. */
    static final List<View.Kind> VIEWS = List.of(View.Kind.PEAK, View.Kind.LEAKS);

    private final CallTree tree;
    private final PartialFrames.Sorted frames;
    /** Frame of the level above all others; 0 where there is none. */
    private final int levelFrame;

    private PartialTreeBuilder(CallTree tree, UnaryOperator<String> files, String level) {
        this.tree = tree;
        FrameTable given = tree.frames();
        int extra = level.isEmpty() ? 0 : 1;
        int[] used = usedFrames(tree);
        String[] functions = new String[used.length + 1 + extra];
        String[] fileNames = new String[functions.length];
        int[] lines = new int[functions.length];
        int[] firstLines = new int[functions.length];
        Map<String, String> known = new HashMap<>();
        for (int i = 0; i < used.length; i++) {
            functions[i + 1] = given.function(used[i]);
            fileNames[i + 1] = known.computeIfAbsent(given.file(used[i]), files);
            lines[i + 1] = given.line(used[i]);
            firstLines[i + 1] = given.firstLine(used[i]);
        }
        if (extra > 0) {
            functions[used.length + 1] = level;
            fileNames[used.length + 1] = "";
        }
        PartialFrames.Sorted sorted = PartialFrames.sorted(functions, fileNames, lines, firstLines);
        int[] numbers = new int[given.count() + 1];
        for (int i = 0; i < used.length; i++) {
            numbers[used[i]] = sorted.numbers()[i + 1];
        }
        levelFrame = extra == 0 ? 0 : sorted.numbers()[used.length + 1];
        frames = new PartialFrames.Sorted(sorted.frames(), numbers);
    }

    private static int[] usedFrames(CallTree tree) {
        boolean[] used = new boolean[tree.frames().count() + 1];
        for (int node = 1; node < tree.nodeCount(); node++) {
            used[tree.nodeFrames()[node]] = true;
        }
        IntArrayList list = new IntArrayList();
        for (int frame = 1; frame < used.length; frame++) {
            if (used[frame]) {
                list.add(frame);
            }
        }
        return list.toIntArray();
    }

    /**
     * The tree of one capture.
     *
     * @param files gives each file its name in the partial; two names that become one make frames equal
     * @param level name of one more level above all others; "" for none
     * @param identity of the capture
     * @param views that the result has
     */
    static PartialTree build(
            CallTree tree, UnaryOperator<String> files, String level, String identity, List<View.Kind> views) {
        return new PartialTreeBuilder(tree, files, level).build(identity, views);
    }

    /** A tree of one box, for bytes whose stacks are not known. Of how many allocations is not known either. */
    static PartialTree box(View.Kind kind, String level, String text, String identity, long bytes) {
        List<String> path = level.isEmpty() ? List.of(text) : List.of(level, text);
        int count = 1 + path.size();
        String[] functions = new String[count];
        String[] files = new String[count];
        for (int i = 1; i < count; i++) {
            functions[i] = path.get(i - 1);
            files[i] = "";
        }
        PartialFrames.Sorted sorted = PartialFrames.sorted(functions, files, new int[count], new int[count]);
        int[] nodes = new int[count];
        Arrays.setAll(nodes, node -> node);
        int[] frames = new int[count];
        Arrays.setAll(frames, node -> node == 0 ? 0 : sorted.numbers()[node]);
        long[] own = new long[count];
        own[count - 1] = bytes;
        long[] totals = new long[count];
        Arrays.fill(totals, bytes);
        int[] captures = new int[count];
        Arrays.fill(captures, 1);
        return new PartialTree(
                sorted.frames(),
                nodes,
                frames,
                captures,
                new String[] {identity},
                List.of(new PartialFigures(kind, own, new long[count], totals, totals, new int[count])));
    }

    private PartialTree build(String identity, List<View.Kind> views) {
        Nodes nodes = nodes();
        int[] order = nodes.order();
        if (nodes.equalSiblings(order)) {
            nodes = nodes.folded();
            order = nodes.order();
        }
        int count = order.length;
        int[] numbers = new int[count];
        int[] depths = new int[count];
        int[] ordered = new int[count];
        int[] orderedParents = new int[count];
        orderedParents[0] = -1;
        for (int i = 1; i < count; i++) {
            int node = order[i];
            numbers[node] = i;
            ordered[i] = nodes.frames[node];
            orderedParents[i] = numbers[nodes.parents[node]];
            depths[i] = depths[orderedParents[i]] + 1;
        }
        int[] ownNodes = new int[tree.ownNodes().length];
        int[] placed = nodes.placed;
        Arrays.setAll(ownNodes, i -> numbers[placed[tree.ownNodes()[i]]]);
        // one capture has the largest of all
        int[] owners = new int[count];
        List<PartialFigures> figures = new ArrayList<>();
        for (View.Kind kind : views) {
            Figures given = Objects.requireNonNull(tree.find(kind));
            long[] bytes = sums(given.bytes(), ownNodes, count);
            long[] totals = PartialTree.totals(bytes, orderedParents);
            figures.add(new PartialFigures(kind, bytes, sums(given.counts(), ownNodes, count), totals, totals, owners));
        }
        int[] captures = new int[count];
        Arrays.fill(captures, 1);
        return new PartialTree(frames.frames(), depths, ordered, captures, new String[] {identity}, figures);
    }

    /** A node for each given one, and one for the level. */
    private Nodes nodes() {
        int extra = levelFrame == 0 ? 0 : 1;
        int[] givenParents = tree.parents();
        int count = givenParents.length + extra;
        int[] parents = new int[count];
        int[] nodeFrames = new int[count];
        int[] placed = new int[givenParents.length];
        parents[0] = -1;
        if (extra > 0) {
            nodeFrames[1] = levelFrame;
        }
        // the root's own figures are those of the level
        placed[0] = extra;
        for (int node = 1; node < placed.length; node++) {
            placed[node] = node + extra;
            parents[node + extra] = givenParents[node] + extra;
            nodeFrames[node + extra] = frames.numbers()[tree.nodeFrames()[node]];
        }
        return new Nodes(parents, nodeFrames, placed);
    }

    /**
     * Nodes on their way, parents first. 12 bytes a node.
     *
     * @param parents of each node
     * @param frames of each node, 0 of the root
     * @param placed node of each given one
     */
    private record Nodes(int[] parents, int[] frames, int[] placed) {
        int[] order() {
            return DepthFirst.order(IntColumn.of(parents), (a, b) -> Integer.compare(frames[a], frames[b]));
        }

        /**
         * Whether frames of siblings became equal. That is rare: two files got one name, or two images have one function. So
         * nobody else pays for the table that finds them.
         */
        boolean equalSiblings(int[] order) {
            // equal ones are in turn, whatever is below the first of them
            int[] last = new int[order.length];
            for (int node : order) {
                if (node > 0) {
                    int parent = parents[node];
                    if (last[parent] == frames[node]) {
                        return true;
                    }
                    last[parent] = frames[node];
                }
            }
            return false;
        }

        /** The same where siblings of equal frames are one. */
        Nodes folded() {
            IntArrayList foldedParents = new IntArrayList(new int[] {-1});
            IntArrayList foldedFrames = new IntArrayList(new int[] {0});
            int[] numbers = new int[parents.length];
            Long2IntOpenCustomHashMap known = Salted.longToInt();
            for (int node = 1; node < numbers.length; node++) {
                int next = foldedParents.size();
                int parent = numbers[parents[node]];
                int before = known.putIfAbsent((long) parent << 32 | frames[node], next);
                numbers[node] = before != 0 ? before : next;
                if (before == 0) {
                    foldedParents.add(parent);
                    foldedFrames.add(frames[node]);
                }
            }
            int[] foldedPlaced = new int[placed.length];
            Arrays.setAll(foldedPlaced, given -> numbers[placed[given]]);
            return new Nodes(foldedParents.toIntArray(), foldedFrames.toIntArray(), foldedPlaced);
        }
    }

    private static long[] sums(LongColumn values, int[] nodes, int count) {
        long[] sums = new long[count];
        for (int i = 0; i < nodes.length; i++) {
            sums[nodes[i]] += values.get(i);
        }
        return sums;
    }
}
