package dev.heapcrest.bytes;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of a file or a pipe, as they are, from front to end. Not thread-safe. */
public interface ByteInput extends Closeable {
    /**
     * Reads at least one byte and at most {@code count}, which is positive.
     *
     * @return how many; -1 at the end
     */
    int read(byte[] target, int offset, int count) throws IOException;

    /** Size of the whole input in bytes; -1 where it is not known beforehand. */
    long sizeBytes();
}
