package dev.heapcrest.cli;

import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Merging;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A sum for each group of captures that have some labels in common. Not thread-safe. */
final class GroupSums {
    private final PartialOptions options;
    private final List<String> keys;
    private final Map<SortedMap<String, String>, Merging> sums = new HashMap<>();

    /** @param keys of the labels that make a group */
    GroupSums(PartialOptions options, List<String> keys) {
        this.options = options;
        this.keys = keys;
    }

    /**
     * Adds an input to the group of its captures; what could not be read has none.
     *
     * @throws CommandFailure for a partial whose captures are of several groups, or do not all have a row
     * @throws ArithmeticException if a sum has more than 63 bits
     */
    void add(String typed, Partial partial) throws CommandFailure {
        List<SortedMap<String, String>> groups = new ArrayList<>();
        for (CaptureRow row : partial.rows()) {
            if (row.counts()) {
                groups.add(CaptureGroups.labels(row, keys));
            }
        }
        if (groups.size() != partial.readable() || new HashSet<>(groups).size() > 1) {
            throw CommandFailure.failed(
                    "%s has captures of several groups; for pages of groups, make a partial of each group."
                            .formatted(typed));
        }
        if (!groups.isEmpty()) {
            sums.computeIfAbsent(groups.get(0), any -> new Merging(options)).add(partial);
        }
    }

    /**
     * The sums by the name of their file, without suffix, in the order of the ranking.
     *
     * @throws ArithmeticException if a sum has more than 63 bits
     */
    Map<String, Partial> byName(List<CaptureGroups.Group> ranking) {
        Map<String, Partial> named = new LinkedHashMap<>();
        CaptureGroups.fileNames(ranking).forEach((labels, name) -> {
            Merging sum = sums.get(labels);
            if (sum != null) {
                named.put(name, sum.result());
            }
        });
        return named;
    }
}
