package dev.heapcrest.profile;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/** Lifetimes of locations that fall together. 36 bytes a lifetime while it works. */
final class MovedLifetimes {
    private MovedLifetimes() {}

    /**
     * The lifetimes by place, in the order that {@link History.Lifetimes} demands.
     *
     * @param places new index of each location
     */
    static History.Lifetimes of(History.Lifetimes given, int[] places) {
        if (given.count() == 0) {
            return given;
        }
        int[] order = byPlace(given, places);
        int[] moved = new int[order.length];
        int[] born = new int[order.length];
        int[] died = new int[order.length];
        long[] counts = new long[order.length];
        long[] bytes = new long[order.length];
        int last = -1;
        for (int lifetime : order) {
            int place = places[given.locations().get(lifetime)];
            int from = given.born().get(lifetime);
            int to = given.died().get(lifetime);
            if (last < 0 || moved[last] != place || born[last] != from || died[last] != to) {
                last++;
                moved[last] = place;
                born[last] = from;
                died[last] = to;
            }
            counts[last] += given.counts().get(lifetime);
            bytes[last] += given.bytes().get(lifetime);
        }
        int count = last + 1;
        return new History.Lifetimes(
                IntColumn.of(moved, count),
                IntColumn.of(born, count),
                IntColumn.of(died, count),
                LongColumn.of(Arrays.copyOf(counts, count)),
                LongColumn.of(Arrays.copyOf(bytes, count)));
    }

    /** Lifetimes by place, then birth, then death: a counting sort, and a short sort where locations fell together. */
    private static int[] byPlace(History.Lifetimes given, int[] places) {
        int values = 0;
        for (int place : places) {
            values = Math.max(values, place + 1);
        }
        int[] starts = new int[values + 1];
        for (int i = 0; i < given.count(); i++) {
            starts[places[given.locations().get(i)] + 1]++;
        }
        for (int place = 0; place < values; place++) {
            starts[place + 1] += starts[place];
        }
        int[] order = new int[given.count()];
        int[] next = starts.clone();
        for (int i = 0; i < order.length; i++) {
            order[next[places[given.locations().get(i)]]++] = i;
        }
        for (int place = 0; place < values; place++) {
            int from = starts[place];
            int to = starts[place + 1];
            // those of one location are in order already
            if (to > from
                    && given.locations().get(order[from]) != given.locations().get(order[to - 1])) {
                IntArrays.mergeSort(order, from, to, (a, b) -> compare(given, a, b));
            }
        }
        return order;
    }

    private static int compare(History.Lifetimes given, int a, int b) {
        int byBirth = Integer.compare(given.born().get(a), given.born().get(b));
        return byBirth != 0
                ? byBirth
                : Integer.compare(given.died().get(a), given.died().get(b));
    }
}
