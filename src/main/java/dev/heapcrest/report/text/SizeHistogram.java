package dev.heapcrest.report.text;

import dev.heapcrest.profile.LongColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Allocations by size in memray's ten bins, which are equally wide in the logarithm of the size
 * (docs/capture-format.md, section 14.5).
 */
final class SizeHistogram {
    private static final int BINS = 10;

    /**
     * One bin. Its limits are rounded down, as memray does it, so a size next to a limit can be in the bin before.
     *
     * @param fromBytes smallest size that belongs here
     * @param toBytes largest size that belongs here
     * @param count allocations
     */
    record Bin(long fromBytes, long toBytes, long count) {}

    private SizeHistogram() {}

    /**
     * The bins, smallest first; a single one where all sizes are 0 or 1, and none without allocations.
     *
     * @param sizes distinct, ascending
     * @param counts allocations of each
     */
    static List<Bin> of(LongColumn sizes, LongColumn counts) {
        if (sizes.size() == 0) {
            return List.of();
        }
        long largest = sizes.get(sizes.size() - 1);
        if (largest <= 1) {
            return List.of(new Bin(0, largest, counts.sum()));
        }
        long smallest = sizes.get(0) == 0 ? sizes.get(1) : sizes.get(0);
        double high = Math.log((double) largest);
        double low = Math.log((double) smallest);
        if (low == high) {
            low /= 2;
        }
        double step = (high - low) / BINS;
        long[] inBins = new long[BINS];
        for (int i = 0; i < sizes.size(); i++) {
            inBins[bin(sizes.get(i), low, step)] += counts.get(i);
        }
        List<Bin> bins = new ArrayList<>();
        long from = 0;
        for (int i = 0; i < BINS; i++) {
            long end = (long) Math.exp(low + step * (i + 1));
            bins.add(new Bin(from, i < BINS - 1 ? end - 1 : end, inBins[i]));
            from = end;
        }
        return bins;
    }

    private static int bin(long size, double low, double step) {
        if (size == 0) {
            return 0;
        }
        double above = Math.log((double) size) - low;
        // floor division as Python has it: the remainder is exact, a quotient of doubles is not
        double bin = Math.rint((above - above % step) / step);
        return (int) Math.min(bin, BINS - 1);
    }
}
