package heapcrest.tree;

import heapcrest.aggregate.HeapProfile;
import heapcrest.stacks.FrameTable;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values that nodes have of their own, one for each (node, thread, allocator), ascending. Locations whose stacks
 * differ only in hidden frames fall together.
 */
final class OwnValues {
    private final int[] nodes;
    private final int[] threads;
    private final byte[] allocators;
    /** Own value of each location. */
    private final int[] locationValues;

    private OwnValues(int[] nodes, int[] threads, byte[] allocators, int[] locationValues) {
        this.nodes = nodes;
        this.threads = threads;
        this.allocators = allocators;
        this.locationValues = locationValues;
    }

    static OwnValues collect(HeapProfile profile, int[] locationNodes, int[] numbers) {
        int locations = locationNodes.length;
        int[] threadOf = profile.locationThreads();
        byte[] allocatorOf = profile.locationAllocators();
        int[] order = new int[locations];
        for (int i = 0; i < locations; i++) {
            order[i] = i;
        }
        IntArrays.quickSort(order, (a, b) -> {
            int byNode = Integer.compare(numbers[locationNodes[a]], numbers[locationNodes[b]]);
            if (byNode != 0) {
                return byNode;
            }
            int byThread = Integer.compare(threadOf[a], threadOf[b]);
            return byThread != 0 ? byThread : Byte.compare(allocatorOf[a], allocatorOf[b]);
        });
        int[] nodes = new int[locations];
        int[] threads = new int[locations];
        byte[] allocators = new byte[locations];
        int[] values = new int[locations];
        int count = 0;
        for (int location : order) {
            int node = numbers[locationNodes[location]];
            int thread = threadOf[location];
            byte allocator = allocatorOf[location];
            boolean same = count > 0
                    && nodes[count - 1] == node
                    && threads[count - 1] == thread
                    && allocators[count - 1] == allocator;
            if (!same) {
                nodes[count] = node;
                threads[count] = thread;
                allocators[count] = allocator;
                count++;
            }
            values[location] = count - 1;
        }
        return new OwnValues(
                IntArrays.trim(nodes, count), IntArrays.trim(threads, count), Arrays.copyOf(allocators, count), values);
    }

    CallTree tree(int[] depths, int[] nodeFrames, FrameTable frames, List<CallTreeBuilder.View> views) {
        List<CallTree.Metric> metrics = new ArrayList<>();
        for (CallTreeBuilder.View view : views) {
            metrics.add(new CallTree.Metric(
                    view.kind(), sum(view.figures().bytes()), sum(view.figures().counts())));
        }
        return new CallTree(depths, nodeFrames, frames, nodes, threads, allocators, List.copyOf(metrics));
    }

    private long[] sum(long[] byLocation) {
        long[] sums = new long[nodes.length];
        for (int i = 0; i < byLocation.length; i++) {
            sums[locationValues[i]] += byLocation[i];
        }
        return sums;
    }
}
