package dev.heapcrest.symbols.elf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What an image says of its debug file.
 *
 * @param fileName without directories
 * @param checksum CRC-32 of the whole debug file
 */
public record DebugLink(String fileName, int checksum) {
    private static final int BUFFER_BYTES = 1 << 16;

    /** Of the section: the name, zero bytes to a multiple of four, the checksum. Null if it is not that. */
    static @Nullable DebugLink read(ByteBuffer section) {
        int end = 0;
        while (end < section.limit() && section.get(end) != 0) {
            end++;
        }
        int checksumAt = end + 4 & ~3;
        if (end == 0 || checksumAt + 4 > section.limit()) {
            return null;
        }
        byte[] name = new byte[end];
        section.get(0, name);
        String fileName = new String(name, StandardCharsets.UTF_8);
        // nothing that leads out of the folders in which debug files are looked for
        boolean plain = fileName.indexOf('/') < 0 && fileName.indexOf('\\') < 0 && !fileName.equals("..");
        return plain ? new DebugLink(fileName, section.getInt(checksumAt)) : null;
    }

    /** Whether that file has this checksum. Reads it all. */
    public boolean fits(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                crc.update(buffer, 0, length);
            }
        }
        return (int) crc.getValue() == checksum;
    }
}
