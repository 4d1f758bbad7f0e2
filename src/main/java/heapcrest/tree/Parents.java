package heapcrest.tree;

/** Parents of the nodes of a preorder. */
final class Parents {
    private Parents() {}

    /** Parent of each node; 0 for the root itself. */
    static int[] of(int[] depths) {
        int maxDepth = 0;
        for (int depth : depths) {
            maxDepth = Math.max(maxDepth, depth);
        }
        int[] path = new int[maxDepth + 1];
        int[] parents = new int[depths.length];
        for (int node = 1; node < depths.length; node++) {
            path[depths[node]] = node;
            parents[node] = path[depths[node] - 1];
        }
        return parents;
    }
}
