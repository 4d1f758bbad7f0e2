package dev.heapcrest.report.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one metric of one capture. Immutable.
 *
 * @param capture its name
 * @param metric null where the capture could not be read at all
 * @param now the value of this run
 * @param reference the limit or the value of the baseline that decided; -1 = none
 * @param allowed most that passes; -1 = none
 * @param against what decided: {@code limit}, {@code baseline}, or empty
 * @param sentence for people, without a full stop
 * @param places what grew most, or holds most
 * @param millis time that reading the capture took
 */
public record Verdict(
        String capture,
        @Nullable Metric metric,
        Outcome outcome,
        long now,
        long reference,
        long allowed,
        String against,
        String sentence,
        List<Growth> places,
        long millis) {
    /** Copies. */
    public Verdict {
        places = List.copyOf(places);
    }

    /** What became of it, best last. */
    public enum Outcome {
        /** A limit or the baseline was broken. */
        FAILED("FAILED"),
        /** The capture could not be read. */
        ERROR("ERROR"),
        /** It passed, and something is to be said. */
        WARNED("warning"),
        /** There was nothing to compare it with. */
        SKIPPED("skipped"),
        /** Lower than the baseline by more than the tolerance. */
        IMPROVED("improved"),
        PASSED("passed");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        /** For tables. */
        public String text() {
            return text;
        }
    }

    /**
     * A place, and how it changed.
     *
     * @param before -1 where there is no baseline
     */
    public record Growth(Measured.Place place, long before, long now) {
        /** Bytes more than before. */
        long bytes() {
            return now - Math.max(0, before);
        }
    }

    String key() {
        return metric == null ? "capture" : metric.key();
    }

    /** Whether there is a change to speak of. */
    boolean compared() {
        return against.equals("baseline") && reference >= 0;
    }
}
