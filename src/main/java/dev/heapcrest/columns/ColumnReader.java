package dev.heapcrest.columns;

import java.util.Arrays;

/**
 * Reads what {@link ColumnWriter} wrote. Nothing is believed: a number that is cut off, too long or out of its range, and a
 * count that the bytes left cannot hold, are refused with {@link Damaged}. Not thread-safe.
 */
public final class ColumnReader {
    private static final int LONGEST_LEB = 10;

    private final byte[] bytes;
    private final int end;
    private int position;

    /** The bytes from {@code start} to {@code end}; the array is shared. */
    public ColumnReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** The bytes are not what was written. */
    public static final class Damaged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Damaged(String what, int position) {
            super(what + " at byte " + position);
        }
    }

    /** What whoever reads the numbers throws when they cannot be right; names the next byte. */
    public Damaged damaged(String what) {
        return new Damaged(what, position);
    }

    /** Index of the next byte in the array. */
    public int position() {
        return position;
    }

    /** Bytes that are not read yet. */
    public int left() {
        return end - position;
    }

    private int octet() {
        if (position >= end) {
            throw new Damaged("a number is cut off", position);
        }
        return bytes[position++];
    }

    /** Unsigned, 64 bits. */
    public long leb() {
        long value = 0;
        for (int i = 0; i < LONGEST_LEB; i++) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << (7 * i);
            if (octet >= 0) {
                return value;
            }
        }
        throw new Damaged("a number is too long", position);
    }

    /** Signed. */
    public long zigzag() {
        long value = leb();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A number below a limit. */
    public int below(int limit) {
        int at = position;
        long value = leb();
        if (value < 0 || value >= limit) {
            throw new Damaged(Long.toUnsignedString(value) + " is not below " + limit, at);
        }
        return (int) value;
    }

    /** How many things follow, each of which takes that many bytes at least. */
    public int count(int leastBytes) {
        int at = position;
        long count = leb();
        if (count < 0 || count > (end - position) / leastBytes) {
            throw new Damaged("there are no bytes for " + Long.toUnsignedString(count) + " entries", at);
        }
        return (int) count;
    }

    /** A column of numbers below a limit. */
    public int[] ints(int count, int limit) {
        int[] values = new int[count];
        Arrays.setAll(values, i -> below(limit));
        return values;
    }

    /** A column of signed numbers. */
    public long[] longs(int count) {
        long[] values = new long[count];
        Arrays.setAll(values, i -> zigzag());
        return values;
    }

    /** A reader of the next bytes, which this one passes over. */
    public ColumnReader part(int length) {
        if (length > end - position) {
            throw new Damaged("a section is cut off", position);
        }
        ColumnReader part = new ColumnReader(bytes, position, position + length);
        position += length;
        return part;
    }

    /** Demands that nothing is left. */
    public void finish() {
        if (position != end) {
            throw new Damaged(end - position + " bytes too many", position);
        }
    }
}
