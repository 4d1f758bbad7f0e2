package dev.heapcrest.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens files. They are read: a file that becomes shorter while it is mapped makes the JVM throw an InternalError at some
 * later moment, and mapping saves nothing (docs/decisions/0014-reading.md).
 */
public final class Inputs {
    /** From this size on files are mapped after all: for storage where that pays, and where nobody shortens files. */
    static final String MAPPED_FROM_BYTES = "heapcrest.mapFromBytes";

    private Inputs() {}

    public static ByteInput open(Path file) throws IOException {
        return open(file, Long.getLong(MAPPED_FROM_BYTES, Long.MAX_VALUE));
    }

    /** Files of that size and more are mapped if that is possible here; a pipe that has a name is read as a pipe. */
    public static ByteInput open(Path file, long mappedFromBytes) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new StreamInput(Files.newInputStream(file));
        }
        if (Files.size(file) >= mappedFromBytes) {
            try {
                return new MappedInput(file, MappedInput.CHUNK_BYTES);
            } catch (IOException | RuntimeException | LinkageError | AssertionError mappingFailed) {
                // the JDK keeps chronicle-bytes from what it needs, or the file system cannot map: reads do as well
                return new FileInput(file);
            }
        }
        return new FileInput(file);
    }
}
