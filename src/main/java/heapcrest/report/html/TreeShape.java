package heapcrest.report.html;

/** What follows from the depths of a preorder. */
final class TreeShape {
    private TreeShape() {}

    static int maxDepth(int[] depths) {
        int max = 0;
        for (int depth : depths) {
            max = Math.max(max, depth);
        }
        return max;
    }

    /** Parent of each node; -1 for the root. */
    static int[] parents(int[] depths) {
        int[] parents = new int[depths.length];
        int[] path = new int[maxDepth(depths) + 1];
        parents[0] = -1;
        for (int node = 1; node < depths.length; node++) {
            path[depths[node]] = node;
            parents[node] = path[depths[node] - 1];
        }
        return parents;
    }

    /** Turns own values into totals. */
    static void addToParents(int[] parents, long[] values) {
        for (int node = parents.length - 1; node > 0; node--) {
            values[parents[node]] += values[node];
        }
    }
}
