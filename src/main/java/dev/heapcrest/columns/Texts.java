package dev.heapcrest.columns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The texts of a file, which its other sections name by index. Immutable; safe for any number of threads. */
public final class Texts {
    private final String[] texts;

    /** @param texts by index; taken over */
    public Texts(String... texts) {
        this.texts = texts;
    }

    /** Reads what {@link TextsWriter#write} wrote. A text longer than the bytes left gets no memory. */
    public static Texts read(ColumnReader section) {
        int[] lengths = new int[section.count(1)];
        // each unit takes a byte at least
        Arrays.setAll(lengths, i -> section.count(1));
        String[] texts = new String[lengths.length];
        Arrays.setAll(texts, i -> units(section, new char[lengths[i]], 0));
        return new Texts(texts);
    }

    /** A text whose first units are there; the others follow, as LEB. */
    public static String units(ColumnReader section, char[] units, int from) {
        for (int i = from; i < units.length; i++) {
            units[i] = (char) section.below(Character.MAX_VALUE + 1);
        }
        return new String(units);
    }

    public int count() {
        return texts.length;
    }

    /** The text of an index. */
    public String get(int index) {
        return texts[index];
    }

    /** All of them by index; shared. */
    public List<String> all() {
        return Collections.unmodifiableList(Arrays.asList(texts));
    }

    /** Reads an index. */
    public int index(ColumnReader section) {
        return section.below(texts.length);
    }

    /** Reads an index, and gives its text. */
    public String text(ColumnReader section) {
        return texts[index(section)];
    }

    /** Reads so many indices, and gives their texts. */
    public List<String> texts(ColumnReader section, int count) {
        List<String> read = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            read.add(text(section));
        }
        return read;
    }
}
