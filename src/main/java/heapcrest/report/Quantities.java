package heapcrest.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures as people read them; the same on every machine. */
public final class Quantities {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Quantities() {}

    /** Decimal units as memray has them, four digits: "505.5 kB", "9.338 MB". */
    public static String bytes(long bytes) {
        if (bytes < 1000 && bytes > -1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        // 999,950 would read "1000.0 kB"
        while (Math.abs(value) >= (unit < 0 ? 1000 : 999.95) && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String format = Math.abs(value) < 9.9995 ? "%.3f %s" : Math.abs(value) < 99.995 ? "%.2f %s" : "%.1f %s";
        return String.format(Locale.ROOT, format, value, UNITS[unit]);
    }

    /** With separators: "1,234,567". */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** "12.3 %"; "0 %" of nothing. */
    public static String share(long part, long whole) {
        return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    /** "2026-11-23 14:05:00.123 UTC". */
    public static String instant(long epochMillis) {
        return INSTANT.format(Instant.ofEpochMilli(epochMillis));
    }

    /** "1 h 2 min 3 s", "4.567 s", "12 ms". */
    public static String duration(long millis) {
        Duration duration = Duration.ofMillis(Math.max(0, millis));
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min " + duration.toSecondsPart() + " s";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return millis < 1000 ? duration.toMillis() + " ms" : String.format(Locale.ROOT, "%.3f s", millis / 1000.0);
    }
}
