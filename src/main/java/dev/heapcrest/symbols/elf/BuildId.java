package dev.heapcrest.symbols.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The note by which linkers tell builds apart: owner {@code GNU}, type 3. */
final class BuildId {
    private static final int TYPE = 3;
    private static final int GNU = 0x474E5500;
    private static final int HEAD_BYTES = 12;
    private static final long LONGEST_NOTES_BYTES = 1 << 20;
    private static final int LONGEST_ID_BYTES = 64;

    private BuildId() {}

    /** Empty if those notes have none, or are damaged. */
    static String find(ElfFile file, ElfFile.Section notes) throws IOException {
        if (notes.sizeBytes() < 0 || notes.sizeBytes() > LONGEST_NOTES_BYTES || !file.within(notes)) {
            return "";
        }
        ByteBuffer bytes = file.read(notes.offset(), (int) notes.sizeBytes());
        while (bytes.remaining() >= HEAD_BYTES) {
            long ownerBytes = Integer.toUnsignedLong(bytes.getInt());
            long idBytes = Integer.toUnsignedLong(bytes.getInt());
            int type = bytes.getInt();
            long end = bytes.position() + padded(ownerBytes) + padded(idBytes);
            if (bytes.position() + padded(ownerBytes) + idBytes > bytes.limit()) {
                return "";
            }
            if (type == TYPE && ownerBytes == 4 && idBytes > 0 && idBytes <= LONGEST_ID_BYTES && owner(bytes) == GNU) {
                byte[] id = new byte[(int) idBytes];
                bytes.get(bytes.position() + 4, id);
                return HexFormat.of().formatHex(id);
            }
            bytes.position((int) Math.min(end, bytes.limit()));
        }
        return "";
    }

    private static int owner(ByteBuffer bytes) {
        int owner = 0;
        for (int i = 0; i < 4; i++) {
            owner = owner << 8 | bytes.get(bytes.position() + i);
        }
        return owner;
    }

    private static long padded(long size) {
        return size + 3 & ~3L;
    }
}
