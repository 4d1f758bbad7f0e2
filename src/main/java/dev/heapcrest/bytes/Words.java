package dev.heapcrest.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian words in byte arrays, and varints in words. */
public final class Words {
    /** {@code (long) LONG.get(bytes, index)}: eight bytes at any index, bounds checked. */
    public static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The same for four bytes. */
    public static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The same for two bytes. */
    public static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long CONTINUATION_BITS = 0x8080808080808080L;

    private Words() {}

    /** Bytes of the varint at the front of this word; more than 8 where it does not end in it. */
    public static int varintBytes(long word) {
        return (Long.numberOfTrailingZeros(~word & CONTINUATION_BITS) >>> 3) + 1;
    }

    /** The varint at the front of this word, which must end in it. Joins neighbouring 7-bit groups in three steps. */
    public static long varint(long word) {
        long stop = ~word & CONTINUATION_BITS;
        long groups = word & (stop ^ (stop - 1)) & ~CONTINUATION_BITS;
        long pairs = (groups & 0x007F007F007F007FL) | (groups & 0x7F007F007F007F00L) >>> 1;
        long fours = (pairs & 0x00003FFF00003FFFL) | (pairs & 0x3FFF00003FFF0000L) >>> 2;
        return (fours & 0x000000000FFFFFFFL) | (fours & 0x0FFFFFFF00000000L) >>> 4;
    }

    /** Undoes the zig-zag of signed varints. */
    public static long signed(long varint) {
        return (varint >>> 1) ^ -(varint & 1);
    }

    /** Index of the first zero byte in {@code bytes[from, to)}, or {@code to}. */
    public static int indexOfZero(byte[] bytes, int from, int to) {
        int index = from;
        for (; index <= to - Long.BYTES; index += Long.BYTES) {
            long word = (long) LONG.get(bytes, index);
            long zeros = (word - 0x0101010101010101L) & ~word & CONTINUATION_BITS;
            if (zeros != 0) {
                return index + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        while (index < to && bytes[index] != 0) {
            index++;
        }
        return index;
    }
}
