package dev.heapcrest.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the primitive encodings of the format (docs/capture-format.md, section 3). */
final class ByteSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ByteSink u8(int value) {
        bytes.write(value);
        return this;
    }

    private ByteSink fixed(long value, int size) {
        for (int i = 0; i < size; i++) {
            bytes.write((int) (value >>> (8 * i)));
        }
        return this;
    }

    ByteSink i32(int value) {
        return fixed(value, 4);
    }

    ByteSink i64(long value) {
        return fixed(value, 8);
    }

    ByteSink bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    ByteSink varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    ByteSink svarint(long value) {
        return varint(value << 1 ^ value >> 63);
    }

    ByteSink cstring(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return u8(0);
    }

    ByteSink array(byte[] array) {
        bytes.writeBytes(array);
        return this;
    }

    /** Bytes that a reader must not look at. */
    ByteSink garbage(int count) {
        for (int i = 0; i < count; i++) {
            bytes.write(0xA5);
        }
        return this;
    }

    int size() {
        return bytes.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
