package dev.heapcrest.columns;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * A kind of file that is made of sections: magic, version (LEB), then sections of id (LEB), length in bytes (LEB) and
 * content, each id at most once. Section {@value #END} is the last. It holds the CRC-32, little endian, of all bytes before
 * these four; in kinds whose container has a checksum it is empty. Immutable; safe for any number of threads.
 *
 * @param <X> what is thrown for bytes that are not such a file, or not all of one
 */
public final class SectionForm<X extends IOException> {
    static final int END = 127;

    private final byte[] magic;
    private final int version;
    private final boolean checksum;
    private final Words words;
    private final Function<String, X> refusal;

    /**
     * How messages call such a file.
     *
     * @param other all that is said of bytes with another magic: "this is not a profile of Heapcrest"
     * @param subject begins all other sentences: "this profile"
     */
    public record Words(String other, String subject) {}

    /**
     * A kind of file.
     *
     * @param magic in ASCII
     * @param version the one that is written, and the only one that is read
     * @param checksum whether the end holds one
     * @param refusal makes the exception of a message
     */
    public SectionForm(String magic, int version, boolean checksum, Words words, Function<String, X> refusal) {
        this.magic = magic.getBytes(StandardCharsets.US_ASCII);
        this.version = version;
        this.checksum = checksum;
        this.words = words;
        this.refusal = refusal;
    }

    /**
     * Begins a file: writes magic and version.
     *
     * @param stream of whoever calls, who closes it
     * @throws IOException what the stream throws
     */
    public SectionWriter writer(OutputStream stream) throws IOException {
        return new SectionWriter(stream, magic, version, checksum);
    }

    /**
     * Reads a file. Magic, version, lengths and checksum are compared before anything of the content is.
     *
     * @param bytes all of the file; shared while it is read
     * @param unpacked whether they were compressed: messages say to which bytes their offsets belong
     * @param content makes the result of the sections; it may throw {@link ColumnReader.Damaged},
     *     {@link IllegalArgumentException} and {@link ArithmeticException} for what cannot be
     * @throws X if the bytes are of another kind or version, were damaged or cut off, or hold what cannot be. The message
     *     names the rule and, where there is one, the byte
     */
    public <T> T read(byte[] bytes, boolean unpacked, Function<SectionReader, T> content) throws X {
        if (bytes.length < magic.length || !Arrays.equals(magic, 0, magic.length, bytes, 0, magic.length)) {
            throw refusal.apply(words.other());
        }
        try {
            ColumnReader all = new ColumnReader(bytes, magic.length, bytes.length);
            long found = all.leb();
            if (found != version) {
                throw refusal.apply(words.subject() + " has version " + Long.toUnsignedString(found)
                        + ", but only version " + version + " is known");
            }
            return content.apply(sections(all, bytes));
        } catch (ColumnReader.Damaged | IllegalArgumentException | ArithmeticException damaged) {
            throw refusal.apply(
                    words.subject() + " is damaged: " + damaged.getMessage() + (unpacked ? " (after unpacking)" : ""));
        }
    }

    private SectionReader sections(ColumnReader all, byte[] bytes) {
        Map<Integer, ColumnReader> sections = new HashMap<>();
        int id = all.below(END + 1);
        while (id != END) {
            ColumnReader section = all.part(all.count(1));
            if (sections.put(id, section) != null) {
                throw section.damaged("section " + id + " comes twice");
            }
            id = all.below(END + 1);
        }
        int length = all.count(1);
        ColumnReader end = all.part(length);
        all.finish();
        if (!checksum) {
            end.finish();
        } else if (length != Integer.BYTES || written(bytes, end.position()) != crc(bytes, end.position())) {
            throw end.damaged("the checksum does not match");
        }
        return new SectionReader(sections, end);
    }

    private static int written(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    private static int crc(byte[] bytes, int end) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, end);
        return (int) crc.getValue();
    }
}
