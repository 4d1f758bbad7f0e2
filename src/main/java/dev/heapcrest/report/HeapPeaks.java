package dev.heapcrest.report;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The largest peaks of memory over time. A bucket's mark is a peak where no neighbour's is larger; of equal neighbours
 * the last one is, as the whole run's peak is the last instant with the largest total.
 */
public final class HeapPeaks {
    /** So many are named, at most. */
    public static final int NAMED = 10;

    private HeapPeaks() {}

    /**
     * A peak.
     *
     * @param bucket its bucket
     * @param record number of the allocation record after which it was reached; -1 before any
     * @param bytes total
     * @param afterMillis not before that, ms since 1970 UTC; {@link History#NO_TIME} where the capture does not tell
     * @param beforeMillis not after that; before {@code afterMillis} where the clock was set back
     */
    public record Peak(int bucket, long record, long bytes, long afterMillis, long beforeMillis) {}

    /** The {@link #NAMED} largest, largest first, of equal ones the later first; empty without memory over time. */
    public static List<Peak> of(Profile profile) {
        History.Buckets buckets = profile.history().buckets();
        LongColumn marks = buckets.markBytes();
        if (marks.size() == 0) {
            return List.of();
        }
        List<Peak> peaks = new ArrayList<>();
        for (int k = 0; k < marks.size(); k++) {
            boolean rose = k == 0 || marks.get(k) >= marks.get(k - 1);
            boolean falls = k + 1 == marks.size() || marks.get(k) > marks.get(k + 1);
            if (rose && falls) {
                long before = k + 1 == marks.size()
                        ? end(profile)
                        : buckets.endMillis().get(k);
                long after = k == 0
                        ? profile.header().startMillis()
                        : buckets.endMillis().get(k - 1);
                peaks.add(new Peak(
                        k,
                        buckets.markRecord().get(k),
                        marks.get(k),
                        before == History.NO_TIME ? History.NO_TIME : after,
                        before));
            }
        }
        peaks.sort(Comparator.comparingLong(Peak::bytes)
                .thenComparing(Peak::bucket)
                .reversed());
        return List.copyOf(peaks.subList(0, Math.min(NAMED, peaks.size())));
    }

    /** After the last memory record only the end of the recording bounds a peak, if anybody wrote it. */
    private static long end(Profile profile) {
        long millis = RecordedTime.millis(profile);
        return millis == RecordedTime.UNKNOWN
                ? History.NO_TIME
                : profile.header().startMillis() + millis;
    }
}
