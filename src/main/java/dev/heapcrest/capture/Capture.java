package dev.heapcrest.capture;

import dev.heapcrest.bytes.ByteInput;
import dev.heapcrest.bytes.Inputs;
import dev.heapcrest.bytes.PushbackInput;
import dev.heapcrest.bytes.StreamInput;
import dev.heapcrest.bytes.WindowSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An open capture: its header is read, its records are waiting. One pass only; not thread-safe.
 */
public final class Capture implements Closeable {
    private final WindowSource source;
    private final ByteCursor in;
    private final CaptureHeader header;
    private final Limits limits;
    private boolean read;

    private Capture(WindowSource source, ByteCursor in, CaptureHeader header, Limits limits) {
        this.source = source;
        this.in = in;
        this.header = header;
        this.limits = limits;
    }

    /**
     * Opens a file and reads the header.
     *
     * @throws CaptureException if it is not a capture this program can read
     * @throws IOException if it cannot be read
     */
    public static Capture open(Path file) throws IOException {
        return open(file, Limits.DEFAULT);
    }

    /** The same with other limits, which hold for the reading, too. */
    public static Capture open(Path file, Limits limits) throws IOException {
        return open(Inputs.open(file), WindowSource.USUAL_BYTES, limits);
    }

    /** The same from a pipe; the stream is closed with the capture. */
    public static Capture open(InputStream stream) throws IOException {
        return open(stream, Limits.DEFAULT);
    }

    /** The same from a pipe with other limits. */
    public static Capture open(InputStream stream, Limits limits) throws IOException {
        return open(new StreamInput(stream), WindowSource.USUAL_BYTES, limits);
    }

    /** Closes the input if the capture cannot be opened. */
    static Capture open(ByteInput input, int windowBytes, Limits limits) throws IOException {
        boolean opened = false;
        try {
            WindowSource source = Signature.windows(new PushbackInput(input), windowBytes);
            ByteCursor cursor = new ByteCursor(source, limits);
            CaptureHeader header = new HeaderDecoder(cursor, source, limits).decode();
            opened = true;
            return new Capture(source, cursor, header, limits);
        } finally {
            if (!opened) {
                input.close();
            }
        }
    }

    public CaptureHeader header() {
        return header;
    }

    /** What the capture may ask for at most: whoever receives its records holds to them as well. */
    public Limits limits() {
        return limits;
    }

    /**
     * Decodes all records of a capture that is not aggregated. Damage and a missing end are not exceptions.
     *
     * @throws IOException if the input cannot be read
     * @throws IllegalStateException if the capture is aggregated or was read before
     */
    public Coverage read(RecordSink sink, ReadProgress progress) throws IOException {
        return read(sink, progress, null);
    }

    /** The same, telling where each record begins as well; several times slower. */
    public Coverage read(RecordSink sink, ReadProgress progress, @Nullable RecordStart starts) throws IOException {
        return decoder(begin(false), sink).run(progress, starts);
    }

    /**
     * The same as {@link #read(RecordSink, ReadProgress)}, with a second thread that decodes ahead of the sink. Sink and
     * progress are called on this thread, as ever. The ring between the two takes 2 MB. Versions before 12, and a system that
     * gives no thread, are read by this one alone.
     *
     * @throws IOException if the input cannot be read, or this thread is interrupted
     * @throws IllegalStateException as {@link #read(RecordSink, ReadProgress)}
     */
    public Coverage readAhead(RecordSink sink, ReadProgress progress) throws IOException {
        FormatVersion version = begin(false);
        if (version.records() == FormatVersion.Records.CODE_OBJECTS) {
            DecodeAhead ahead = new DecodeAhead(in, source, header, version, sink, progress);
            if (ahead.start()) {
                return ahead.receive();
            }
        }
        return decoder(version, sink).run(progress, null);
    }

    private RecordStream<RecordSink> decoder(FormatVersion version, RecordSink sink) {
        return switch (version.records()) {
            case STRUCTS -> new StructRecordDecoder(in, source, header, version, sink);
            case FRAMES -> new FrameRecordDecoder(in, source, header, version, sink);
            case CODE_OBJECTS -> new CodeRecordDecoder(in, source, header, version, sink);
        };
    }

    /** The same for an aggregated capture. */
    public Coverage readAggregated(AggregatedSink sink, ReadProgress progress) throws IOException {
        return readAggregated(sink, progress, null);
    }

    /** The same, telling where each record begins as well. */
    public Coverage readAggregated(AggregatedSink sink, ReadProgress progress, @Nullable RecordStart starts)
            throws IOException {
        FormatVersion version = begin(true);
        return new AggregatedRecordDecoder(in, source, header, version, sink).run(progress, starts);
    }

    private FormatVersion begin(boolean aggregated) {
        FormatVersion version = FormatVersion.find(header.version());
        if (read || version == null || header.aggregated() != aggregated) {
            throw new IllegalStateException(
                    read ? "a capture is read once" : "the capture is " + (aggregated ? "not " : "") + "aggregated");
        }
        read = true;
        return version;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
