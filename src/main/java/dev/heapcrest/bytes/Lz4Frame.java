package dev.heapcrest.bytes;

import org.jspecify.annotations.Nullable;

/**
 * What the descriptor of an LZ4 frame says.
 *
 * @param linked blocks refer to the output of earlier blocks
 * @param contentBytes size of the frame's content; -1 where it is not stated
 */
record Lz4Frame(
        boolean linked, boolean blockChecksums, boolean contentChecksum, long contentBytes, int maximumBlockBytes) {
    static final int MAGIC = 0x184D2204;

    /** Frames of user bytes that a reader skips: 16 magic numbers. */
    static boolean skippable(int magic) {
        return (magic & 0xFFFFFFF0) == 0x184D2A50;
    }

    /** Bytes of a descriptor that begins with this flag byte, its checksum included. */
    static int descriptorBytes(int flags) {
        return 3 + ((flags & 0x08) != 0 ? 8 : 0) + ((flags & 0x01) != 0 ? 4 : 0);
    }

    static int version(byte[] descriptor) {
        return descriptor[0] >>> 6 & 3;
    }

    /** The broken rule, or null. */
    static @Nullable ContainerRule check(byte[] descriptor) {
        int flags = descriptor[0];
        int blocks = descriptor[1];
        if (version(descriptor) != 1) {
            return ContainerRule.FRAME_VERSION;
        }
        int last = descriptor.length - 1;
        if ((XxHash32.of(descriptor, 0, last) >>> 8 & 0xFF) != (descriptor[last] & 0xFF)) {
            return ContainerRule.FRAME_HEADER_CHECKSUM;
        }
        if ((flags & 0x02) != 0 || (blocks & 0x8F) != 0 || (blocks & 0x70) < 0x40) {
            return ContainerRule.FRAME_RESERVED;
        }
        if ((flags & 0x01) != 0) {
            return ContainerRule.FRAME_DICTIONARY;
        }
        return null;
    }

    /** A descriptor that passed {@link #check}. */
    static Lz4Frame parse(byte[] descriptor) {
        int flags = descriptor[0];
        return new Lz4Frame(
                (flags & 0x20) == 0,
                (flags & 0x10) != 0,
                (flags & 0x04) != 0,
                (flags & 0x08) == 0 ? -1 : (long) Words.LONG.get(descriptor, 2),
                // codes 4 to 7 are 64 KiB, 256 KiB, 1 MiB, 4 MiB
                1 << (8 + 2 * (descriptor[1] >>> 4 & 7)));
    }
}
