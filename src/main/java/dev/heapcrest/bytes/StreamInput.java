package dev.heapcrest.bytes;

import java.io.IOException;
import java.io.InputStream;

/** A pipe. */
public final class StreamInput implements ByteInput {
    private final InputStream stream;

    public StreamInput(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        // pipes give a few KiB at a time: whole windows save moving the history for each
        int got = stream.readNBytes(target, offset, count);
        return got == 0 ? -1 : got;
    }

    @Override
    public long sizeBytes() {
        return -1;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
