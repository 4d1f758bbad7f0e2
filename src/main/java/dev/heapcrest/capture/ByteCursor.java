package dev.heapcrest.capture;

import dev.heapcrest.bytes.WindowSource;
import dev.heapcrest.bytes.WindowSource.Window;
import dev.heapcrest.bytes.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a stream field by field across its windows, with every bound checked: for the header, for rare records and for
 * the last bytes. Decoders take frequent records out of {@link #bytes} themselves and write {@link #position} back.
 *
 * <p>Every read throws {@link EndOfStream} where the stream ends before its field does.
 */
final class ByteCursor {
    private final WindowSource source;
    private final long stringBytes;
    private final long lineTableBytes;
    private boolean ended;
    private long endOffset;
    private long inputBytes;

    byte[] bytes = new byte[0];
    int position;
    int end;

    ByteCursor(WindowSource source, Limits limits) {
        this.source = source;
        stringBytes = limits.of(Limit.STRING_BYTES);
        lineTableBytes = limits.of(Limit.LINE_TABLE_BYTES);
    }

    /** Offset in the stream of the next unread byte. */
    long offset() {
        return endOffset - (end - position);
    }

    /** Bytes of the input used for the windows so far. */
    long inputBytes() {
        return inputBytes;
    }

    /** The last window is this one. */
    boolean ended() {
        return ended;
    }

    /**
     * Goes on to the next window. Unread bytes of this one, at most {@link WindowSource#HISTORY_BYTES}, then are before
     * its start.
     *
     * @return false where there is none
     */
    boolean advance() throws IOException {
        if (ended) {
            return false;
        }
        int unread = end - position;
        Window window = source.next();
        bytes = window.bytes;
        end = window.end;
        position = window.start - unread;
        endOffset += window.end - window.start;
        inputBytes = window.inputBytes;
        ended = window.start == window.end;
        return !ended;
    }

    int u8() throws IOException {
        if (position == end && !advance()) {
            throw new EndOfStream();
        }
        return bytes[position++] & 0xFF;
    }

    int i32() throws IOException {
        need(Integer.BYTES);
        int value = (int) Words.INT.get(bytes, position);
        position += Integer.BYTES;
        return value;
    }

    long i64() throws IOException {
        need(Long.BYTES);
        long value = (long) Words.LONG.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /** Brings the next {@code count} bytes, a few, into the array. */
    void need(int count) throws IOException {
        while (end - position < count) {
            if (!advance()) {
                throw new EndOfStream();
            }
        }
    }

    long varint() throws IOException {
        long value = 0;
        int shift = 0;
        while (true) {
            int group = u8();
            value |= (long) (group & 0x7F) << shift;
            if (group < 0x80) {
                return value;
            }
            shift += 7;
            if (shift >= Long.SIZE) {
                throw new CaptureDamage(Rule.LONG_VARINT);
            }
        }
    }

    long signedVarint() throws IOException {
        return Words.signed(varint());
    }

    String string(StringPool pool) throws IOException {
        int zero = Words.indexOfZero(bytes, position, end);
        if (zero < end) {
            checkString(zero - position);
            String text = pool.intern(bytes, position, zero - position);
            position = zero + 1;
            return text;
        }
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        while (zero == end) {
            pieces.write(bytes, position, end - position);
            checkString(pieces.size());
            position = end;
            if (!advance()) {
                throw new EndOfStream();
            }
            zero = Words.indexOfZero(bytes, position, end);
        }
        pieces.write(bytes, position, zero - position);
        checkString(pieces.size());
        position = zero + 1;
        byte[] joined = pieces.toByteArray();
        return pool.intern(joined, 0, joined.length);
    }

    private void checkString(int count) {
        if (count > stringBytes) {
            throw new CaptureDamage(Rule.STRING_BYTES, stringBytes);
        }
    }

    /** A byte array of a length that the file states; the array grows only as bytes really come. */
    byte[] lineTable(long length) throws IOException {
        if (length < 0 || length > lineTableBytes) {
            throw new CaptureDamage(Rule.LINE_TABLE_BYTES, length, lineTableBytes);
        }
        int count = (int) length;
        byte[] table = new byte[Math.min(count, Math.max(end - position, 1 << 12))];
        int filled = 0;
        while (filled < count) {
            if (position == end && !advance()) {
                throw new EndOfStream();
            }
            int piece = Math.min(count - filled, end - position);
            if (filled + piece > table.length) {
                table = Arrays.copyOf(table, (int) Math.min(count, Math.max(2L * table.length, filled + piece)));
            }
            System.arraycopy(bytes, position, table, filled, piece);
            position += piece;
            filled += piece;
        }
        return table.length == count ? table : Arrays.copyOf(table, count);
    }
}
