package dev.heapcrest.profile;

import org.apiguardian.api.API;

/**
 * What the figures of a profile count.
 *
 * <p>A view is a row of {@link Kind} and, for the kinds that have one, a parameter. All that other packages need to know
 * of a kind of view is in its row: payload, page, exports and messages ask for it here.
 *
 * @param kind what is counted
 * @param parameter the threshold of temporary allocations; {@link #NO_PARAMETER} for kinds without
 */
@API(status = API.Status.STABLE, since = "0.1")
public record View(Kind kind, int parameter) {
    /** Of kinds that have no parameter. */
    public static final int NO_PARAMETER = -1;

    /** What was held at the high-water mark. */
    public static final View PEAK = new View(Kind.PEAK, NO_PARAMETER);

    /** What was held at the end of the capture. */
    public static final View LEAKS = new View(Kind.LEAKS, NO_PARAMETER);

    /** What several captures held at the same moment. */
    public static final View TOGETHER = new View(Kind.TOGETHER, NO_PARAMETER);

    /** Allocations that their own thread gave back after at most {@code threshold} others (at least 0). */
    public static View temporary(int threshold) {
        return new View(Kind.TEMPORARY, threshold);
    }

    /** A parameter where there must be none, or none where there must be one, is refused. */
    public View {
        if (kind.parameter.isEmpty() ? parameter != NO_PARAMETER : parameter < 0) {
            throw new IllegalArgumentException(kind.key + " with parameter " + parameter);
        }
    }

    /** The kinds of views, in the order in which they are written and offered. */
    public enum Kind {
        /** Held at the high-water mark. */
        PEAK("peak", "Peak memory", "Held at the peak", "", "bytes", "", 8),
        /** Held at the end of the capture. */
        LEAKS("leaks", "Leaks", "Leaked", "memory leaks", "bytes", "", 9),
        /** Given back within a threshold. */
        TEMPORARY("temporary", "Temporary allocations", "Temporary", "temporary allocations", "bytes", "threshold", 10),
        /** Of a comparison: what the other side, the base, held at its high-water mark. */
        BASE_PEAK("base_peak", "Peak memory of the base", "Held at the peak of the base", "", "bytes", "", 15),
        /** Of a comparison: what the base held at its end. */
        BASE_LEAKS("base_leaks", "Leaks of the base", "Leaked in the base", "memory leaks", "bytes", "", 16),
        /** Of several captures: what they held at the moment of the peak of their sum. */
        TOGETHER("together", "Peak of the sum", "Held together", "", "bytes", "", 19);

        private final String key;
        private final String title;
        private final String label;
        private final String memrayTitle;
        private final String unit;
        private final String parameter;
        private final int payloadSection;

        Kind(
                String key,
                String title,
                String label,
                String memrayTitle,
                String unit,
                String parameter,
                int payloadSection) {
            this.key = key;
            this.title = title;
            this.label = label;
            this.memrayTitle = memrayTitle;
            this.unit = unit;
            this.parameter = parameter;
            this.payloadSection = payloadSection;
        }

        /** Name in JSON, in the address of a page and on the command line: "leaks". */
        public String key() {
            return key;
        }

        /** Heading for people: "Leaks". */
        public String title() {
            return title;
        }

        /** Says of an amount what it is: "Held at the peak". */
        public String label() {
            return label;
        }

        /** What memray appends to the title of such a report: "memory leaks"; "" where nothing. */
        public String memrayTitle() {
            return memrayTitle;
        }

        /** Unit of the figures that boxes are as wide as; the other figures are numbers of allocations. */
        public String unit() {
            return unit;
        }

        /** Name of the parameter in JSON; "" where the kind has none. */
        public String parameter() {
            return parameter;
        }

        /** Id of the payload's section with such figures (docs/report-format.md, section 8). */
        public int payloadSection() {
            return payloadSection;
        }
    }
}
