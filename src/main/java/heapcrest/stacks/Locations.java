package heapcrest.stacks;

import java.util.Arrays;

/**
 * Numbers the distinct (stack, thread, allocator) that allocate, from 1.
 *
 * <p>The locations of a stack are chained, most recent first: stacks of several threads or allocators are few, so the
 * first link nearly always fits. 4 bytes a stack node and 16 bytes a location, half as much again while growing. Not
 * thread-safe.
 */
public final class Locations {
    private static final int ALLOCATOR_BITS = 4;

    /** First location of each stack node, 0 = none. */
    private int[] firsts = new int[1024];

    private int[] stacks = new int[1024];
    /** Thread index and allocator. */
    private int[] owners = new int[1024];

    private int[] nexts = new int[1024];
    private int count;

    /** The number of a location, made if it is new. */
    public int of(int stackNode, int threadIndex, int allocator) {
        int owner = threadIndex << ALLOCATOR_BITS | allocator;
        if (stackNode >= firsts.length) {
            firsts = Arrays.copyOf(firsts, Math.max(stackNode + 1, firsts.length + (firsts.length >> 1)));
        }
        int location = firsts[stackNode];
        while (location != 0 && owners[location] != owner) {
            location = nexts[location];
        }
        return location != 0 ? location : add(stackNode, owner);
    }

    private int add(int stackNode, int owner) {
        int location = ++count;
        if (location == stacks.length) {
            int capacity = location + (location >> 1);
            stacks = Arrays.copyOf(stacks, capacity);
            owners = Arrays.copyOf(owners, capacity);
            nexts = Arrays.copyOf(nexts, capacity);
        }
        stacks[location] = stackNode;
        owners[location] = owner;
        nexts[location] = firsts[stackNode];
        firsts[stackNode] = location;
        return location;
    }

    /** Locations are 1 to this. */
    public int count() {
        return count;
    }

    public int stack(int location) {
        return stacks[location];
    }

    public int thread(int location) {
        return owners[location] >>> ALLOCATOR_BITS;
    }

    public int allocator(int location) {
        return owners[location] & (1 << ALLOCATOR_BITS) - 1;
    }
}
