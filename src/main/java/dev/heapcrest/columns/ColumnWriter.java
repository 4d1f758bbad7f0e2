package dev.heapcrest.columns;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Grows the bytes of one section in memory: its length must be known before it is written. Blocks are never copied but
 * for the first, so a section costs its own size. Not thread-safe.
 */
public final class ColumnWriter {
    private static final int FIRST_BLOCK_BYTES = 1 << 8;
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int LONGEST_LEB = 10;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] block = new byte[FIRST_BLOCK_BYTES];
    private int used;

    /** Unsigned LEB128; ten bytes for values of 2^63 and more. */
    public void leb(long value) {
        if (block.length - used < LONGEST_LEB) {
            lebAcrossBlocks(value);
            return;
        }
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            block[used++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        block[used++] = (byte) rest;
    }

    private void lebAcrossBlocks(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octet((int) rest | 0x80);
            rest >>>= 7;
        }
        octet((int) rest);
    }

    /** Signed: 2n for n at least 0, -2n - 1 for others. */
    public void zigzag(long value) {
        leb(zigzagOf(value));
    }

    /** The unsigned number that a signed one is written as. */
    public static long zigzagOf(long value) {
        return value << 1 ^ value >> 63;
    }

    /** The low eight bits. */
    public void octet(int value) {
        if (used == block.length) {
            grow();
        }
        block[used++] = (byte) value;
    }

    /** All of them. */
    public void octets(byte[] values) {
        int from = 0;
        while (from < values.length) {
            if (used == block.length) {
                grow();
            }
            int length = Math.min(values.length - from, block.length - used);
            System.arraycopy(values, from, block, used, length);
            used += length;
            from += length;
        }
    }

    /** All that the other holds. */
    public void append(ColumnWriter other) {
        for (byte[] bytes : other.full) {
            octets(bytes);
        }
        octets(Arrays.copyOf(other.block, other.used));
    }

    /** Bytes so far. */
    public long sizeBytes() {
        return (long) full.size() * BLOCK_BYTES + used;
    }

    /** Writes all bytes. */
    public void writeTo(OutputStream stream) throws IOException {
        for (byte[] bytes : full) {
            stream.write(bytes);
        }
        stream.write(block, 0, used);
    }

    private void grow() {
        if (block.length < BLOCK_BYTES) {
            block = Arrays.copyOf(block, BLOCK_BYTES);
        } else {
            full.add(block);
            block = new byte[BLOCK_BYTES];
            used = 0;
        }
    }
}
