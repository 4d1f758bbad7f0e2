package dev.heapcrest.cli;

import dev.heapcrest.merge.Partial;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Partials as files: compressed, as docs/partial-format.md says. */
final class PartialFile {
    /** After the name of the capture. */
    static final String SUFFIX = ".hcp";

    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] PLAIN = "HCPARTIA".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GZIP = {0x1F, (byte) 0x8B};

    private PartialFile() {}

    /** Whether a file that begins so is a partial; no capture does. */
    static boolean begins(byte[] head) {
        return begins(head, PLAIN) || begins(head, GZIP);
    }

    /** Whether this file is one. */
    static boolean isOne(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return begins(in.readNBytes(PLAIN.length));
        }
    }

    private static boolean begins(byte[] head, byte[] signature) {
        return head.length >= signature.length
                && Arrays.equals(head, 0, signature.length, signature, 0, signature.length);
    }

    /** Does not close. */
    static void write(Partial partial, OutputStream out) throws IOException {
        GZIPOutputStream zip = new GZIPOutputStream(new BufferedOutputStream(out, BUFFER_BYTES), BUFFER_BYTES);
        partial.writeTo(zip);
        zip.finish();
        zip.flush();
    }
}
