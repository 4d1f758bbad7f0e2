package dev.heapcrest.report.html;

import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.VisibleText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of the captures of a page, as variables of the template, and the ranking of their groups. Text is made visible
 * here. Stateless.
 */
final class CaptureTable {
    private static final int MOST_ROWS = 1000;

    /** Labels of all captures: those that have a column of their own, or are the same for most. */
    private static final Set<String> USUAL_LABELS =
            Set.of("pid", "script", "python", "allocator", "header", "day", "python_allocators", "native", "format");

    private CaptureTable() {}

    /**
     * Variables of the section; null for a page of one capture.
     *
     * @param profile whose threads are the captures, where those are kept apart
     */
    static @Nullable Map<String, Object> of(@Nullable ManyCaptures many, Profile profile) {
        if (many == null) {
            return null;
        }
        List<CaptureRow> rows = many.largestFirst();
        long left = many.partial().captures() - Math.min(rows.size(), MOST_ROWS);
        Map<String, Integer> threads =
                many.split() ? threads(rows, profile.threads().names()) : Map.of();
        boolean labelled = rows.stream().anyMatch(row -> !labels(row).isEmpty());
        Map<String, Object> table = new HashMap<>();
        table.put(
                "captures",
                rows.stream()
                        .limit(MOST_ROWS)
                        .map(row -> row(row, threads, labelled))
                        .toList());
        table.put("labelled", labelled);
        table.put("more", left == 0 ? "" : Quantities.count(left) + " more are counted, but not listed here.");
        table.put("grouped", !many.groups().isEmpty());
        table.put(
                "groups",
                many.groups().stream().map(group -> group(group, rows)).toList());
        return table;
    }

    /** Thread of each capture by its name; those that share a name cannot be told apart, and are left out. */
    private static Map<String, Integer> threads(List<CaptureRow> rows, List<String> names) {
        Map<String, Integer> threads = new HashMap<>();
        for (int thread = 0; thread < names.size(); thread++) {
            threads.put(names.get(thread), thread);
        }
        Set<String> seen = new HashSet<>();
        for (CaptureRow row : rows) {
            if (row.counts() && !seen.add(ManyCaptures.nameOf(row))) {
                threads.remove(ManyCaptures.nameOf(row));
            }
        }
        return threads;
    }

    private static Map<String, Object> row(CaptureRow row, Map<String, Integer> threads, boolean labelled) {
        boolean read = row.counts();
        Map<String, Object> cells = new HashMap<>();
        Integer thread = read ? threads.get(ManyCaptures.nameOf(row)) : null;
        cells.put("thread", thread == null ? "" : thread.toString());
        cells.put("name", VisibleText.of(row.name()));
        cells.put("pid", VisibleText.of(label(row, "pid")));
        cells.put("python", VisibleText.of(label(row, "python")));
        cells.put("start", read ? Quantities.instant(row.startMillis()) : "");
        cells.put("peak", read ? Quantities.bytes(row.peakBytes()) : "");
        cells.put("peakBytes", row.peakBytes());
        cells.put("peakCount", read ? Quantities.count(row.peakCount()) : "");
        cells.put("peakAllocations", row.peakCount());
        cells.put("leaked", read ? Quantities.bytes(row.leakedBytes()) : "");
        cells.put("leakedBytes", row.leakedBytes());
        cells.put("labelled", labelled);
        cells.put("labels", VisibleText.of(labels(row)));
        cells.put("state", row.state().text());
        cells.put("problem", VisibleText.of(row.problem()));
        return cells;
    }

    private static String label(CaptureRow row, String key) {
        return Objects.requireNonNullElse(row.labels().get(key), "");
    }

    /** Those that somebody gave. */
    private static String labels(CaptureRow row) {
        return row.labels().entrySet().stream()
                .filter(label -> !USUAL_LABELS.contains(label.getKey()))
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Object> group(CaptureGroups.Group group, List<CaptureRow> rows) {
        String largest = rows.stream()
                .filter(row -> row.identity().equals(group.largestPeak()))
                .map(CaptureRow::name)
                .findFirst()
                .orElse("");
        String labels = group.labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + (label.getValue().isEmpty() ? "(none)" : label.getValue()))
                .collect(Collectors.joining(", "));
        return Map.of(
                "labels", VisibleText.of(labels),
                "count", Quantities.count(group.captures()),
                "captures", group.captures(),
                "peak", Quantities.bytes(group.peakBytes()),
                "peakBytes", group.peakBytes(),
                "largest", Quantities.bytes(group.largestPeakBytes()),
                "largestBytes", group.largestPeakBytes(),
                "largestName", VisibleText.of(largest),
                "leaked", Quantities.bytes(group.leakedBytes()),
                "leakedBytes", group.leakedBytes());
    }
}
