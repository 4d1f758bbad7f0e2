package dev.heapcrest.columns;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/** Writes one file of a {@link SectionForm}, section by section. Not thread-safe. */
public final class SectionWriter {
    private final CheckedOutputStream stream;
    private final boolean checksum;

    SectionWriter(OutputStream stream, byte[] magic, int version, boolean checksum) throws IOException {
        this.stream = new CheckedOutputStream(stream, new CRC32());
        this.checksum = checksum;
        this.stream.write(magic);
        columns(head -> head.leb(version)).writeTo(this.stream);
    }

    /** The content of a section, for those that must be known before another one is written. */
    public static ColumnWriter columns(Consumer<ColumnWriter> content) {
        ColumnWriter columns = new ColumnWriter();
        content.accept(columns);
        return columns;
    }

    /** Writes a section; each id once. */
    public void section(int id, Consumer<ColumnWriter> content) throws IOException {
        section(id, columns(content));
    }

    /** Writes a section whose content is there; each id once. */
    public void section(int id, ColumnWriter content) throws IOException {
        head(id, content.sizeBytes());
        content.writeTo(stream);
    }

    /** Writes the end, and flushes the stream. */
    public void end() throws IOException {
        head(SectionForm.END, checksum ? Integer.BYTES : 0);
        if (checksum) {
            int crc = (int) stream.getChecksum().getValue();
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                stream.write(crc >>> shift);
            }
        }
        stream.flush();
    }

    private void head(int id, long sizeBytes) throws IOException {
        columns(head -> {
                    head.leb(id);
                    head.leb(sizeBytes);
                })
                .writeTo(stream);
    }
}
