package heapcrest.stacks;

/**
 * Interned call stacks: node 0 is the empty stack, every other node a frame on top of a parent with a smaller number.
 *
 * <p>While records are read only the table (parent, frame) -> node is kept, 24 to 48 bytes a node; parents and frames
 * are read back from its keys once at the end. Not thread-safe.
 */
public final class StackTree {
    private final LongToIntTable children = new LongToIntTable();

    /** The node of a frame on top of a parent, made if it is new. Frame ids are above 0. */
    public int child(int parent, int frameId) {
        long key = (long) parent << 32 | frameId;
        int node = children.get(key);
        if (node == 0) {
            node = children.size() + 1;
            children.add(key, node);
        }
        return node;
    }

    /** Nodes including the empty stack. */
    public int count() {
        return children.size() + 1;
    }

    /** Parent of each node; that of node 0 is 0. A new array. */
    public int[] parents() {
        int[] parents = new int[count()];
        children.forEach((key, node) -> parents[node] = (int) (key >>> 32));
        return parents;
    }

    /** Frame id of each node; that of node 0 is 0. A new array. */
    public int[] frames() {
        int[] frames = new int[count()];
        children.forEach((key, node) -> frames[node] = (int) key);
        return frames;
    }
}
