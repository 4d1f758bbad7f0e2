package dev.heapcrest.symbols.elf;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file or an array, read piece by piece. Files are not mapped: one that is cut meanwhile would end the
 * process. Not thread-safe.
 */
final class ElfBytes implements Closeable {
    private final @Nullable FileChannel channel;
    private final byte[] array;
    private final long sizeBytes;

    private ElfBytes(@Nullable FileChannel channel, byte[] array, long sizeBytes) {
        this.channel = channel;
        this.array = array;
        this.sizeBytes = sizeBytes;
    }

    /** Only regular files are opened: a pipe or a device could wait for ever. */
    static ElfBytes open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ElfDamage("not a regular file");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new ElfBytes(channel, new byte[0], channel.size());
    }

    /** Shares the array. */
    static ElfBytes of(byte[] bytes) {
        return new ElfBytes(null, bytes, bytes.length);
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Whether a range is within the file; both numbers are unsigned. */
    boolean holds(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= sizeBytes && length <= sizeBytes - offset;
    }

    /** A new buffer with exactly those bytes. */
    ByteBuffer read(long offset, int length) throws IOException {
        if (!holds(offset, length)) {
            throw new ElfDamage("a table is not within the file");
        }
        if (channel == null) {
            return ByteBuffer.wrap(array, (int) offset, length).slice();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new ElfDamage("the file became shorter");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
