package dev.heapcrest.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link Lz4Output} writes, read by our own source and by commons-compress. */
class Lz4OutputTest {
    private static final int BLOCK = 1 << 16;

    private static byte[] written(byte[] content, int piece) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Lz4Output output = new Lz4Output(file);
        for (int from = 0; from < content.length; from += piece) {
            output.write(content, from, Math.min(piece, content.length - from));
        }
        output.finish();
        return file.toByteArray();
    }

    private static byte[] random(int size, int bound, long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) random.nextInt(bound);
        }
        return bytes;
    }

    /** Repeats pieces of itself, near and far, some longer than a block. */
    private static byte[] repeating(int size, long seed) {
        Random random = new Random(seed);
        byte[] bytes = random(size, 256, seed);
        int at = Math.min(size, 300);
        while (at < size) {
            int offset = 1 + random.nextInt(Math.min(at, random.nextBoolean() ? 40 : 70_000));
            int length = Math.min(size - at, 1 + random.nextInt(random.nextInt(20) == 0 ? 80_000 : 600));
            for (int i = 0; i < length; i++) {
                bytes[at + i] = bytes[at + i - offset];
            }
            at += length + random.nextInt(30);
        }
        return bytes;
    }

    static Stream<byte[]> contents() {
        Stream<byte[]> edges = Stream.of(
                        0, 1, 4, 5, 12, 13, 14, 18, 300, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 7)
                .flatMap(size -> Stream.of(new byte[size], random(size, 256, size), random(size, 2, size)));
        Stream<byte[]> repeats = Stream.of(1, 2, 3, 4, 5, 6).map(seed -> repeating(seed * 77_777, seed));
        return Stream.concat(edges, repeats);
    }

    @ParameterizedTest
    @MethodSource("contents")
    void two_readers_get_back_what_was_written(byte[] content) throws IOException {
        for (int piece : new int[] {Math.max(1, content.length), 4_099}) {
            byte[] file = written(content, piece);
            Inflated ours = Inflated.of(file, 1 << 17);
            assertNull(ours.problem());
            assertArrayEquals(content, ours.stream());
            assertArrayEquals(
                    content, new FramedLZ4CompressorInputStream(new ByteArrayInputStream(file)).readAllBytes());
        }
    }

    @Test
    void repetition_across_blocks_is_found() throws IOException {
        byte[] once = random(40_000, 256, 7);
        byte[] twice = Arrays.copyOf(once, 80_000);
        System.arraycopy(once, 0, twice, 40_000, 40_000);
        int size = written(twice, twice.length).length;
        assertTrue(size < 41_000, size + " bytes");
    }
}
