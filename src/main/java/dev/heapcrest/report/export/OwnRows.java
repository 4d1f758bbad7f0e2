package dev.heapcrest.report.export;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.tree.CallTree;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * Walks the own values of a call tree in tree order, summed to one row per node, thread (where threads are split) and
 * allocator (where that is asked for). Knows the stack of the current row. Memory: the stack, and the rows of one node.
 */
final class OwnRows {
    private final CallTree tree;
    private final Figures figures;
    private final boolean byThread;
    private final boolean byAllocator;

    private int next;
    private int walkedNode;
    private int[] path = new int[64];

    private int[] members = new int[4];
    private int memberCount;
    private int member;

    private int node;
    private long key;
    private long bytes;
    private long count;

    OwnRows(ExportView view, boolean byAllocator) {
        tree = view.tree();
        figures = view.figures();
        byThread = view.splitThreads();
        this.byAllocator = byAllocator;
    }

    /** Moves on to the next row that holds anything. */
    boolean next() {
        do {
            if (member == memberCount && !nextNode()) {
                return false;
            }
            sumRow();
        } while (bytes == 0 && count == 0);
        walkTo(node);
        return true;
    }

    private boolean nextNode() {
        int[] nodes = tree.ownNodes();
        if (next == nodes.length) {
            return false;
        }
        node = nodes[next];
        member = 0;
        memberCount = 0;
        for (; next < nodes.length && nodes[next] == node; next++) {
            if (memberCount == members.length) {
                members = Arrays.copyOf(members, 2 * memberCount);
            }
            members[memberCount++] = next;
        }
        if (memberCount > 1) {
            IntArrays.mergeSort(members, 0, memberCount, (a, b) -> Long.compare(keyOf(a), keyOf(b)));
        }
        return true;
    }

    private void sumRow() {
        key = keyOf(members[member]);
        bytes = 0;
        count = 0;
        for (; member < memberCount && keyOf(members[member]) == key; member++) {
            bytes += figures.bytes().get(members[member]);
            count += figures.counts().get(members[member]);
        }
    }

    /** Thread in the high half, allocator in the low one; 0 for what is merged. */
    private long keyOf(int own) {
        long thread = byThread ? tree.ownThreads()[own] + 1L : 0;
        return thread << 32 | (byAllocator ? tree.ownAllocators()[own] : 0);
    }

    private void walkTo(int target) {
        int[] depths = tree.depths();
        while (walkedNode < target) {
            walkedNode++;
            int depth = depths[walkedNode];
            if (depth > path.length) {
                path = Arrays.copyOf(path, 2 * path.length);
            }
            path[depth - 1] = tree.nodeFrames()[walkedNode];
        }
    }

    /** Frames of the row's stack. */
    int depth() {
        return tree.depths()[node];
    }

    /** Frame id by level, 0 = outermost, below {@link #depth}. */
    int frame(int level) {
        return path[level];
    }

    int node() {
        return node;
    }

    /** Thread index; -1 where threads are merged. */
    int thread() {
        return (int) (key >> 32) - 1;
    }

    /** Number of the allocator; 0 where allocators are merged. */
    int allocator() {
        return (int) key;
    }

    long bytes() {
        return bytes;
    }

    long count() {
        return count;
    }
}
