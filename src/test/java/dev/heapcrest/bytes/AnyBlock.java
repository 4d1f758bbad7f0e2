package dev.heapcrest.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.testing.PlainContainer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** What must hold for every LZ4 block: it inflates as the plain decoder of the tests says, or is refused as there. */
public final class AnyBlock {
    private static final int MAXIMUM_BYTES = 1 << 16;
    private static final int HISTORY_BYTES = 300;
    private static final int DESCRIPTOR_BYTES = 7;

    private AnyBlock() {}

    public static void check(byte[] block) throws IOException {
        if (block.length == 0 || block.length > MAXIMUM_BYTES) {
            return;
        }
        byte[] file = frame(block);
        PlainContainer expected = PlainContainer.of(file);
        Inflated found = Inflated.of(file, 1);
        boolean fits = expected.stream().length - HISTORY_BYTES <= MAXIMUM_BYTES;
        if (expected.whole() && fits) {
            assertEquals(null, found.problem());
            assertArrayEquals(expected.stream(), found.stream());
        } else {
            assertTrue(found.problem() != null && found.problem().ending() == Ending.DAMAGED, () -> "" + found);
            assertEquals(HISTORY_BYTES, found.stream().length);
        }
    }

    private static byte[] frame(byte[] block) {
        byte[] history = new byte[HISTORY_BYTES];
        new SplittableRandom(1).nextBytes(history);
        return ByteBuffer.allocate(DESCRIPTOR_BYTES + 4 + HISTORY_BYTES + 4 + block.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(Lz4Frame.MAGIC)
                .put(new byte[] {0x40, 0x40, (byte) 0xC0})
                .putInt(HISTORY_BYTES | 0x80000000)
                .put(history)
                .putInt(block.length)
                .put(block)
                .putInt(0)
                .array();
    }
}
