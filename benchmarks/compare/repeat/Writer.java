import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Encodes records. */
final class Writer implements AutoCloseable {
    private final List<Process> compressor = new ArrayList<>();
    private final OutputStream stream;
    private final byte[] buffer = new byte[1 << 18];
    private int length;
    private final long[] recent = new long[15];
    private long register;

    Writer(Path file) throws IOException {
        if (file.toString().endsWith(".lz4.bin")) {
            // as memray writes it: linked blocks of 64 KiB, no checksums
            Process lz4 = new ProcessBuilder("lz4", "-1", "-B4", "-BD", "--no-frame-crc", "-f", "-", file.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            compressor.add(lz4);
            stream = lz4.getOutputStream();
        } else {
            stream = new BufferedOutputStream(Files.newOutputStream(file));
        }
    }

    void allocation(int allocator, long address, long sizeBytes) {
        int slot = 0;
        while (slot < 15 && recent[slot] != address) {
            slot++;
        }
        put(0x80 | slot << 3 | (allocator < 8 ? allocator : 0));
        if (slot == 15) {
            long delta = (address >>> 3) - register;
            register += delta;
            System.arraycopy(recent, 0, recent, 1, 14);
            recent[0] = address;
            varint(delta << 1 ^ delta >> 63);
        }
        if (allocator >= 8) {
            put(allocator);
        }
        if (!Sink.isSimpleFree(allocator)) {
            varint(sizeBytes);
        }
    }

    void pop(int count) {
        put(0x10 | count - 1);
    }

    void contextSwitch(long threadId) {
        put(0x0C);
        for (int shift = 0; shift < 64; shift += 8) {
            put((int) (threadId >>> shift));
        }
    }

    void memory(long residentBytes, long millis) {
        put(0x02);
        varint(residentBytes);
        varint(millis);
    }

    void trailer() {
        put(0x01);
    }

    void bytes(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            put(bytes[i]);
        }
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            put((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        put((int) left);
    }

    private void put(int value) {
        if (length == buffer.length) {
            flush();
        }
        buffer[length++] = (byte) value;
    }

    private void flush() {
        try {
            stream.write(buffer, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        length = 0;
    }

    @Override
    public void close() throws IOException {
        flush();
        stream.close();
        for (Process process : compressor) {
            if (process.onExit().join().exitValue() != 0) {
                throw new IOException("lz4 failed");
            }
        }
    }
}
