package heapcrest.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * An open capture: its header is read, its records are waiting. One pass only; not thread-safe.
 */
public final class Capture implements Closeable {
    private Capture() {}

    /**
     * Opens a file and reads the header.
     *
     * @throws CaptureException if it is not a capture this program can read
     * @throws IOException if it cannot be read
     */
    public static Capture open(Path file) throws IOException {
        throw new UnsupportedOperationException(file.toString());
    }

    /** The same from a pipe; the stream is closed with the capture. */
    public static Capture open(InputStream stream) throws IOException {
        throw new UnsupportedOperationException(stream.toString());
    }

    public CaptureHeader header() {
        throw new UnsupportedOperationException();
    }

    /**
     * Decodes all records of a capture that is not aggregated. Damage and a missing end are not exceptions.
     *
     * @throws IOException if the input cannot be read
     * @throws IllegalStateException if the capture is aggregated or was read before
     */
    public Coverage read(RecordSink sink, ReadProgress progress) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The same for an aggregated capture. */
    public Coverage readAggregated(AggregatedSink sink, ReadProgress progress) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {}
}
