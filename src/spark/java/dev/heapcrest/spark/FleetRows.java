package dev.heapcrest.spark;

import dev.heapcrest.merge.CaptureRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows of all files, in the order of the listing. In the driver; not thread-safe. */
final class FleetRows {
    private final List<FileRow> rows;
    private final long duplicates;

    private FleetRows(List<FileRow> rows) {
        this.rows = rows;
        duplicates = rows.stream().filter(row -> !row.sameAs().isEmpty()).count();
    }

    /**
     * Of what all tasks found.
     *
     * @throws IllegalStateException if a file has no row, or several: then something was lost, and no figure can be right
     */
    static FleetRows of(List<Listed> listed, List<? extends List<FileRow>> found) {
        FileRow[] rows = new FileRow[listed.size()];
        Texts texts = new Texts();
        long count = 0;
        for (List<FileRow> slice : found) {
            for (FileRow row : slice) {
                rows[row.file().order()] =
                        texts.shared(row, listed.get(row.file().order()));
                count++;
            }
        }
        long there = 0;
        for (FileRow row : rows) {
            there += row == null ? 0 : 1;
        }
        if (count != listed.size() || there != listed.size()) {
            throw new IllegalStateException(
                    "%s files were listed, and there are %s rows of %s of them: nothing was written"
                            .formatted(listed.size(), count, there));
        }
        return new FleetRows(List.of(rows));
    }

    /** Rows come with texts of their own, most of which are the same in each. */
    private static final class Texts {
        private final Map<String, String> known = new HashMap<>();

        private String shared(String text) {
            String before = known.putIfAbsent(text, text);
            return before == null ? text : before;
        }

        FileRow shared(FileRow row, Listed file) {
            TreeMap<String, String> labels = new TreeMap<>();
            row.labels().forEach((key, value) -> labels.put(shared(key), shared(value)));
            CaptureRow own = row.row();
            return FileRow.of(
                    file,
                    new CaptureRow(
                            own.identity(),
                            file.name(),
                            own.state(),
                            own.peakBytes(),
                            own.peakCount(),
                            own.leakedBytes(),
                            own.leakedCount(),
                            own.peakMemoryBytes(),
                            own.startMillis(),
                            own.endMillis(),
                            own.allocationRecords(),
                            own.largestGapMillis(),
                            labels,
                            shared(own.problem())),
                    shared(row.broken()));
        }
    }

    /** The same, where of equal captures the first alone counts. */
    FleetRows withoutDuplicates() {
        Map<String, String> known = new HashMap<>();
        List<FileRow> marked = new ArrayList<>(rows.size());
        for (FileRow row : rows) {
            String first =
                    row.counts() ? known.putIfAbsent(row.identity(), row.file().path()) : null;
            marked.add(first == null ? row : row.sameAs(first));
        }
        return new FleetRows(marked);
    }

    List<FileRow> all() {
        return rows;
    }

    List<FileRow> counted() {
        return rows.stream().filter(FileRow::counts).toList();
    }

    long duplicates() {
        return duplicates;
    }

    /** Paths of what is there a second time. */
    Set<String> duplicatePaths() {
        Set<String> paths = new HashSet<>();
        rows.stream()
                .filter(row -> !row.sameAs().isEmpty())
                .forEach(row -> paths.add(row.file().path()));
        return paths;
    }

    long failed() {
        return rows.stream()
                .filter(row -> row.state() == CaptureRow.State.FAILED)
                .count();
    }

    /** How many broke a limit. */
    long broken() {
        return rows.stream()
                .filter(row -> row.counts() && !row.broken().isEmpty())
                .count();
    }

    /** Keys of all labels. */
    Set<String> labelKeys() {
        Set<String> keys = new TreeSet<>();
        rows.forEach(row -> keys.addAll(row.labels().keySet()));
        return keys;
    }

    /** Places by a figure, from 1, of those that count; 0 of others. By number of the row. */
    int[] ranks(Comparator<FileRow> largestFirst) {
        int[] ranks = new int[rows.size()];
        List<FileRow> ranked = new ArrayList<>(counted());
        ranked.sort(largestFirst.thenComparing(row -> row.file().order()));
        for (int i = 0; i < ranked.size(); i++) {
            ranks[ranked.get(i).file().order()] = i + 1;
        }
        return ranks;
    }
}
