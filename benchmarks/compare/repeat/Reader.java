import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Bytes of a capture, inflated. */
final class Reader implements AutoCloseable {
    private final InputStream stream;
    private final byte[] buffer = new byte[1 << 18];
    private int position;
    private int end;
    /** Bytes of the current record. */
    byte[] record = new byte[1 << 16];

    private int length;

    Reader(Path file) throws IOException {
        byte[] magic = new byte[4];
        try (InputStream start = Files.newInputStream(file)) {
            start.readNBytes(magic, 0, 4);
        }
        stream = magic[0] == 4 && magic[1] == 0x22
                ? new ProcessBuilder("lz4", "-dc", file.toString()).start().getInputStream()
                : Files.newInputStream(file);
    }

    byte[] header() throws IOException {
        mark();
        for (int i = 0; i < 49; i++) {
            next();
        }
        int version = record[7];
        if (version < 12 || version > 13 || record[15] != 0 || record[16] != 0) {
            throw new IOException("only captures of header versions 12 and 13 with all allocations, not native");
        }
        text(); // command line
        for (int i = 0; i < 4 + 8 + 8 + 1 + 1 + 1; i++) {
            next();
        }
        if (version == 13) {
            text();
            for (int list = 0; list < 2; list++) {
                while (text() > 0) {
                    // the list ends with an empty path
                }
            }
        }
        return Arrays.copyOf(record, length);
    }

    void mark() {
        length = 0;
    }

    int recordLength() {
        return length;
    }

    int next() throws IOException {
        if (position == end) {
            end = Math.max(0, stream.read(buffer));
            position = 0;
            if (end == 0) {
                return -1;
            }
        }
        if (length == record.length) {
            record = Arrays.copyOf(record, 2 * length);
        }
        record[length++] = buffer[position];
        return buffer[position++] & 0xFF;
    }

    long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int part = next();
            value |= (long) (part & 0x7F) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw new IOException("a varint of more than 10 bytes");
    }

    long fixed() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            value |= (long) next() << shift;
        }
        return value;
    }

    /** Length of a C string. */
    int text() throws IOException {
        int size = 0;
        while (next() > 0) {
            size++;
        }
        return size;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
