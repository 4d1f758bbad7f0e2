package dev.heapcrest.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.testing.PlainContainer;
import java.io.IOException;
import java.util.Arrays;

/** What must hold for any bytes that are taken for LZ4 frames: no decoder gives more, or other bytes, than the plain one. */
public final class AnyFrame {
    private static final int MAGIC = 0x184D2204;

    private AnyFrame() {}

    /** @param rest of a frame, after its magic number */
    public static void check(byte[] rest) throws IOException {
        byte[] file = new byte[rest.length + Integer.BYTES];
        for (int i = 0; i < Integer.BYTES; i++) {
            file[i] = (byte) (MAGIC >>> Byte.SIZE * i);
        }
        System.arraycopy(rest, 0, file, Integer.BYTES, rest.length);
        Inflated small = Inflated.of(file, 1);
        Inflated large = Inflated.of(file, 1 << 16);
        assertArrayEquals(small.stream(), large.stream());
        assertEquals(String.valueOf(small.problem()), String.valueOf(large.problem()));
        PlainContainer plain = PlainContainer.of(file);
        byte[] expected = plain.stream();
        assertTrue(
                small.stream().length <= expected.length,
                () -> small.stream().length + " bytes of " + expected.length + ", " + small.problem());
        assertArrayEquals(Arrays.copyOf(expected, small.stream().length), small.stream());
        assertTrue(small.problem() != null || plain.whole(), "a broken frame is taken for a whole one");
        assertTrue(
                small.problem() != null || expected.length == small.stream().length, "it ends early, without a word");
    }
}
