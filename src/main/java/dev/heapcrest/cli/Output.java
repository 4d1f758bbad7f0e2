package dev.heapcrest.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Where a report is written. Closing without {@link #commit} leaves things as they were. */
interface Output extends Closeable {
    /** Unbuffered; closed by {@link #commit} or {@link #close}. */
    OutputStream stream() throws IOException;

    /** The report is whole. */
    void commit() throws IOException;

    /** For messages: control characters are visible. */
    String name();

    /** The user wants to hear the name when it is written. */
    boolean announced();
}
