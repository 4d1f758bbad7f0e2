package dev.heapcrest.cli;

import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A sum for each group of captures that have some labels in common. Not thread-safe. */
final class GroupSums {
    /** Of a file name, without its suffix. */
    private static final int LONGEST_NAME = 100;

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
        Set<String> taken = new HashSet<>();
        for (CaptureGroups.Group group : ranking) {
            ManyInputs sum = sums.get(group.labels());
            if (sum != null) {
                String name = name(group.labels());
                String distinct = name;
                // of some file systems case makes no difference
                for (int i = 2; !taken.add(distinct.toLowerCase(Locale.ROOT)); i++) {
                    distinct = name + "-" + i;
                }
                named.put(distinct, sum);
            }
        }
        return named;
    }

    /** "python=3.13,worker=3", in characters that every file system has. */
    private static String name(SortedMap<String, String> labels) {
        String name = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","))
                .replaceAll("[^A-Za-z0-9._=,-]", "_");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }
}
