package dev.heapcrest.capture;

import dev.heapcrest.bytes.Words;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One String for each distinct byte sequence; a known one costs no allocation. File names are in thousands of
 * definitions.
 */
final class StringPool {
    /** Salted, so that a crafted capture cannot put all its names into one slot. */
    private final long salt = new SplittableRandom().nextLong() | 1;

    private long[] hashes = new long[256];
    private byte[] @Nullable [] keys = new byte[256][];
    private @Nullable String[] texts = new String[256];
    private int count;

    String intern(byte[] bytes, int from, int length) {
        long hash = hash(bytes, from, length);
        int slot = (int) hash & hashes.length - 1;
        while (true) {
            byte[] key = keys[slot];
            String text = texts[slot];
            if (key == null || text == null) {
                return add(slot, hash, Arrays.copyOfRange(bytes, from, from + length));
            }
            if (hashes[slot] == hash && Arrays.equals(key, 0, key.length, bytes, from, from + length)) {
                return text;
            }
            slot = slot + 1 & hashes.length - 1;
        }
    }

    private String add(int slot, long hash, byte[] key) {
        String text = decode(key, 0, key.length);
        hashes[slot] = hash;
        keys[slot] = key;
        texts[slot] = text;
        count++;
        if (count > hashes.length / 2) {
            grow();
        }
        return text;
    }

    private void grow() {
        long[] oldHashes = hashes;
        byte[] @Nullable [] oldKeys = keys;
        @Nullable String[] oldTexts = texts;
        hashes = new long[oldHashes.length * 2];
        keys = new byte[oldHashes.length * 2][];
        texts = new String[oldHashes.length * 2];
        for (int old = 0; old < oldHashes.length; old++) {
            if (oldKeys[old] != null) {
                int slot = (int) oldHashes[old] & hashes.length - 1;
                while (keys[slot] != null) {
                    slot = slot + 1 & hashes.length - 1;
                }
                hashes[slot] = oldHashes[old];
                keys[slot] = oldKeys[old];
                texts[slot] = oldTexts[old];
            }
        }
    }

    private long hash(byte[] bytes, int from, int length) {
        long hash = length * salt;
        int index = from;
        int end = from + length;
        for (; index <= end - Long.BYTES; index += Long.BYTES) {
            hash = mix(hash ^ (long) Words.LONG.get(bytes, index));
        }
        long rest = 0;
        for (; index < end; index++) {
            rest = (rest << 8) | (bytes[index] & 0xFF);
        }
        return mix(hash ^ rest);
    }

    private long mix(long value) {
        long product = (value ^ value >>> 32) * salt;
        return product ^ product >>> 29;
    }

    /** UTF-8; a byte that is none becomes the visible text {@code \xNN}, so that different names stay different. */
    static String decode(byte[] bytes, int from, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer input = ByteBuffer.wrap(bytes, from, length);
        // one char a byte is the most that valid UTF-8 gives, \xNN are four
        CharBuffer output = CharBuffer.allocate(length);
        StringBuilder damaged = null;
        while (true) {
            CoderResult result = decoder.decode(input, output, true);
            if (!result.isError()) {
                break;
            }
            if (damaged == null) {
                damaged = new StringBuilder(length + 32);
            }
            damaged.append(output.flip());
            output.clear();
            for (int left = result.length(); left > 0; left--) {
                damaged.append("\\x").append(HexFormat.of().toHexDigits(input.get()));
            }
        }
        output.flip();
        return damaged == null ? output.toString() : damaged.append(output).toString();
    }
}
