package dev.heapcrest.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** Takes files of sections apart and puts them together: profiles, partials, symbol packs (docs/profile-format.md). */
public final class SectionFiles {
    private static final int MAGIC_AND_VERSION_BYTES = 9;
    private static final int END = 127;

    private SectionFiles() {}

    /** Magic and version, then each section as its id and its content; the end section is left out. */
    public static List<byte[]> parts(byte[] file) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(Arrays.copyOf(file, MAGIC_AND_VERSION_BYTES));
        int at = MAGIC_AND_VERSION_BYTES;
        while (file[at] != END) {
            int id = file[at++];
            int length = 0;
            int shift = 0;
            int next;
            do {
                next = file[at++];
                length |= (next & 0x7F) << shift;
                shift += 7;
            } while (next < 0);
            parts.add(new ByteSink()
                    .u8(id)
                    .array(Arrays.copyOfRange(file, at, at + length))
                    .toByteArray());
            at += length;
        }
        return parts;
    }

    /** A file of such parts, with their lengths and an end section of no checksum. */
    public static byte[] joined(List<byte[]> parts) {
        ByteSink file = new ByteSink().array(parts.isEmpty() ? new byte[0] : parts.get(0));
        for (byte[] part : parts.subList(Math.min(1, parts.size()), parts.size())) {
            if (part.length > 0) {
                file.u8(part[0]).varint(part.length - 1).array(Arrays.copyOfRange(part, 1, part.length));
            }
        }
        return file.u8(END).u8(0).toByteArray();
    }

    /** With the right checksum in the end section of such a file, whatever became of it. */
    public static byte[] checked(byte[] joined) {
        byte[] file = Arrays.copyOf(joined, Math.max(2, joined.length) - 2);
        byte[] whole = new ByteSink().array(file).u8(END).u8(Integer.BYTES).toByteArray();
        CRC32 crc = new CRC32();
        crc.update(whole);
        return new ByteSink().array(whole).i32((int) crc.getValue()).toByteArray();
    }
}
