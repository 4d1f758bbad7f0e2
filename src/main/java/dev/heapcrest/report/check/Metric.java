package dev.heapcrest.report.check;

import dev.heapcrest.report.Quantities;
import org.jspecify.annotations.Nullable;

/** What is judged. Every message names it, so that nobody takes a peak for a total. */
public enum Metric {
    /** Bytes held when the program held most. */
    PEAK_BYTES("peak_bytes", "peak", true),
    /** Allocations held then. */
    PEAK_ALLOCATIONS("peak_allocations", "allocations at the peak", false),
    /** Bytes allocated after tracking began and not given back by its end. */
    LEAKED_BYTES("leaked_bytes", "leaked", true),
    LEAKED_ALLOCATIONS("leaked_allocations", "leaked allocations", false),
    /** The most bytes that one stack leaked. */
    LEAK_PER_PLACE("leak_per_place", "leaked by one stack", true);

    private final String key;
    private final String text;
    private final boolean bytes;

    Metric(String key, String text, boolean bytes) {
        this.key = key;
        this.text = text;
        this.bytes = bytes;
    }

    /** The metric of a key; null for another text. */
    public static @Nullable Metric ofKey(String key) {
        for (Metric metric : values()) {
            if (metric.key.equals(key)) {
                return metric;
            }
        }
        return null;
    }

    /** In files. */
    public String key() {
        return key;
    }

    /** In sentences. */
    public String text() {
        return text;
    }

    /** Bytes, or a number of allocations. */
    public boolean bytes() {
        return bytes;
    }

    /** Whether a baseline has it. */
    public boolean inBaseline() {
        return this != LEAK_PER_PLACE;
    }

    /** For example {@code peak 465,750 bytes}, {@code leaked allocations 20}. */
    String amount(long value) {
        return text + " " + (bytes ? Quantities.counted(value, "byte") : Quantities.count(value));
    }
}
