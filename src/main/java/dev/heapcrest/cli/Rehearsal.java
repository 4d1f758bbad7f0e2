package dev.heapcrest.cli;

import dev.heapcrest.bytes.ByteInput;
import dev.heapcrest.bytes.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The run whose classes the launcher archives ({@code bin/heapcrest} says so by a property). That run has a small
 * capture, and large ones shall find theirs in the archive, too: it reads a little as from a large file.
 */
final class Rehearsal {
    static final String PROPERTY = "heapcrest.rehearsal";

    private static final int FEW_BYTES = 512;

    private Rehearsal() {}

    static void of(Path file) throws IOException {
        if (Boolean.getBoolean(PROPERTY) && Files.isRegularFile(file)) {
            try (ByteInput mapped = Inputs.open(file, 0)) {
                mapped.read(new byte[FEW_BYTES], 0, FEW_BYTES);
            }
        }
    }
}
