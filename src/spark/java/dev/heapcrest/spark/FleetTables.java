package dev.heapcrest.spark;

import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.report.ChangedFunctions;
import dev.heapcrest.report.export.CsvRow;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Tables of a fleet, as docs/fleets.md describes them. Stateless. */
final class FleetTables {
    private FleetTables() {}

    /** A row for each file that was listed, the largest peak first, then what counts nothing. */
    static void captures(FleetRows rows, Writer out) throws IOException {
        Set<String> labels = rows.labelKeys();
        CsvRow csv = new CsvRow(out);
        for (String column : List.of(
                "file",
                "file_bytes",
                "state",
                "peak_rank",
                "leaked_rank",
                "peak_bytes",
                "peak_count",
                "leaked_bytes",
                "leaked_count",
                "peak_memory_bytes",
                "start_time_ms",
                "end_time_ms",
                "allocation_records",
                "largest_sample_gap_ms",
                "identity",
                "same_as",
                "problem",
                "broken_limits")) {
            csv.text(column);
        }
        for (String label : labels) {
            csv.text("label_" + label);
        }
        csv.end();
        int[] peaks = rows.ranks(Comparator.comparingLong(FileRow::peakBytes).reversed());
        int[] leaks = rows.ranks(Comparator.comparingLong(FileRow::leakedBytes).reversed());
        List<FileRow> ranked = new ArrayList<>(rows.all());
        ranked.sort(Comparator.comparing((FileRow row) -> !row.counts())
                .thenComparing(row -> peaks[row.file().order()])
                .thenComparing(row -> row.file().order()));
        for (FileRow row : ranked) {
            int order = row.file().order();
            csv.text(row.file().path()).number(row.file().lengthBytes()).text(row.stateText());
            csv.number(peaks[order]).number(leaks[order]);
            csv.number(row.peakBytes()).number(row.peakCount());
            csv.number(row.leakedBytes()).number(row.leakedCount());
            csv.number(row.peakMemoryBytes()).number(row.startMillis()).number(row.endMillis());
            csv.number(row.allocationRecords()).number(row.largestGapMillis());
            csv.text(row.identity()).text(row.sameAs()).text(row.problem()).text(row.broken());
            for (String label : labels) {
                csv.text(row.labels().getOrDefault(label, ""));
            }
            csv.end();
        }
    }

    /**
     * A row for each group, the largest sum of peaks first.
     *
     * @param files names of pages of groups
     * @param base rows of the baseline; empty for none
     */
    static void groups(
            List<CaptureGroups.Group> groups,
            Map<SortedMap<String, String>, String> files,
            List<String> keys,
            List<CaptureRow> base,
            Writer out)
            throws IOException {
        Map<SortedMap<String, String>, CaptureGroups.Group> before = new HashMap<>();
        CaptureGroups.of(base, keys).forEach(group -> before.put(group.labels(), group));
        Map<CaptureGroups.Group, Integer> leaks =
                ranks(groups, Comparator.comparingLong(CaptureGroups.Group::leakedBytes));
        Map<CaptureGroups.Group, Integer> growth =
                ranks(groups, Comparator.comparingLong(group -> growth(group, before.get(group.labels()))));
        CsvRow csv = new CsvRow(out);
        for (String key : keys) {
            csv.text("label_" + key);
        }
        for (String column : List.of(
                "page",
                "captures",
                "peak_rank",
                "leaked_rank",
                "growth_rank",
                "sum_of_peaks_bytes",
                "mean_peak_bytes",
                "largest_peak_bytes",
                "largest_peak_capture",
                "leaked_bytes",
                "base_captures",
                "base_mean_peak_bytes",
                "growth_of_mean_bytes")) {
            csv.text(column);
        }
        csv.end();
        int rank = 0;
        for (CaptureGroups.Group group : groups) {
            rank++;
            for (String key : keys) {
                csv.text(group.labels().getOrDefault(key, ""));
            }
            CaptureGroups.Group old = before.get(group.labels());
            csv.text("groups/" + files.get(group.labels()) + ".html").number(group.captures());
            csv.number(rank).number(leaks.getOrDefault(group, 0));
            csv.number(base.isEmpty() ? 0 : growth.getOrDefault(group, 0));
            csv.number(group.peakBytes()).number(mean(group));
            csv.number(group.largestPeakBytes()).text(group.largestPeak()).number(group.leakedBytes());
            csv.number(old == null ? 0 : old.captures()).number(old == null ? 0 : mean(old));
            csv.number(growth(group, old));
            csv.end();
        }
    }

    private static long mean(CaptureGroups.Group group) {
        return Math.round((double) group.peakBytes() / group.captures());
    }

    /** Bytes that a capture of the group holds more at its peak, on average; 0 where the baseline has no such group. */
    private static long growth(CaptureGroups.Group group, CaptureGroups.@Nullable Group before) {
        return before == null ? 0 : mean(group) - mean(before);
    }

    private static Map<CaptureGroups.Group, Integer> ranks(
            List<CaptureGroups.Group> groups, Comparator<CaptureGroups.Group> by) {
        List<CaptureGroups.Group> ranked = new ArrayList<>(groups);
        ranked.sort(by.reversed());
        Map<CaptureGroups.Group, Integer> ranks = new HashMap<>();
        for (CaptureGroups.Group group : ranked) {
            ranks.put(group, ranks.size() + 1);
        }
        return ranks;
    }

    /** Functions that grew since the baseline and those that shrank, as means over captures. */
    static void growth(ChangedFunctions functions, Writer out) throws IOException {
        CsvRow csv = new CsvRow(out);
        for (String column : List.of("function", "base_mean_bytes", "new_mean_bytes", "change_bytes", "word")) {
            csv.text(column);
        }
        csv.end();
        for (List<ChangedFunctions.Row> rows : List.of(functions.grown(), functions.shrunk())) {
            for (ChangedFunctions.Row row : rows) {
                csv.text(row.place()).number(Math.round(row.base())).number(Math.round(row.changed()));
                csv.number(Math.round(row.change())).text(row.word().replace(", ", ""));
                csv.end();
            }
        }
    }
}
