package dev.heapcrest.merge;

import dev.heapcrest.capture.CaptureHeader;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the header of a capture says of it, as labels: {@code pid}, {@code script}, {@code python}, ... Stateless. */
public final class CaptureLabels {
    private static final long MILLIS_OF_DAY = 86_400_000L;
    /** Those before it have four digits. */
    private static final long MILLIS_OF_YEAR_10000 = 253_402_300_800_000L;

    private CaptureLabels() {}

    /** What is so as a rule has no label. The map is new. */
    public static SortedMap<String, String> of(CaptureHeader header) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("pid", Integer.toString(header.pid()));
        labels.put("script", header.commandLine());
        if (!header.pythonVersionText().isEmpty()) {
            labels.put("python", header.pythonVersionText());
        }
        labels.put("allocator", header.pythonAllocatorName());
        labels.put("header", Integer.toString(header.version()));
        labels.put("day", day(header.startMillis()));
        if (header.pythonAllocatorsTraced()) {
            labels.put("python_allocators", "traced");
        }
        if (header.nativeTraces()) {
            labels.put("native", "traced");
        }
        if (header.aggregated()) {
            labels.put("format", "aggregated");
        }
        return labels;
    }

    /** "2026-11-29", UTC; "" where the year has not four digits. */
    private static String day(long millis) {
        if (millis < 0 || millis >= MILLIS_OF_YEAR_10000) {
            return "";
        }
        return LocalDate.ofEpochDay(millis / MILLIS_OF_DAY).toString();
    }
}
