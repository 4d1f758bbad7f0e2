package dev.heapcrest.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The part that all pages share, as {@link ShellBuild} left it among the resources: script and style, and their policy. */
final class Shell {
    static final String RESOURCE = "shell.html";

    private final byte[] content;
    private final int policyBytes;

    private Shell(byte[] content) {
        this.content = content;
        int end = 0;
        while (content[end] != '\n') {
            end++;
        }
        policyBytes = end;
    }

    static Shell load() {
        try (InputStream stream = Shell.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the build left out " + RESOURCE);
            }
            return new Shell(stream.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " of this program", unreadable);
        }
    }

    /** The content security policy that lets the script run. */
    String policy() {
        return new String(content, 0, policyBytes, StandardCharsets.US_ASCII);
    }

    /** Writes the elements with style and script, as UTF-8. */
    void writeTo(OutputStream stream) throws IOException {
        int start = policyBytes + 1;
        stream.write(content, start, content.length - start);
    }
}
