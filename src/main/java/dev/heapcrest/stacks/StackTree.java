package dev.heapcrest.stacks;

import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import java.util.Arrays;

/**
 * Interned call stacks: node 0 is the empty stack, every other node a frame on top of a parent with a smaller number.
 *
 * <p>Four parents that follow each other in number share a bucket of eight children, 64 bytes. Stacks are interned from
 * the outside in, so the frames of one stack have following numbers and walking them stays in a cache line or two; a hash
 * of (parent, frame) costs a cache miss for every frame instead. Children beyond the eight (few nodes have many, most
 * have one) go to a hash table. 16 bytes a node, in chunks that are never copied, and 24 to 48 bytes for each child in
 * the hash table. Not thread-safe.
 */
public final class StackTree {
    private static final int PARENT_BITS = 2;
    /** Frame ids share 32 bits with the number of the parent in its bucket: {@link Limit#FRAMES} leaves room. */
    static final int FRAME_BITS = Integer.SIZE - PARENT_BITS;

    private static final int PARENT_MASK = (1 << PARENT_BITS) - 1;
    private static final int BUCKET_BITS = 3;
    private static final int BUCKET_LENGTH = 1 << BUCKET_BITS;
    /** Chunks of 2 MiB serve 2^17 parents. */
    private static final int CHUNK_BITS = 18;

    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;

    /** Children: frame, parent in the bucket, node; 0 = free. Filled from the front of each bucket. */
    private long[][] chunks = {new long[1 << CHUNK_BITS]};

    private final LongToIntTable overflow = new LongToIntTable();
    private final long most;
    private int count = 1;

    public StackTree(Limits limits) {
        most = limits.of(Limit.STACKS);
    }

    /** The node of a frame on top of a parent, made if it is new; 0 if there would be too many. Frame ids are above 0. */
    public int child(int parent, int frameId) {
        long bucket = (long) (parent >>> PARENT_BITS) << BUCKET_BITS;
        long[] chunk = chunks[(int) (bucket >>> CHUNK_BITS)];
        int at = (int) bucket & CHUNK_MASK;
        int tag = frameId << PARENT_BITS | (parent & PARENT_MASK);
        for (int end = at + BUCKET_LENGTH; at < end; at++) {
            long child = chunk[at];
            if ((int) (child >>> 32) == tag) {
                return (int) child;
            }
            if (child == 0) {
                int node = newNode();
                if (node != 0) {
                    chunk[at] = (long) tag << 32 | node;
                }
                return node;
            }
        }
        return overflowingChild((long) parent << 32 | frameId);
    }

    private int overflowingChild(long key) {
        int node = overflow.get(key);
        if (node == 0 && !overflow.full()) {
            node = newNode();
            if (node != 0) {
                overflow.add(key, node);
            }
        }
        return node;
    }

    private int newNode() {
        if (count > most) {
            return 0;
        }
        int chunk = count >>> (CHUNK_BITS - BUCKET_BITS + PARENT_BITS);
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + 1);
            chunks[chunk] = new long[1 << CHUNK_BITS];
        }
        return count++;
    }

    /** Nodes including the empty stack. */
    public int count() {
        return count;
    }

    /** Calls the visitor with each node but the empty stack, in no order. */
    public void forEach(Visitor visitor) {
        long end = ((long) ((count - 1) >>> PARENT_BITS) + 1) << BUCKET_BITS;
        for (int c = 0; c < chunks.length; c++) {
            long[] chunk = chunks[c];
            long base = (long) c << CHUNK_BITS;
            int used = (int) Math.min(chunk.length, end - base);
            for (int at = 0; at < used; at++) {
                long child = chunk[at];
                if (child != 0) {
                    int firstParent = (int) ((base | at) >>> BUCKET_BITS) << PARENT_BITS;
                    int tag = (int) (child >>> 32);
                    visitor.visit((int) child, firstParent | (tag & PARENT_MASK), tag >>> PARENT_BITS);
                }
            }
        }
        overflow.forEach((key, node) -> visitor.visit(node, (int) (key >>> 32), (int) key));
    }

    /** Receives nodes. */
    public interface Visitor {
        /** A node with its parent and its frame id. */
        void visit(int node, int parent, int frameId);
    }
}
