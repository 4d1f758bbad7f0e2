package dev.heapcrest.merge;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The heap over time of the captures of a partial, by host: clocks of two hosts need not agree. Immutable.
 *
 * @param byHost by the label {@code host}; "" where captures have none. Empty where there were too many steps
 * @param captures how many captures take part
 * @param tooMany there were more than {@link #MOST_STEPS}: not computed, also not when others are added
 */
record SummedHeap(SortedMap<String, HeapSteps> byHost, long captures, boolean tooMany) {
    /** Steps of all hosts together; 48 MB. */
    static final int MOST_STEPS = 1 << 20;

    static final SummedHeap NONE = new SummedHeap(new TreeMap<>(), 0, false);

    SummedHeap {
        byHost = Collections.unmodifiableSortedMap(new TreeMap<>(byHost));
    }

    static SummedHeap of(String host, HeapSteps steps) {
        return of(new TreeMap<>(Map.of(host, steps)), 1, false);
    }

    private static SummedHeap of(SortedMap<String, HeapSteps> byHost, long captures, boolean tooMany) {
        SummedHeap heap = new SummedHeap(byHost, captures, tooMany);
        return heap.steps() > MOST_STEPS ? new SummedHeap(new TreeMap<>(), captures, true) : heap;
    }

    /** Of all hosts. */
    long steps() {
        long steps = 0;
        for (HeapSteps each : byHost.values()) {
            steps += each.count();
        }
        return steps;
    }

    /** @throws ArithmeticException if a change has more than 63 bits */
    SummedHeap plus(SummedHeap other) {
        SortedMap<String, HeapSteps> sum = new TreeMap<>();
        if (!tooMany && !other.tooMany) {
            sum.putAll(byHost);
            other.byHost.forEach((host, steps) -> sum.merge(host, steps, HeapSteps::plus));
        }
        return of(sum, captures + other.captures, tooMany || other.tooMany);
    }
}
