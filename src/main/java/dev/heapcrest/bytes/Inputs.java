package dev.heapcrest.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files; large ones are mapped. */
public final class Inputs {
    /** Below that, loading chronicle-bytes (0.15 to 0.25 s) is more than some per cent of a run: decision 0003. */
    static final long MAPPED_FROM_BYTES = 256 << 20;

    private Inputs() {}

    public static ByteInput open(Path file) throws IOException {
        return open(file, MAPPED_FROM_BYTES);
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
