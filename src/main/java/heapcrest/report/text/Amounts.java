package heapcrest.report.text;

import java.util.Locale;

/** Figures as people read them. Units are decimal, as in memray: 1 kB = 1000 bytes. */
public final class Amounts {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Amounts() {}

    /** For example {@code 215.7 kB}; three to four digits. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        // 999.95 would be printed as 1000.0
        while (Math.abs(value) >= (unit == 0 ? 1000 : 999.95) && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /** For example {@code 215,668 bytes (215.7 kB)}. */
    public static String exactBytes(long bytes) {
        String exact = counted(bytes, "byte");
        return Math.abs(bytes) < 1000 ? exact : exact + " (" + bytes(bytes) + ")";
    }

    /** For example {@code 1,234}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** For example {@code 1 allocation} or {@code 1,234 allocations}. */
    public static String counted(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** For example {@code 43 ms}, {@code 5.2 s}, {@code 3 min 20 s} or {@code 2 h 5 min}. */
    public static String duration(long millis) {
        if (Math.abs(millis) < 1000) {
            return millis + " ms";
        }
        if (Math.abs(millis) < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = millis / 1000;
        return Math.abs(seconds) < 3600
                ? seconds / 60 + " min " + Math.abs(seconds) % 60 + " s"
                : seconds / 3600 + " h " + Math.abs(seconds) / 60 % 60 + " min";
    }
}
