package dev.heapcrest.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file through plain reads. Bytes that a running program adds after the opening are not seen: all figures shall
 * describe one moment.
 */
final class FileInput implements ByteInput {
    private final FileChannel channel;
    private final long sizeBytes;
    private long position;
    private byte[] wrapped = new byte[0];
    private ByteBuffer buffer = ByteBuffer.wrap(wrapped);

    FileInput(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        sizeBytes = channel.size();
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (position >= sizeBytes) {
            return -1;
        }
        if (target != wrapped) {
            wrapped = target;
            buffer = ByteBuffer.wrap(target);
        }
        buffer.limit(offset + (int) Math.min(count, sizeBytes - position));
        buffer.position(offset);
        int got = channel.read(buffer);
        if (got > 0) {
            position += got;
        }
        return got;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
