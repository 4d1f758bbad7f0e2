package dev.heapcrest.symbols.elf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * Functions that a stripped image keeps in {@code .gnu_debugdata}: an ELF file with a symbol table alone, compressed with
 * xz. The only class that needs a decompressor for it.
 */
final class GnuDebugdata {
    static final String SECTION = ".gnu_debugdata";

    private static final int MOST_BYTES = 64 << 20;
    private static final int DECODER_KIB = 64 << 10;

    private GnuDebugdata() {}

    /** Null if the image has none. */
    static @Nullable ElfFile open(ElfFile image) throws IOException {
        ElfFile.Section section = image.section(SECTION);
        if (section == null) {
            return null;
        }
        if (section.sizeBytes() > MOST_BYTES || !image.within(section)) {
            throw new ElfDamage("MiniDebugInfo is not within the file");
        }
        ByteBuffer packed = image.read(section.offset(), (int) section.sizeBytes());
        byte[] bytes = new byte[packed.remaining()];
        packed.get(bytes);
        try (InputStream in = new XZInputStream(new java.io.ByteArrayInputStream(bytes), DECODER_KIB)) {
            byte[] unpacked = in.readNBytes(MOST_BYTES);
            if (in.read() >= 0) {
                throw new ElfDamage("MiniDebugInfo is larger than " + MOST_BYTES + " bytes");
            }
            return ElfFile.of(unpacked);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ElfDamage("MiniDebugInfo is damaged");
        }
    }
}
