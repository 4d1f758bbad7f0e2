package dev.heapcrest.columns;

import java.util.Map;
import java.util.function.Function;

/** The sections of one file of a {@link SectionForm}. Those that nobody asks for are passed over. Not thread-safe. */
public final class SectionReader {
    private final Map<Integer, ColumnReader> sections;
    private final ColumnReader end;

    SectionReader(Map<Integer, ColumnReader> sections, ColumnReader end) {
        this.sections = sections;
        this.end = end;
    }

    /** Whether the file has a section. */
    public boolean has(int id) {
        return sections.containsKey(id);
    }

    /**
     * Reads a section, once and to its last byte.
     *
     * @param content makes the result of the section
     * @throws ColumnReader.Damaged if there is no such section, bytes are left, or the content throws that, an
     *     {@link IllegalArgumentException} or an {@link ArithmeticException}; it names a byte of the section
     */
    public <T> T read(int id, Function<ColumnReader, T> content) {
        ColumnReader section = sections.get(id);
        if (section == null) {
            throw end.damaged("there is no section " + id + " before the end");
        }
        try {
            T read = content.apply(section);
            section.finish();
            return read;
        } catch (IllegalArgumentException wrong) {
            throw section.damaged(String.valueOf(wrong.getMessage()));
        } catch (ArithmeticException tooMuch) {
            throw section.damaged("a number or a sum has too many bits");
        }
    }
}
