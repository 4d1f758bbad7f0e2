package dev.heapcrest.columns;

import dev.heapcrest.tables.TextNumbers;
import java.util.List;

/** Numbers the texts of a file as sections name them, and writes them. Not thread-safe. */
public final class TextsWriter {
    private final TextNumbers numbers = new TextNumbers();

    /** Writes the index of a text, a new one if it was not there. */
    public void text(ColumnWriter section, String text) {
        section.leb(numbers.add(text));
    }

    /** Writes how many there are, and the index of each. */
    public void texts(ColumnWriter section, List<String> texts) {
        section.leb(texts.size());
        texts.forEach(text -> text(section, text));
    }

    /**
     * Writes all texts so far: count, length of each in UTF-16 units, all units as LEB. Not UTF-8, for names of programs and
     * paths may hold lone surrogates.
     */
    public void write(ColumnWriter section) {
        List<String> texts = numbers.texts();
        section.leb(texts.size());
        texts.forEach(text -> section.leb(text.length()));
        texts.forEach(text -> text.chars().forEach(section::leb));
    }
}
