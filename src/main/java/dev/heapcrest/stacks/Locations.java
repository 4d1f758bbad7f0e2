package dev.heapcrest.stacks;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import java.util.Arrays;

/**
 * Numbers the distinct (stack, thread, allocator) that allocate, from 1.
 *
 * <p>The locations of a stack are chained, most recent first: stacks of several threads or allocators are few, so the
 * first link nearly always fits. Where thousands of threads have one stack (a thread for each request) a chain of all would
 * make time quadratic; those beyond the first {@value #CHAINED} go to a hash table. 4 bytes a stack node and 16 bytes a
 * location, half as much again while growing, and 24 to 48 bytes for each that is not chained. Not thread-safe.
 */
public final class Locations {
    private static final int ALLOCATOR_BITS = Allocator.NUMBER_BITS;
    /** Longest chain of a stack. */
    static final int CHAINED = 16;

    /** First location of each stack node, 0 = none. */
    private int[] firsts = new int[1024];

    private int[] stacks = new int[1024];
    /** Thread index and allocator. */
    private int[] owners = new int[1024];

    private int[] nexts = new int[1024];
    /** Locations that are not chained, by stack node and owner. */
    private final LongToIntTable unchained = new LongToIntTable();

    private final long most;
    private int count;
    private int last;

    public Locations(Limits limits) {
        most = limits.of(Limit.LOCATIONS);
    }

    /**
     * The number of a location, made if it is new; 0 if there would be too many.
     *
     * @param stackNode a node of a {@link StackTree}
     * @param threadIndex of {@link Limit#THREAD_BITS}
     * @param allocator a {@link dev.heapcrest.capture.Allocator#number()}
     */
    public int of(int stackNode, int threadIndex, int allocator) {
        int owner = threadIndex << ALLOCATOR_BITS | allocator;
        if (stackNode >= firsts.length) {
            firsts = Arrays.copyOf(firsts, Math.max(stackNode + 1, firsts.length + (firsts.length >> 1)));
        }
        int location = firsts[stackNode];
        int passed = 0;
        while (location != 0 && owners[location] != owner) {
            location = nexts[location];
            passed++;
        }
        if (location != 0) {
            return location;
        }
        if (count >= most) {
            return passed < CHAINED ? 0 : unchained.get(key(stackNode, owner));
        }
        return passed < CHAINED ? chain(stackNode, owner) : unchained(stackNode, owner);
    }

    private static long key(int stackNode, int owner) {
        return (long) stackNode << 32 | owner;
    }

    /** One beyond the limit, of no stack: for what finds no room. */
    int last() {
        if (last == 0) {
            last = add(0, 0);
        }
        return last;
    }

    private int unchained(int stackNode, int owner) {
        long key = key(stackNode, owner);
        int location = unchained.get(key);
        if (location == 0 && !unchained.full()) {
            location = add(stackNode, owner);
            unchained.add(key, location);
        }
        return location;
    }

    private int chain(int stackNode, int owner) {
        int location = add(stackNode, owner);
        nexts[location] = firsts[stackNode];
        firsts[stackNode] = location;
        return location;
    }

    private int add(int stackNode, int owner) {
        int location = ++count;
        if (location == stacks.length) {
            int capacity = (int) Math.min(most + 2, location + (location >> 1));
            stacks = Arrays.copyOf(stacks, capacity);
            owners = Arrays.copyOf(owners, capacity);
            nexts = Arrays.copyOf(nexts, capacity);
        }
        stacks[location] = stackNode;
        owners[location] = owner;
        return location;
    }

    /** Locations are 1 to this. */
    public int count() {
        return count;
    }

    /** Stack node of a location. */
    public int stack(int location) {
        return stacks[location];
    }

    /** Thread index of a location. */
    public int thread(int location) {
        return owners[location] >>> ALLOCATOR_BITS;
    }

    /** Allocator of a location, a {@link dev.heapcrest.capture.Allocator#number()}. */
    public int allocator(int location) {
        return owners[location] & (1 << ALLOCATOR_BITS) - 1;
    }
}
