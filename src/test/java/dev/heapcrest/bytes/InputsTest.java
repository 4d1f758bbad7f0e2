package dev.heapcrest.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files through plain reads and through memory maps. */
class InputsTest {
    private static final int CHUNK_BYTES = 64 << 10;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 5 * CHUNK_BYTES + 17})
    void a_mapped_file_gives_the_bytes_of_the_file(int sizeBytes) throws IOException {
        byte[] content = new byte[sizeBytes];
        new Random(sizeBytes).nextBytes(content);
        Path file = Files.write(directory.resolve("file"), content);
        try (ByteInput mapped = new MappedInput(file, CHUNK_BYTES);
                ByteInput plain = new FileInput(file)) {
            assertEquals(sizeBytes, mapped.sizeBytes());
            assertArrayEquals(content, drain(mapped, 10_007));
            assertArrayEquals(content, drain(plain, 10_007));
        }
    }

    @Test
    void a_mapped_file_is_read_beyond_four_gigabytes() throws IOException {
        Path file = directory.resolve("sparse");
        long mark = (1L << 32) + 12_345;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), mark);
        }
        try (MappedInput mapped = new MappedInput(file, CHUNK_BYTES)) {
            mapped.position = mark - 100_000;
            byte[] read = drain(mapped, 10_007);
            assertEquals(100_003, read.length);
            assertArrayEquals(new byte[] {0, 1, 2, 3}, Arrays.copyOfRange(read, 99_999, 100_003));
        }
    }

    @Test
    void bytes_added_after_the_opening_are_not_seen() throws IOException {
        Path file = Files.write(directory.resolve("growing"), new byte[] {1, 2, 3});
        try (ByteInput mapped = new MappedInput(file, CHUNK_BYTES);
                ByteInput plain = new FileInput(file)) {
            Files.write(file, new byte[] {4, 5}, StandardOpenOption.APPEND);
            assertArrayEquals(new byte[] {1, 2, 3}, drain(mapped, 8));
            assertArrayEquals(new byte[] {1, 2, 3}, drain(plain, 8));
        }
    }

    @Test
    void only_large_files_are_mapped() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[1000]);
        try (ByteInput large = Inputs.open(file, 1000);
                ByteInput small = Inputs.open(file, 1001)) {
            assertInstanceOf(MappedInput.class, large);
            assertInstanceOf(FileInput.class, small);
        }
    }

    @Test
    void a_missing_file_is_an_input_output_error() {
        assertThrows(IOException.class, () -> Inputs.open(directory.resolve("missing"), 0));
    }

    private static byte[] drain(ByteInput input, int step) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[step];
        for (int got = input.read(piece, 0, step); got >= 0; got = input.read(piece, 0, step)) {
            all.write(piece, 0, got);
        }
        return all.toByteArray();
    }
}
