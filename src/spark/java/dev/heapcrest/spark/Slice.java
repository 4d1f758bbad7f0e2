package dev.heapcrest.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Captures that one task reads.
 *
 * @param number of the slice; that of its task
 */
record Slice(int number, ArrayList<Listed> files) implements Serializable {
    /**
     * What a capture costs before its first byte, in bytes of LZ4 that are read meanwhile: 7 ms at 45 MB/s, both measured
     * (benchmarks/results/2026-11-30-fleets.md).
     */
    static final long CAPTURE_COST = 320 << 10;

    /** Cost of a full slice: some seconds, of which starting a task is a small part, or 204 captures of nearly nothing. */
    static final long FULL_COST = 64 << 20;

    /** So many slices a core at least, as long as there are captures: the last of them ends late by that much less. */
    private static final int SLICES_A_CORE = 4;

    /**
     * All captures in slices, the most costly slice first: what is begun last is then small. A capture that fills a slice has
     * one of its own. Each is in one slice.
     *
     * @param cores tasks that run at once
     */
    static List<Slice> plan(List<Listed> files, int cores) {
        List<Listed> largest = new ArrayList<>(files);
        largest.sort(Comparator.comparingLong(Slice::cost).reversed().thenComparing(Listed::order));
        long all = largest.stream().mapToLong(Slice::cost).sum();
        long full = Math.max(CAPTURE_COST, Math.min(FULL_COST, all / ((long) SLICES_A_CORE * cores)));
        List<Slice> slices = new ArrayList<>();
        ArrayList<Listed> open = new ArrayList<>();
        long cost = 0;
        for (Listed file : largest) {
            if (!open.isEmpty() && cost + cost(file) > full) {
                slices.add(new Slice(slices.size(), open));
                open = new ArrayList<>();
                cost = 0;
            }
            open.add(file);
            cost += cost(file);
        }
        if (!open.isEmpty()) {
            slices.add(new Slice(slices.size(), open));
        }
        return slices;
    }

    private static long cost(Listed file) {
        return CAPTURE_COST + Math.max(0, file.lengthBytes());
    }

    /** The same captures in other slices and another order: no result may depend on either. */
    static List<Slice> shuffled(List<Listed> files, int slices, long seed) {
        Random random = new Random(seed);
        List<Listed> order = new ArrayList<>(files);
        Collections.shuffle(order, random);
        List<Slice> dealt = new ArrayList<>();
        for (int i = 0; i < slices; i++) {
            dealt.add(new Slice(i, new ArrayList<>()));
        }
        order.forEach(file -> dealt.get(random.nextInt(slices)).files().add(file));
        return dealt;
    }

    /** The same without some captures. */
    Slice without(Set<String> paths) {
        ArrayList<Listed> left = new ArrayList<>(files);
        left.removeIf(file -> paths.contains(file.path()));
        return new Slice(number, left);
    }
}
