package dev.heapcrest.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heapcrest.columns.ColumnReader;
import dev.heapcrest.columns.SectionWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The texts of a partial's file. */
class SortedTextsTest {
    private static ColumnReader written(String... texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SectionWriter.columns(section -> SortedTexts.write(texts, section)).writeTo(bytes);
        return new ColumnReader(bytes.toByteArray(), 0, bytes.size());
    }

    private static String refusal(ColumnReader section) {
        return assertThrows(ColumnReader.Damaged.class, () -> SortedTexts.read(section))
                .getMessage();
    }

    @Test
    void texts_read_as_they_were_written() throws IOException {
        String[] texts = {"", "a", "ab", "abc\uD800", "abd", "b", "\uDC00", "\uDC00\uD800"};
        assertEquals(List.of(texts), SortedTexts.read(written(texts)).all());
        assertEquals(List.of(), SortedTexts.read(written()).all());
    }

    @Test
    void texts_that_are_not_in_order_or_come_twice_are_refused() throws IOException {
        assertEquals("text 1 is not after the one before it at byte 7", refusal(written("b", "a")));
        assertEquals("text 1 is not after the one before it at byte 6", refusal(written("a", "a")));
        byte[] longer = {1, 1, 1, 'a'};
        assertEquals("text 0 begins like more than there was at byte 3", refusal(new ColumnReader(longer, 0, 4)));
    }

    /** Three bytes name a text that begins as a long one: those of a few MB of file would take any memory. */
    @Test
    void texts_of_more_characters_than_the_limit_are_refused() throws IOException {
        String[] texts = {"aaaaaaaa", "aaaaaaaab", "aaaaaaaac"};
        assertEquals(List.of(texts), SortedTexts.read(written(texts), 26).all());
        assertEquals(
                "its texts have more than 25 characters together at byte 16",
                assertThrows(ColumnReader.Damaged.class, () -> SortedTexts.read(written(texts), 25))
                        .getMessage());
    }

    private static String[] alike(int count) {
        String beginning = "f".repeat(20_000);
        String[] texts = new String[count];
        Arrays.setAll(texts, i -> beginning + (char) ('a' + i));
        return texts;
    }

    /** Some bytes for each text of 20,000 units that begins as the one before it. */
    @Test
    void few_bytes_do_not_make_gigabytes() throws IOException {
        assertEquals(1_000, SortedTexts.read(written(alike(1_000))).count());
        ColumnReader section = written(alike(4_000));
        assertThrows(ColumnReader.Damaged.class, () -> SortedTexts.read(section));
    }
}
