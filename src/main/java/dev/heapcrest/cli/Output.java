package dev.heapcrest.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Where a report is written. Closing without {@link #commit} leaves things as they were. */
interface Output extends Closeable {
    /** Of {@link #writeText}, in chars. */
    int BUFFER_CHARS = 1 << 16;

    /** Standard output, of which nobody needs to hear. */
    static Output standard(Terminal terminal) {
        return new StreamOutput(terminal.out(), "standard output", false);
    }

    /** Unbuffered; closed by {@link #commit} or {@link #close}. */
    OutputStream stream() throws IOException;

    /** The report is whole. */
    void commit() throws IOException;

    /** For messages: control characters are visible. */
    String name();

    /** The user wants to hear the name when it is written. */
    boolean announced();

    /** What a report consists of. */
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** The same of a report that is text. */
    interface Text {
        void write(Writer out) throws IOException;
    }

    /** Writes all of it, and commits. */
    default void write(Content content) throws CommandFailure {
        try {
            content.write(stream());
            commit();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The same in UTF-8. */
    default void writeText(Text text) throws CommandFailure {
        write(out -> {
            Writer writer = new TextBuffer(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER_CHARS);
            text.write(writer);
            writer.flush();
        });
    }

    /** What ends the command when it cannot be written. */
    default CommandFailure failed(IOException e) {
        return Failures.brokenPipe(e)
                ? CommandFailure.brokenPipe()
                : CommandFailure.failed("Cannot write %s: %s".formatted(name(), CaptureInput.reason(e)));
    }
}
