package dev.heapcrest.report.check;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and numbers as people type them. */
public final class Amounts {
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([A-Za-z]*)");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("B", 1L),
            Map.entry("KB", 1_000L),
            Map.entry("MB", 1_000_000L),
            Map.entry("GB", 1_000_000_000L),
            Map.entry("TB", 1_000_000_000_000L),
            Map.entry("KIB", 1L << 10),
            Map.entry("MIB", 1L << 20),
            Map.entry("GIB", 1L << 30),
            Map.entry("TIB", 1L << 40));

    private Amounts() {}

    /**
     * What a value of a metric is typed as.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static long of(Metric metric, String text) {
        return metric.bytes() ? size(text) : number(text);
    }

    /**
     * 10 MB are 10^7 bytes, 10 MiB are 10 * 2^20, a number alone is bytes; case does not matter.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static long size(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toUpperCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' is no size; 65536, 10MB and 10MiB are some");
        }
        try {
            return new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is more than 2^63 bytes", e);
        }
    }

    /**
     * A number of allocations.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static long number(String text) {
        try {
            long number = Long.parseLong(text.strip());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("'" + text + "' is no number of allocations");
    }
}
