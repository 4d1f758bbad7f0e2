package dev.heapcrest.report.check;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much more than the baseline is the same: the larger of a share and an amount. Two runs of one program differ by some
 * hundred bytes, so there is always an amount by default.
 *
 * @param percent of the baseline
 * @param bytes for sizes; numbers of allocations have {@value #ALLOCATIONS} instead
 */
public record Tolerance(double percent, long bytes) {
    /** Allocations more that are always the same. */
    public static final long ALLOCATIONS = 100;

    /** 5 % or 64 KiB. */
    public static final Tolerance DEFAULT = new Tolerance(5, 64 << 10);

    private static final Pattern TEXT = Pattern.compile("(?:(\\d+(?:\\.\\d+)?) ?%)?(?:(?:^|\\+)([^%+]+))?");

    /**
     * {@code 5%+64KiB}, {@code 5%} or {@code 64KiB}.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static Tolerance of(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (text.isBlank() || !matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no tolerance; 5%, 64KiB and 5%+64KiB are some");
        }
        String percent = matcher.group(1);
        String size = matcher.group(2);
        return new Tolerance(
                percent == null ? 0 : new BigDecimal(percent).doubleValue(), size == null ? 0 : Amounts.size(size));
    }

    /** What may be added to a value of the baseline. */
    long of(Metric metric, long old) {
        return Math.max((long) (Math.abs(old) * percent / 100), metric.bytes() ? bytes : ALLOCATIONS);
    }
}
