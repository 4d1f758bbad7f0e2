package dev.heapcrest.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Packs a record stream as the file that memray would leave on disk (docs/capture-format.md, section 2). */
public final class CaptureFiles {
    private static final int PAGE = 4096;
    private static final int BLOCK = 65_536;
    private static final int MIN_MATCH = 4;
    /** The format wants the last bytes of a block as literals, and the last match to start well before. */
    private static final int LAST_LITERALS = 5;

    private static final int MATCH_MARGIN = 12;

    private CaptureFiles() {}

    /** With zeros up to a page, as a writer that preallocates leaves them. */
    public static byte[] raw(byte[] stream) {
        return Arrays.copyOf(stream, (stream.length / PAGE + 1) * PAGE);
    }

    /** One frame of linked blocks with memray's flags; {@code stored} leaves the blocks uncompressed. */
    public static byte[] lz4(byte[] stream, boolean stored) {
        ByteSink out = new ByteSink();
        out.i32(0x184D2204).u8(0x40).u8(0x40).u8(0xC0);
        int[] lastSeen = new int[1 << 14];
        Arrays.fill(lastSeen, -1);
        for (int from = 0; from < stream.length; from += BLOCK) {
            int to = Math.min(stream.length, from + BLOCK);
            byte[] packed = stored ? null : compress(stream, from, to, lastSeen);
            if (packed == null || packed.length >= to - from) {
                out.i32(to - from | 0x80000000).array(Arrays.copyOfRange(stream, from, to));
            } else {
                out.i32(packed.length).array(packed);
            }
        }
        return out.i32(0).toByteArray();
    }

    private static byte[] compress(byte[] in, int from, int to, int[] lastSeen) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int literalsFrom = from;
        int at = from;
        while (at < to - MATCH_MARGIN) {
            int hash = (int32(in, at) * 0x9E3779B1) >>> 18;
            int candidate = lastSeen[hash];
            lastSeen[hash] = at;
            if (candidate < 0 || at - candidate > 0xFFFF || int32(in, candidate) != int32(in, at)) {
                at++;
                continue;
            }
            int length = MIN_MATCH;
            while (at + length < to - LAST_LITERALS && in[candidate + length] == in[at + length]) {
                length++;
            }
            sequence(out, in, literalsFrom, at, at - candidate, length);
            at += length;
            literalsFrom = at;
        }
        sequence(out, in, literalsFrom, to, 0, 0);
        return out.toByteArray();
    }

    private static void sequence(ByteArrayOutputStream out, byte[] in, int from, int to, int offset, int match) {
        int literals = to - from;
        int matchCode = match == 0 ? 0 : match - MIN_MATCH;
        out.write(Math.min(literals, 15) << 4 | Math.min(matchCode, 15));
        more(out, literals);
        out.write(in, from, literals);
        if (match != 0) {
            out.write(offset);
            out.write(offset >>> 8);
            more(out, matchCode);
        }
    }

    private static void more(ByteArrayOutputStream out, int length) {
        if (length >= 15) {
            int rest = length - 15;
            while (rest >= 255) {
                out.write(255);
                rest -= 255;
            }
            out.write(rest);
        }
    }

    private static int int32(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24;
    }
}
