package heapcrest.report.html;

import heapcrest.tree.CallTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** What each function holds in the first metric of a tree: itself, and with all that it called. */
final class FunctionTotals {
    /**
     * A function's figures. A recursive function's total counts each byte once.
     *
     * @param name as the program named it
     * @param file as the program named it
     */
    record Row(String name, String file, long selfBytes, long selfCount, long totalBytes, long totalCount) {}

    private final int[] depths;
    private final int[] functionOfNode;
    private final long[] nodeBytes;
    private final long[] nodeCounts;
    private final long[] selfBytes;
    private final long[] selfCounts;
    private final long[] totalBytes;
    private final long[] totalCounts;
    private final List<Row> rows = new ArrayList<>();

    FunctionTotals(CallTree tree, ReportFrames frames) {
        int[] functionOfFrame = frames.functionNumbers();
        int functions = Arrays.stream(functionOfFrame).max().orElse(0) + 1;
        depths = tree.depths();
        functionOfNode = new int[depths.length];
        for (int node = 0; node < depths.length; node++) {
            functionOfNode[node] = functionOfFrame[frames.numbers[tree.nodeFrames()[node]]];
        }
        nodeBytes = new long[depths.length];
        nodeCounts = new long[depths.length];
        selfBytes = new long[functions];
        selfCounts = new long[functions];
        totalBytes = new long[functions];
        totalCounts = new long[functions];
        addSelf(tree);
        addTotals();
        // function 0 is the root
        boolean[] listed = new boolean[functions];
        listed[0] = true;
        for (int frame = 1; frame < frames.count(); frame++) {
            int f = functionOfFrame[frame];
            if (!listed[f]) {
                listed[f] = true;
                rows.add(new Row(
                        frames.functions[frame],
                        frames.fileNames[frames.fileIds[frame]],
                        selfBytes[f],
                        selfCounts[f],
                        totalBytes[f],
                        totalCounts[f]));
            }
        }
    }

    /** The functions that hold most themselves, largest first; those that hold nothing are left out. */
    List<Row> largestSelf(int limit) {
        return largest(rows.stream().filter(row -> row.selfCount > 0).toList(), Row::selfBytes, limit);
    }

    /** The functions that hold most together with all that they called, largest first. */
    List<Row> largestTotal(int limit) {
        return largest(rows, Row::totalBytes, limit);
    }

    private static List<Row> largest(List<Row> rows, ToLongFunction<Row> bytes, int limit) {
        Comparator<Row> largestFirst = (a, b) -> {
            int byBytes = Long.compare(bytes.applyAsLong(b), bytes.applyAsLong(a));
            int byName = byBytes != 0 ? byBytes : a.name().compareTo(b.name());
            return byName != 0 ? byName : a.file().compareTo(b.file());
        };
        return rows.stream().sorted(largestFirst).limit(limit).toList();
    }

    private void addSelf(CallTree tree) {
        CallTree.Metric metric = tree.metrics().get(0);
        int[] ownNodes = tree.ownNodes();
        for (int i = 0; i < ownNodes.length; i++) {
            int node = ownNodes[i];
            nodeBytes[node] += metric.bytes()[i];
            nodeCounts[node] += metric.counts()[i];
            selfBytes[functionOfNode[node]] += metric.bytes()[i];
            selfCounts[functionOfNode[node]] += metric.counts()[i];
        }
        int[] parents = TreeShape.parents(depths);
        TreeShape.addToParents(parents, nodeBytes);
        TreeShape.addToParents(parents, nodeCounts);
    }

    /** A node counts for its function unless an ancestor does already. */
    private void addTotals() {
        int[] path = new int[TreeShape.maxDepth(depths) + 1];
        int[] active = new int[totalBytes.length];
        int pathLength = 0;
        for (int node = 0; node < depths.length; node++) {
            while (pathLength > depths[node]) {
                active[path[--pathLength]]--;
            }
            int function = functionOfNode[node];
            if (active[function] == 0) {
                totalBytes[function] += nodeBytes[node];
                totalCounts[function] += nodeCounts[node];
            }
            active[function]++;
            path[pathLength++] = function;
        }
    }
}
