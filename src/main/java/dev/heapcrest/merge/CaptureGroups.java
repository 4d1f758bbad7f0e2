package dev.heapcrest.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** Ranks captures by their labels: which kind of process held most. Stateless. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CaptureGroups {
    /** Of a file name, without its suffix. */
    private static final int LONGEST_NAME = 100;

    private CaptureGroups() {}

    /**
     * Captures that have some labels in common.
     *
     * @param labels the labels by which they were grouped; those that the captures do not have are ""
     * @param captures how many, failed ones aside
     * @param peakBytes sum of their peaks
     * @param leakedBytes sum of what they held at their ends
     * @param largestPeakBytes the highest peak of one of them
     * @param largestPeak identity of that one
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Group(
            SortedMap<String, String> labels,
            long captures,
            long peakBytes,
            long leakedBytes,
            long largestPeakBytes,
            String largestPeak) {}

    /**
     * Groups of the rows of a partial, the largest sum of peaks first, then by labels.
     *
     * @param keys of labels
     */
    public static List<Group> of(Partial partial, List<String> keys) {
        return of(partial.rows(), keys);
    }

    /** The same of rows, also of more than a partial keeps. */
    public static List<Group> of(Collection<CaptureRow> captures, List<String> keys) {
        Map<SortedMap<String, String>, List<CaptureRow>> members = new HashMap<>();
        for (CaptureRow row : captures) {
            if (row.counts()) {
                members.computeIfAbsent(labels(row, keys), any -> new ArrayList<>())
                        .add(row);
            }
        }
        List<Group> groups = new ArrayList<>();
        members.forEach((labels, rows) -> groups.add(group(labels, rows)));
        groups.sort(Comparator.comparingLong(Group::peakBytes)
                .reversed()
                .thenComparing(group -> group.labels().toString()));
        return groups;
    }

    /** The labels of a capture that make its group. */
    public static SortedMap<String, String> labels(CaptureRow row, List<String> keys) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String key : keys) {
            labels.put(key, row.labels().getOrDefault(key, ""));
        }
        return labels;
    }

    /**
     * Names for files of groups, without suffix, by their labels, in the order of the ranking: "python=3.13,worker=3", in
     * characters that every file system has, each once.
     */
    public static Map<SortedMap<String, String>, String> fileNames(List<Group> ranking) {
        Map<SortedMap<String, String>, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Group group : ranking) {
            String name = name(group.labels());
            String distinct = name;
            // of some file systems case makes no difference
            for (int i = 2; !taken.add(distinct.toLowerCase(Locale.ROOT)); i++) {
                distinct = name + "-" + i;
            }
            names.put(group.labels(), distinct);
        }
        return names;
    }

    private static String name(SortedMap<String, String> labels) {
        String name = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","))
                .replaceAll("[^A-Za-z0-9._=,-]", "_");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    private static Group group(SortedMap<String, String> labels, List<CaptureRow> rows) {
        CaptureRow largest = rows.stream().min(CaptureRow.BY_PEAK).orElseThrow();
        long peak = 0;
        long leaked = 0;
        for (CaptureRow row : rows) {
            peak = Math.addExact(peak, row.peakBytes());
            leaked = Math.addExact(leaked, row.leakedBytes());
        }
        return new Group(labels, rows.size(), peak, leaked, largest.peakBytes(), largest.identity());
    }
}
