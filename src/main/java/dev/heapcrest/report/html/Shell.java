package dev.heapcrest.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The part that all pages of a kind share, as {@link ShellBuild} left it among the resources: script and style, and their
 * policy. A kind has what it can show and nothing else.
 */
final class Shell {
    /** Pages of one capture. */
    static final String ONE = "one";

    /** Those with memory over time. */
    static final String TIME = "time";

    /** Pages of several captures: sums and comparisons. */
    static final String MANY = "many";

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

    static Shell load(String kind) {
        String resource = resource(kind);
        try (InputStream stream = Shell.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the build left out " + resource);
            }
            return new Shell(stream.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + resource + " of this program", unreadable);
        }
    }

    static String resource(String kind) {
        return "shell-" + kind + ".html";
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
