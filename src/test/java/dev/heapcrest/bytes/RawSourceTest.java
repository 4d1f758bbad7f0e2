package dev.heapcrest.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.bytes.WindowSource.Window;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Zeros at the end of an uncompressed capture are padding, others are not, however the bytes arrive. */
class RawSourceTest {
    /** An input whose reads give as many bytes as it likes. */
    private static ByteInput pieces(byte[] bytes, SplittableRandom random, int longest) {
        return new ByteInput() {
            private int at;

            @Override
            public int read(byte[] target, int offset, int count) {
                if (at == bytes.length) {
                    return -1;
                }
                int got = Math.min(Math.min(count, bytes.length - at), 1 + random.nextInt(longest));
                System.arraycopy(bytes, at, target, offset, got);
                at += got;
                return got;
            }

            @Override
            public long sizeBytes() {
                return bytes.length;
            }

            @Override
            public void close() {}
        };
    }

    private static byte[] drain(WindowSource source, int windowBytes) throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        Window window = source.next();
        while (window.end > window.start) {
            byte[] before = joined.toByteArray();
            int history = Math.min(before.length, 10);
            assertArrayEquals(
                    Arrays.copyOfRange(before, before.length - history, before.length),
                    Arrays.copyOfRange(window.bytes, window.start - history, window.start),
                    "the bytes before a window are those of the stream");
            assertEquals(true, window.end - window.start <= windowBytes);
            joined.write(window.bytes, window.start, window.end - window.start);
            assertEquals(joined.size(), window.inputBytes);
            window = source.next();
        }
        window = source.next();
        assertEquals(window.start, window.end, "an ended stream stays ended");
        return joined.toByteArray();
    }

    private static byte[] content(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(300)];
        int at = 0;
        while (at < bytes.length) {
            boolean zeros = random.nextInt(3) > 0;
            for (int run = random.nextInt(40); run > 0 && at < bytes.length; run--) {
                bytes[at++] = (byte) (zeros ? 0 : random.nextInt(1, 256));
            }
        }
        return bytes;
    }

    private static byte[] trimmed(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    @Test
    void zerosAtTheEndAreTrimmedAndNoOthersAtAnySplit() throws IOException {
        for (int seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = content(random);
            int windowBytes = 1 + random.nextInt(60);
            int longest = 1 + random.nextInt(80);
            PushbackInput input = new PushbackInput(pieces(bytes, random, longest));
            byte[] head = input.peek(random.nextInt(20));
            assertArrayEquals(Arrays.copyOf(bytes, head.length), head);
            assertArrayEquals(
                    trimmed(bytes), drain(new RawSource(input, true, windowBytes), windowBytes), "seed " + seed);
        }
    }

    @Test
    void versionsWithoutATrailerKeepTheirZeros() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = content(random);
            int windowBytes = 1 + random.nextInt(60);
            PushbackInput input = new PushbackInput(pieces(bytes, random, 50));
            assertArrayEquals(bytes, drain(new RawSource(input, false, windowBytes), windowBytes), "seed " + seed);
        }
    }
}
