package dev.heapcrest.merge;

import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * What a partial says of one capture. Times are ms since 1970 UTC, sizes bytes. Immutable.
 *
 * @param identity {@link CaptureIdentity#text}; the same for the same capture wherever it is
 * @param name its file name
 * @param state what became of it
 * @param peakBytes sum of its figures at its own peak; this and the next four are 0 where it failed
 * @param peakCount allocations at its own peak
 * @param leakedBytes sum of what it held at its end
 * @param leakedCount allocations that it held at its end
 * @param peakMemoryBytes memray's running total at its peak
 * @param startMillis when tracking began; 0 where it failed
 * @param endMillis when it ended; that of the start where the program was killed
 * @param allocationRecords allocations and deallocations that were read
 * @param largestGapMillis longest time between two of its memory samples; 0 for fewer than two
 * @param labels by key
 * @param problem why it failed, or why it is not complete; "" for complete ones
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CaptureRow(
        String identity,
        String name,
        State state,
        long peakBytes,
        long peakCount,
        long leakedBytes,
        long leakedCount,
        long peakMemoryBytes,
        long startMillis,
        long endMillis,
        long allocationRecords,
        long largestGapMillis,
        SortedMap<String, String> labels,
        String problem) {

    /** What became of a capture. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum State {
        /** Read to its end. */
        COMPLETE(0),
        /** Cut off; what was read counts. */
        TRUNCATED(1),
        /** Broken somewhere; what was read counts. */
        DAMAGED(2),
        /** Nothing could be read, and nothing counts. */
        FAILED(3);

        private final int number;

        State(int number) {
            this.number = number;
        }

        /** Its number in partials. */
        int number() {
            return number;
        }

        /** The state of a number; there is one. */
        static State of(int number) {
            for (State state : values()) {
                if (state.number == number) {
                    return state;
                }
            }
            throw new IllegalArgumentException("no state has the number " + number);
        }

        /** Name for people and programs, for example {@code complete}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** By identity, then by all else, so that equal partials have equal rows. */
    static final Comparator<CaptureRow> BY_IDENTITY = Comparator.comparing(CaptureRow::identity)
            .thenComparing(CaptureRow::name)
            .thenComparing(CaptureRow::state)
            .thenComparingLong(CaptureRow::peakBytes)
            .thenComparingLong(CaptureRow::peakCount)
            .thenComparingLong(CaptureRow::leakedBytes)
            .thenComparingLong(CaptureRow::leakedCount)
            .thenComparingLong(CaptureRow::peakMemoryBytes)
            .thenComparingLong(CaptureRow::startMillis)
            .thenComparingLong(CaptureRow::endMillis)
            .thenComparingLong(CaptureRow::allocationRecords)
            .thenComparingLong(CaptureRow::largestGapMillis)
            .thenComparing(row -> row.labels().toString())
            .thenComparing(CaptureRow::problem);

    /** The largest peak first: which rows are kept where there are too many. */
    static final Comparator<CaptureRow> BY_PEAK =
            Comparator.comparingLong(CaptureRow::peakBytes).reversed().thenComparing(BY_IDENTITY);

    /** Labels are copied. */
    public CaptureRow {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** Whether its figures count. */
    public boolean counts() {
        return state != State.FAILED;
    }
}
