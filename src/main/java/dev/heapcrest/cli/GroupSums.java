package dev.heapcrest.cli;

import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

/** A sum for each group of captures that have some labels in common. Not thread-safe. */
final class GroupSums {
    private final List<String> keys;
    private final Supplier<ManyInputs> empty;
    private final Map<SortedMap<String, String>, ManyInputs> sums = new HashMap<>();

    /**
     * Without any group.
     *
     * @param keys of the labels that make a group
     * @param empty makes a sum of nothing
     */
    GroupSums(List<String> keys, Supplier<ManyInputs> empty) {
        this.keys = keys;
        this.empty = empty;
    }

    /**
     * Adds an input to the group of its captures; what could not be read has none.
     *
     * @throws CommandFailure for a partial whose captures are of several groups, or do not all have a row; if a sum is too large
     */
    void add(InputReader.Input input) throws CommandFailure {
        Partial partial = input.partial();
        List<SortedMap<String, String>> groups = new ArrayList<>();
        for (CaptureRow row : partial.rows()) {
            if (row.counts()) {
                groups.add(CaptureGroups.labels(row, keys));
            }
        }
        if (groups.size() != partial.readable() || new HashSet<>(groups).size() > 1) {
            throw CommandFailure.failed(
                    "%s has captures of several groups; for pages of groups, make a partial of each group."
                            .formatted(CaptureInput.shown(input.source().typed())));
        }
        if (!groups.isEmpty()) {
            sums.computeIfAbsent(groups.get(0), any -> empty.get()).add(input);
        }
    }

    /** The groups by the name of their file, without suffix, in the order of the ranking. */
    Map<String, ManyInputs> byName(List<CaptureGroups.Group> ranking) {
        Map<String, ManyInputs> named = new LinkedHashMap<>();
        CaptureGroups.fileNames(ranking).forEach((labels, name) -> {
            ManyInputs sum = sums.get(labels);
            if (sum != null) {
                named.put(name, sum);
            }
        });
        return named;
    }
}
