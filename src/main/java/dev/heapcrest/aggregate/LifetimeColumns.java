package dev.heapcrest.aggregate;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Lifetimes in the order of the result: by location, born and died. Equal ones are summed, and those without figures are
 * left out. A counting sort by location and short sorts. With a hash table to sum and a sort of whole keys, the end of a
 * pass took 14 % of it instead of 9 % (benchmarks/results/2026-11-29-memory-over-time.md). 28 bytes a lifetime, 36 while
 * sorting. Not thread-safe.
 */
final class LifetimeColumns {
    /** Half buckets of birth and death, as they are in a key of {@link LifetimeSums}: positive as a whole. */
    private static final int HALVES_BITS = Integer.SIZE;

    private final int[] locations;
    private final int[] born;
    private final int[] died;
    private final long[] counts;
    private final long[] bytes;
    private int count;

    LifetimeColumns(LifetimeSums sums) {
        int[] starts = starts(sums);
        long[] order = new long[sums.size()];
        for (int entry = 0; entry < order.length; entry++) {
            long key = sums.key(entry);
            order[starts[LifetimeSums.location(key)]++] = key << HALVES_BITS | entry;
        }
        locations = new int[order.length];
        born = new int[order.length];
        died = new int[order.length];
        counts = new long[order.length];
        bytes = new long[order.length];
        int from = 0;
        // each start has moved to the end of its location by now
        for (int location = 0; location < starts.length; location++) {
            int to = starts[location];
            if (to - from > 1) {
                Arrays.sort(order, from, to);
            }
            sum(sums, order, from, to, location);
            from = to;
        }
    }

    /** Where the entries of each location begin, if they were in its order. */
    private static int[] starts(LifetimeSums sums) {
        int last = 0;
        for (int entry = 0; entry < sums.size(); entry++) {
            last = Math.max(last, LifetimeSums.location(sums.key(entry)));
        }
        int[] starts = new int[last + 2];
        for (int entry = 0; entry < sums.size(); entry++) {
            starts[LifetimeSums.location(sums.key(entry)) + 1]++;
        }
        for (int location = 0; location <= last; location++) {
            starts[location + 1] += starts[location];
        }
        return starts;
    }

    private void sum(LifetimeSums sums, long[] order, int from, int to, int location) {
        int at = from;
        while (at < to) {
            long halves = order[at] >>> HALVES_BITS;
            long sumCount = 0;
            long sumBytes = 0;
            for (; at < to && order[at] >>> HALVES_BITS == halves; at++) {
                int entry = (int) order[at];
                sumCount += sums.count(entry);
                sumBytes += sums.bytes(entry);
            }
            if (sumCount != 0 || sumBytes != 0) {
                locations[count] = location;
                born[count] = LifetimeSums.born(halves);
                int death = LifetimeSums.died(halves);
                died[count] = death == LifetimeSums.NEVER ? History.NEVER : death;
                counts[count] = sumCount;
                bytes[count] = sumBytes;
                count++;
            }
        }
    }

    /** The locations with a lifetime. */
    BitSet locations() {
        BitSet set = new BitSet();
        for (int i = 0; i < count; i++) {
            set.set(locations[i]);
        }
        return set;
    }

    /**
     * The result; the arrays are the caller's then.
     *
     * @param kept locations in the order of their numbers in the profile
     */
    History.Lifetimes numberedBy(int[] kept) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            while (kept[number] != locations[i]) {
                number++;
            }
            locations[i] = number;
        }
        return new History.Lifetimes(
                IntColumn.of(locations, count),
                IntColumn.of(born, count),
                IntColumn.of(died, count),
                LongColumn.of(Arrays.copyOf(counts, count)),
                LongColumn.of(Arrays.copyOf(bytes, count)));
    }
}
