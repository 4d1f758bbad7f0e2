package dev.heapcrest.merge;

import dev.heapcrest.capture.CaptureHeader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a capture is known by, wherever its file is and whatever it is called: start time, process id, command line and its
 * first bytes. Process ids come again, so none of them does alone. Stateless.
 */
public final class CaptureIdentity {
    /** As many of a capture's first bytes count. */
    public static final int HEAD_BYTES = 64 << 10;

    private static final int HASH_BYTES = 8;

    private CaptureIdentity() {}

    /**
     * Identity of a capture: "1795388110199-15101-0f3a9c...", start time, process id and a hash.
     *
     * @param head its first {@link #HEAD_BYTES}, or all if it has fewer
     */
    public static String text(CaptureHeader header, byte[] head) {
        return header.startMillis() + "-" + header.pid() + "-" + hash(header.commandLine(), head);
    }

    /** Of a file whose header cannot be read: "failed-..." and a hash of name and first bytes. */
    public static String ofUnreadable(String name, byte[] head) {
        return "failed-" + hash(name, head);
    }

    private static String hash(String text, byte[] head) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(head), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
