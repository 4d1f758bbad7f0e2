package dev.heapcrest.symbols.elf;

import it.unimi.dsi.fastutil.Arrays;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Symbols as columns, sorted by address, 20 bytes each.
 *
 * <p>The order of symbols with one address decides which of their names is seen. memray resolves with libbacktrace, whose
 * sort is not stable, so its choice can only be had by moving the symbols as it does: Hoare's quicksort with the middle
 * element as pivot, moved to the front first; each smaller element found from left to right is swapped into the growing
 * left part, and the pivot then changes places with the last of them. An input that makes this quadratic is left to a
 * stable sort after a bounded number of comparisons.
 */
final class SymbolSort {
    private static final int COMPARISONS_A_SYMBOL = 100;

    private final LongArrayList starts = new LongArrayList();
    private final LongArrayList sizes = new LongArrayList();
    private final IntArrayList names = new IntArrayList();
    private long comparisonsLeft;

    void add(long start, long sizeBytes, int name) {
        starts.add(start);
        sizes.add(sizeBytes);
        names.add(name);
    }

    int size() {
        return starts.size();
    }

    int nameAt(int symbol) {
        return names.getInt(symbol);
    }

    void sort() {
        comparisonsLeft = (long) COMPARISONS_A_SYMBOL * size();
        if (!quicksort()) {
            Arrays.mergeSort(
                    0, size(), (a, b) -> Long.compareUnsigned(starts.getLong(a), starts.getLong(b)), this::swap);
        }
    }

    /** Parts that wait are kept in a list of bounds: whatever the symbols are, the stack stays flat. */
    private boolean quicksort() {
        IntArrayList waiting = IntArrayList.of(0, size());
        while (!waiting.isEmpty()) {
            int count = waiting.popInt();
            int from = waiting.popInt();
            if (count < 2) {
                continue;
            }
            comparisonsLeft -= count;
            if (comparisonsLeft < 0) {
                return false;
            }
            int smaller = partition(from, count);
            waiting.add(from);
            waiting.add(smaller);
            waiting.add(from + smaller + 1);
            waiting.add(count - smaller - 1);
        }
        return true;
    }

    private int partition(int from, int count) {
        swap(from, from + count / 2);
        long pivot = starts.getLong(from);
        int smaller = 0;
        for (int i = 1; i < count; i++) {
            if (Long.compareUnsigned(pivot, starts.getLong(from + i)) > 0) {
                smaller++;
                swap(from + smaller, from + i);
            }
        }
        swap(from, from + smaller);
        return smaller;
    }

    private void swap(int a, int b) {
        if (a != b) {
            starts.set(a, starts.set(b, starts.getLong(a)));
            sizes.set(a, sizes.set(b, sizes.getLong(a)));
            names.set(a, names.set(b, names.getInt(a)));
        }
    }

    /** A symbol whose [start, start + size) holds the address, as a binary search meets it; -1 if none. */
    int find(long address) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(address, starts.getLong(middle)) < 0) {
                high = middle;
            } else if (Long.compareUnsigned(address - starts.getLong(middle), sizes.getLong(middle)) >= 0) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }
}
