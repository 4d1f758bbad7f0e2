package dev.heapcrest.columns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Files of sections, byte by byte: what profiles, partials and symbol packs have in common. */
class SectionFormTest {
    private static final SectionForm<IOException> CHECKED = form(true);
    private static final SectionForm<IOException> PLAIN = form(false);

    private static SectionForm<IOException> form(boolean checksum) {
        return new SectionForm<>(
                "HCTEST", 3, checksum, new SectionForm.Words("this is no test", "this test"), IOException::new);
    }

    /** "HCTEST", version 3, and what follows. */
    private static byte[] file(int... rest) {
        byte[] bytes = Arrays.copyOf(new byte[] {'H', 'C', 'T', 'E', 'S', 'T', 3}, 7 + rest.length);
        for (int i = 0; i < rest.length; i++) {
            bytes[7 + i] = (byte) rest[i];
        }
        return bytes;
    }

    private static String refusal(SectionForm<IOException> form, Function<SectionReader, ?> content, byte... file) {
        return assertThrows(IOException.class, () -> form.read(file, false, content))
                .getMessage();
    }

    private static String refusal(byte... file) {
        return refusal(PLAIN, sections -> "", file);
    }

    private static byte[] written(SectionForm<IOException> form) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SectionWriter out = form.writer(bytes);
        out.section(5, section -> section.zigzag(-1));
        out.section(1, SectionWriter.columns(section -> section.leb(300)));
        out.end();
        return bytes.toByteArray();
    }

    @Test
    void a_file_is_magic_version_sections_and_end() throws IOException {
        assertArrayEquals(file(5, 1, 1, 1, 2, 0xAC, 2, 127, 0), written(PLAIN));
        assertArrayEquals(
                SectionFiles.withRightChecksum(file(5, 1, 1, 1, 2, 0xAC, 2, 127, 4, 0, 0, 0, 0)), written(CHECKED));
    }

    @Test
    void sections_are_read_in_any_order_and_those_that_nobody_asks_for_are_passed_over() throws IOException {
        List<Long> read = CHECKED.read(written(CHECKED), false, sections -> {
            assertTrue(sections.has(1));
            assertFalse(sections.has(2));
            return List.of(sections.read(1, ColumnReader::leb), sections.read(5, ColumnReader::zigzag));
        });
        assertEquals(List.of(300L, -1L), read);
        long ofPlain = PLAIN.read(written(PLAIN), false, sections -> sections.read(1, ColumnReader::leb));
        assertEquals(300, ofPlain);
    }

    @Test
    void other_files_and_other_versions_are_named() {
        assertEquals("this is no test", refusal(new byte[0]));
        assertEquals("this is no test", refusal("HCTES".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        byte[] other = file(127, 0);
        other[5] = 'S';
        assertEquals("this is no test", refusal(other));
        byte[] later = file(127, 0);
        later[6] = 4;
        assertEquals("this test has version 4, but only version 3 is known", refusal(later));
    }

    @Test
    void each_section_comes_once_and_nothing_comes_after_the_end() {
        assertEquals(
                "this test is damaged: section " + 5 + " comes twice at byte 12",
                refusal(file(5, 1, 1, 5, 1, 1, 127, 0)));
        assertEquals("this test is damaged: 1 bytes too many at byte 9", refusal(file(127, 0, 0)));
        assertEquals("this test is damaged: 1 bytes too many at byte 9", refusal(file(127, 1, 0)));
        assertEquals("this test is damaged: 128 is not below 128 at byte 7", refusal(file(0x80, 1, 0, 127, 0)));
        assertEquals("this test is damaged: there are no bytes for 3 entries at byte 8", refusal(file(5, 3, 1, 1)));
        assertEquals("this test is damaged: a number is cut off at byte 10", refusal(file(5, 1, 1)));
    }

    @Test
    void a_checksum_that_does_not_match_or_is_not_of_four_bytes_is_refused() throws IOException {
        byte[] whole = written(CHECKED);
        for (int at = whole.length - 4; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            assertEquals(
                    "this test is damaged: the checksum does not match at byte 16",
                    refusal(CHECKED, sections -> "", flipped));
        }
        assertEquals(
                "this test is damaged: the checksum does not match at byte 9",
                refusal(CHECKED, sections -> "", file(127, 0)));
    }

    @Test
    void what_a_section_does_not_hold_is_refused_with_its_byte() {
        byte[] file = file(5, 2, 1, 1, 127, 0);
        assertEquals(
                "this test is damaged: there is no section " + 6 + " before the end at byte 13",
                refusal(PLAIN, sections -> sections.read(6, ColumnReader::leb), file));
        assertEquals(
                "this test is damaged: 1 bytes too many at byte 10",
                refusal(PLAIN, sections -> sections.read(5, ColumnReader::leb), file));
        assertEquals(
                "this test is damaged: nothing is called 1 at byte 10",
                refusal(
                        PLAIN,
                        sections -> sections.read(5, section -> {
                            throw new IllegalArgumentException("nothing is called " + section.leb());
                        }),
                        file));
        assertEquals(
                "this test is damaged: a number or a sum has too many bits at byte 10",
                refusal(
                        PLAIN,
                        sections -> sections.read(5, section -> Math.addExact(Long.MAX_VALUE, section.leb())),
                        file));
    }

    @Test
    void offsets_in_what_was_packed_say_so() {
        assertEquals(
                "this test is damaged: a number is cut off at byte 7 (after unpacking)",
                assertThrows(IOException.class, () -> PLAIN.read(file(), true, sections -> ""))
                        .getMessage());
    }

    @Test
    void texts_are_numbered_as_they_come_and_may_hold_lone_surrogates() {
        TextsWriter writer = new TextsWriter();
        List<String> given = List.of("b", "", "\uD800", "b", "\uDC00a");
        byte[] indices = bytes(SectionWriter.columns(section -> writer.texts(section, given)));
        assertArrayEquals(new byte[] {5, 0, 1, 2, 0, 3}, indices);
        byte[] table = bytes(SectionWriter.columns(writer::write));
        Texts texts = Texts.read(new ColumnReader(table, 0, table.length));
        assertEquals(List.of("b", "", "\uD800", "\uDC00a"), texts.all());
        ColumnReader section = new ColumnReader(indices, 0, indices.length);
        assertEquals(given, texts.texts(section, section.count(1)));
    }

    /** Two billion characters would take 4 GB before the first of them is found to be missing. */
    @Test
    void a_text_that_is_longer_than_the_bytes_left_is_refused_at_its_length() {
        byte[] table = {1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7};
        ColumnReader section = new ColumnReader(table, 0, table.length);
        assertEquals(
                "there are no bytes for 2147483647 entries at byte 1",
                assertThrows(ColumnReader.Damaged.class, () -> Texts.read(section))
                        .getMessage());
    }

    private static byte[] bytes(ColumnWriter columns) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            columns.writeTo(bytes);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
