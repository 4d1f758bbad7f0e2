package dev.heapcrest.columns;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Bytes of files of sections, for tests. */
public final class SectionFiles {
    private SectionFiles() {}

    /** Makes the last four bytes the checksum of those before them, as whoever forges a file would. Gives the same array. */
    public static byte[] withRightChecksum(byte[] file) {
        int end = file.length - Integer.BYTES;
        CRC32 crc = new CRC32();
        crc.update(file, 0, end);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(end, (int) crc.getValue());
        return file;
    }
}
