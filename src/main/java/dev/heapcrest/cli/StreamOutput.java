package dev.heapcrest.cli;

import java.io.IOException;
import java.io.OutputStream;

/** Standard output, or a device or pipe that a name stands for: nothing there to keep or to replace. */
record StreamOutput(OutputStream stream, String name, boolean announced) implements Output {
    @Override
    public void commit() throws IOException {
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        if (announced) {
            stream.close();
        }
    }
}
