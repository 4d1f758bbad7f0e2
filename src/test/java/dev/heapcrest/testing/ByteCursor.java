package dev.heapcrest.testing;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the primitive encodings of the format (docs/capture-format.md, section 3) from an array. */
final class ByteCursor {
    /** The bytes end before the value does. */
    static final class Cut extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** The bytes break a rule of the format. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String rule) {
            super(rule);
        }
    }

    private final byte[] bytes;
    int at;
    int end;

    ByteCursor(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    int u8() throws Cut {
        if (at >= end) {
            throw new Cut();
        }
        return bytes[at++] & 0xFF;
    }

    long fixed(int size) throws Cut {
        if (end - at < size) {
            throw new Cut();
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) (bytes[at++] & 0xFF) << (8 * i);
        }
        return value;
    }

    int i32() throws Cut {
        return (int) fixed(4);
    }

    long i64() throws Cut {
        return fixed(8);
    }

    boolean bool() throws Cut {
        return u8() != 0;
    }

    long varint() throws Cut, Broken {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            if (shift >= 64) {
                throw new Broken("a varint has more than ten bytes");
            }
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }

    long svarint() throws Cut, Broken {
        long zigzag = varint();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    String cstring() throws Cut {
        int nul = at;
        while (nul < end && bytes[nul] != 0) {
            nul++;
        }
        if (nul >= end) {
            throw new Cut();
        }
        String text = text(ByteBuffer.wrap(bytes, at, nul - at));
        at = nul + 1;
        return text;
    }

    /** UTF-8, where bytes that are none show as \\xNN. */
    private static String text(ByteBuffer utf8) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer chars = CharBuffer.allocate(4 * utf8.remaining());
        CoderResult result = decoder.decode(utf8, chars, true);
        while (result.isMalformed()) {
            for (int i = 0; i < result.length(); i++) {
                chars.put(String.format("\\x%02x", utf8.get() & 0xFF));
            }
            result = decoder.decode(utf8, chars, true);
        }
        return chars.flip().toString();
    }

    byte[] array(long size) throws Cut {
        if (size < 0 || size > end - at) {
            throw new Cut();
        }
        byte[] copy = Arrays.copyOfRange(bytes, at, at + (int) size);
        at += (int) size;
        return copy;
    }
}
