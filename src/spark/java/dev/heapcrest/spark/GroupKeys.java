package dev.heapcrest.spark;

import java.util.List;
import java.util.SortedMap;

/**
 * Groups as texts, whose hash is the same in every executor. Captures that have no group, because they could not be read or
 * nobody asked for groups, have the group {@link #NONE}. Stateless.
 */
final class GroupKeys {
    static final String NONE = "";

    private GroupKeys() {}

    /** Of a capture that could be read. */
    static String of(SortedMap<String, String> labels, List<String> keys) {
        StringBuilder text = new StringBuilder();
        for (String key : keys) {
            String value = labels.getOrDefault(key, "");
            text.append(value.length()).append(':').append(value);
        }
        return text.toString();
    }
}
