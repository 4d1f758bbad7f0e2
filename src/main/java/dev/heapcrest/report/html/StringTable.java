package dev.heapcrest.report.html;

import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.tables.TextNumbers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/** The strings of a payload, sorted; string 0 is the empty one. */
final class StringTable {
    private final String[] strings;
    private final TextNumbers numbers = new TextNumbers();
    /** Id of each number. */
    private final int[] ids;

    /** Takes any strings, duplicates included. */
    StringTable(Collection<String> texts) {
        numbers.add("");
        for (String text : texts) {
            numbers.add(text);
        }
        strings = numbers.texts().toArray(new String[0]);
        Arrays.sort(strings);
        ids = new int[strings.length];
        for (int id = 0; id < strings.length; id++) {
            ids[numbers.find(strings[id])] = id;
        }
    }

    int count() {
        return strings.length;
    }

    /**
     * Id of a string.
     *
     * @throws IllegalArgumentException if the table was made without it
     */
    int id(String text) {
        int number = numbers.find(text);
        if (number < 0) {
            throw new IllegalArgumentException("not in the string table: " + text);
        }
        return ids[number];
    }

    String string(int id) {
        return strings[id];
    }

    void write(ColumnWriter columns) {
        int[] prefixes = new int[strings.length];
        String before = "";
        for (int id = 0; id < strings.length; id++) {
            prefixes[id] = sharedPrefix(before, strings[id]);
            before = strings[id];
        }
        for (int prefix : prefixes) {
            columns.leb(prefix);
        }
        for (int id = 0; id < strings.length; id++) {
            columns.leb(strings[id].length() - prefixes[id]);
        }
        for (int id = 0; id < strings.length; id++) {
            columns.octets(utf8(strings[id].substring(prefixes[id])));
        }
    }

    private static int sharedPrefix(String a, String b) {
        int limit = Math.min(a.length(), b.length());
        int i = 0;
        while (i < limit && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i > 0 && Character.isHighSurrogate(a.charAt(i - 1)) ? i - 1 : i;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** A lone surrogate has no UTF-8; U+FFFD keeps the length in UTF-16 code units. */
    private static byte[] utf8(String text) {
        if (!hasLoneSurrogate(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder valid = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(valid::appendCodePoint);
        return valid.toString().getBytes(StandardCharsets.UTF_8);
    }
}
