package dev.heapcrest.merge;

import dev.heapcrest.columns.ColumnReader;
import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.columns.Texts;
import java.util.Arrays;

/**
 * The texts of a partial as its file has them: in order of UTF-16 units, each once, so most of a text is that of the one
 * before it. UTF-16 units, for names may hold lone surrogates.
 */
final class SortedTexts {
    /**
     * Units of all texts together, beyond {@link #UNITS_OF_BYTE} for each byte of the section. A few bytes can name a text
     * that begins as a long one before it, so a small file could take any memory.
     */
    private static final int MOST_UNITS = 1 << 25;

    private static final int UNITS_OF_BYTE = 64;

    private SortedTexts() {}

    /** @throws ColumnReader.Damaged if they are not in order, or have too many units */
    static Texts read(ColumnReader section) {
        long most = MOST_UNITS + (long) UNITS_OF_BYTE * section.left();
        return read(section, (int) Math.min(Integer.MAX_VALUE, most));
    }

    static Texts read(ColumnReader section, int mostUnits) {
        int count = section.count(2);
        int[] shared = section.ints(count, Integer.MAX_VALUE);
        int[] lengths = new int[count];
        // each unit takes a byte at least
        Arrays.setAll(lengths, i -> section.count(1));
        String[] texts = new String[count];
        String before = "";
        long units = 0;
        for (int i = 0; i < count; i++) {
            if (shared[i] > before.length()) {
                throw section.damaged("text " + i + " begins like more than there was");
            }
            units += (long) shared[i] + lengths[i];
            if (units > mostUnits) {
                throw section.damaged("its texts have more than " + mostUnits + " characters together");
            }
            char[] text = new char[shared[i] + lengths[i]];
            before.getChars(0, shared[i], text, 0);
            texts[i] = Texts.units(section, text, shared[i]);
            if (i > 0 && texts[i].compareTo(before) <= 0) {
                throw section.damaged("text " + i + " is not after the one before it");
            }
            before = texts[i];
        }
        return new Texts(texts);
    }

    /** @param texts in order, each once */
    static void write(String[] texts, ColumnWriter section) {
        int[] shared = new int[texts.length];
        for (int i = 1; i < texts.length; i++) {
            shared[i] = sharedPrefix(texts[i - 1], texts[i]);
        }
        section.leb(texts.length);
        for (int prefix : shared) {
            section.leb(prefix);
        }
        for (int i = 0; i < texts.length; i++) {
            section.leb(texts[i].length() - shared[i]);
        }
        for (int i = 0; i < texts.length; i++) {
            for (int unit = shared[i]; unit < texts[i].length(); unit++) {
                section.leb(texts[i].charAt(unit));
            }
        }
    }

    private static int sharedPrefix(String a, String b) {
        int limit = Math.min(a.length(), b.length());
        int i = 0;
        while (i < limit && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }
}
