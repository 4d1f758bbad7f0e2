package dev.heapcrest.capture;

import dev.heapcrest.bytes.Lz4Source;
import dev.heapcrest.bytes.PushbackInput;
import dev.heapcrest.bytes.RawSource;
import dev.heapcrest.bytes.WindowSource;
import dev.heapcrest.bytes.Words;
import dev.heapcrest.capture.CaptureException.NotACapture;
import dev.heapcrest.capture.CaptureException.TruncatedHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What the first bytes of an input say: how it is read as a capture, or what else it looks like. */
final class Signature {
    private static final byte[] LZ4_MAGIC = {0x04, 0x22, 0x4D, 0x18};
    private static final int VERSION_OFFSET = HeaderDecoder.MAGIC.length;
    private static final int HEAD_BYTES = 512;

    private Signature() {}

    /**
     * The stream of header and records.
     *
     * @throws CaptureException if the first bytes cannot begin a capture; it says what they look like
     */
    static WindowSource windows(PushbackInput input, int windowBytes) throws IOException {
        byte[] head = input.peek(HEAD_BYTES);
        if (Lz4Source.begins(head)) {
            return new Lz4Source(input, windowBytes);
        }
        if (!prefix(head, HeaderDecoder.MAGIC)) {
            throw new NotACapture(describe(head));
        }
        if (head.length < VERSION_OFFSET + Integer.BYTES) {
            throw new TruncatedHeader(
                    DamageText.filled(Rule.HEADER_CUT, List.of()) + ", after " + count(head.length),
                    new Damage(Rule.HEADER_CUT, List.of(), "version", head.length, Damage.Stream.FILE));
        }
        FormatVersion version = FormatVersion.find((int) Words.INT.get(head, VERSION_OFFSET));
        return new RawSource(input, version != null && version.trailer(), windowBytes);
    }

    /** One of them begins with the other, and there is at least one byte. */
    private static boolean prefix(byte[] head, byte[] magic) {
        int shared = Math.min(head.length, magic.length);
        return shared > 0 && Arrays.equals(head, 0, shared, magic, 0, shared);
    }

    private static String count(int bytes) {
        return bytes == 1 ? "1 byte" : bytes + " bytes";
    }

    private static String describe(byte[] head) {
        if (head.length == 0) {
            return "it is empty; memray writes aggregated captures only when the program ends, so a program that is"
                    + " killed under --aggregate leaves an empty file";
        }
        if (head.length < LZ4_MAGIC.length && prefix(head, LZ4_MAGIC)) {
            return "it is cut after " + count(head.length) + ", inside the signature of an LZ4 file";
        }
        String kind = kind(head);
        return "this is not a memray capture: it begins with " + (kind.isEmpty() ? "other bytes" : kind);
    }

    private static String kind(byte[] head) {
        if (begins(head, 0x1F, 0x8B)) {
            return "the signature of a gzip file; unpack it first";
        } else if (begins(head, 0x28, 0xB5, 0x2F, 0xFD)) {
            return "the signature of a zstd file; unpack it first";
        } else if (begins(head, 0xFD, '7', 'z', 'X', 'Z')) {
            return "the signature of an xz file; unpack it first";
        } else if (begins(head, 'B', 'Z', 'h')) {
            return "the signature of a bzip2 file; unpack it first";
        } else if (begins(head, 'P', 'K', 3, 4)) {
            return "the signature of a zip file; unpack it first";
        } else if (begins(head, 0x02, 0x21, 0x4C, 0x18)) {
            return "the signature of an old LZ4 format that memray does not write";
        } else if (begins(head, '<', '!') || begins(head, '<', 'h', 't', 'm', 'l')) {
            return "HTML; is it a report instead of the capture it was made from?";
        } else if (text(head)) {
            return "text";
        }
        for (byte each : head) {
            if (each != 0) {
                return "";
            }
        }
        return "zeros; the copy or the disk lost its content";
    }

    private static boolean begins(byte[] head, int... signature) {
        for (int index = 0; index < signature.length; index++) {
            if (index >= head.length || (head[index] & 0xFF) != signature[index]) {
                return false;
            }
        }
        return true;
    }

    private static boolean text(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1)
                .chars()
                .allMatch(each -> (each >= ' ' && each != 0x7F) || each == '\n' || each == '\r' || each == '\t');
    }
}
