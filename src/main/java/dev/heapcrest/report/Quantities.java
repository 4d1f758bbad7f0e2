package dev.heapcrest.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Figures as people read them; the same on every machine. Written without {@link String#format}, whose first use
 * took a short run about 12 ms.
 */
public final class Quantities {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Quantities() {}

    /** Decimal units as memray has them, four digits: "505.5 kB", "9.338 MB". */
    public static String bytes(long bytes) {
        if (bytes < 1000 && bytes > -1000) {
            return bytes + " B";
        }
        return rounded(bytes, 4);
    }

    /** Three decimals, the figures of memray's terminal reports: "505.481 kB", "12.111 MB"; whole bytes below 1000. */
    public static String fineBytes(long bytes) {
        if (bytes < 1000 && bytes > -1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (Math.abs(value) >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return new BigDecimal(value).setScale(3, RoundingMode.HALF_EVEN) + " " + UNITS[unit];
    }

    /** Three digits, for sentences and titles: "506 kB", "9.34 MB". */
    public static String shortBytes(long bytes) {
        return bytes < 1000 && bytes > -1000 ? bytes + " B" : rounded(bytes, 3);
    }

    private static String rounded(long bytes, int digits) {
        double half = digits == 4 ? 0.05 : 0.5;
        double value = bytes;
        int unit = -1;
        // 999,950 would read "1000.0 kB"
        while (Math.abs(value) >= (unit < 0 ? 1000 : 1000 - half) && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        int decimals = digits - (Math.abs(value) < 10 - half / 100 ? 1 : Math.abs(value) < 100 - half / 10 ? 2 : 3);
        return decimal(value, decimals) + " " + UNITS[unit];
    }

    /** "215,668 bytes (215.7 kB)"; small ones without the brackets. */
    public static String exactBytes(long bytes) {
        String exact = counted(bytes, "byte");
        return Math.abs(bytes) < 1000 ? exact : exact + " (" + bytes(bytes) + ")";
    }

    /** With separators: "1,234,567". */
    public static String count(long count) {
        StringBuilder digits = new StringBuilder(Long.toString(count));
        for (int i = digits.length() - 3; i > (count < 0 ? 1 : 0); i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }

    /** "1 allocation", "1,234 allocations". */
    public static String counted(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** "12.3 %"; "0 %" of nothing. */
    public static String share(long part, long whole) {
        return whole == 0 ? "0 %" : decimal(100.0 * part / whole, 1) + " %";
    }

    /** "12 %"; "under 1 %" of what is not nothing, "over 99 %" of what is not all. For sentences. */
    public static String roundShare(long part, long whole) {
        if (whole == 0 || part == 0) {
            return "0 %";
        }
        double percent = 100.0 * part / whole;
        return percent > 0 && percent < 1
                ? "under 1 %"
                : percent > 99 && percent < 100 ? "over 99 %" : Math.round(percent) + " %";
    }

    /** Three digits: "3.20 s", "43 ms", "12 min 5 s". For sentences. */
    public static String shortDuration(long millis) {
        long positive = Math.max(0, millis);
        if (positive < 1000 || positive >= 60_000) {
            return duration(positive >= 60_000 ? positive / 1000 * 1000 : positive);
        }
        int decimals = positive < 9_995 ? 2 : 1;
        return decimal(positive / 1000.0, decimals) + " s";
    }

    /** "2026-11-23 14:05:00.123 UTC". */
    public static String instant(long epochMillis) {
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
        String second =
                padded(time.getHour(), 2) + ":" + padded(time.getMinute(), 2) + ":" + padded(time.getSecond(), 2);
        return time.toLocalDate() + " " + second + "." + padded(time.getNano() / 1_000_000, 3) + " UTC";
    }

    /** As Python prints a time: "2026-11-23 14:05:00.123000+00:00", without a fraction where that is 0. */
    public static String pythonInstant(long epochMillis) {
        String text = instant(epochMillis).replace(" UTC", "");
        return text.replaceAll("\\.000$", "").replaceAll("(\\.\\d{3})$", "$1000") + "+00:00";
    }

    /** "1 h 2 min 3 s", "4.567 s", "12 ms". */
    public static String duration(long millis) {
        long positive = Math.max(0, millis);
        long seconds = positive / 1000;
        if (seconds >= 3600) {
            return seconds / 3600 + " h " + seconds / 60 % 60 + " min " + seconds % 60 + " s";
        }
        if (seconds >= 60) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return positive < 1000 ? positive + " ms" : seconds + "." + padded(positive % 1000, 3) + " s";
    }

    /** Rounded half up in the last place, for values below 10^12. */
    private static String decimal(double value, int decimals) {
        long scale = 1;
        for (int i = 0; i < decimals; i++) {
            scale *= 10;
        }
        long scaled = Math.round(Math.abs(value) * scale);
        String sign = value < 0 && scaled > 0 ? "-" : "";
        return sign + scaled / scale + (decimals == 0 ? "" : "." + padded(scaled % scale, decimals));
    }

    private static String padded(long value, int digits) {
        String text = Long.toString(value);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
