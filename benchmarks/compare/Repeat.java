import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a capture of a program that does the same thing N times, out of a capture of a program that does it once.
 *
 * <p>{@code java benchmarks/compare/Repeat.java IN OUT TIMES} reads a capture of header version 12 or 13 without native
 * stacks and writes a raw one, or an LZ4 one when OUT ends in {@code .lz4.bin}. After each repetition everything that is
 * still live is given back and every frame is left, so that the next one starts from the same state: live memory, stacks
 * and code objects do not grow with the length. Records are decoded and encoded again, because address cache and
 * registers of the format go on across repetitions. LZ4 comes from and goes to the {@code lz4} command.
 */
final class Repeat {
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: java Repeat.java IN OUT TIMES");
            System.exit(2);
        }
        Path in = Path.of(arguments[0]);
        int times = Integer.parseInt(arguments[2]);
        Balance balance = new Balance();
        byte[] header;
        try (Reader reader = new Reader(in)) {
            header = reader.header();
            new Pass(reader, balance).run();
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        long durationMillis = balance.lastMillis + 10;
        fields.putLong(17, times * (balance.allocationRecords + balance.closingRecords()));
        fields.putLong(41, fields.getLong(33) + times * durationMillis);
        try (Writer writer = new Writer(Path.of(arguments[1]))) {
            writer.bytes(header, header.length);
            for (int repetition = 0; repetition < times; repetition++) {
                try (Reader reader = new Reader(in)) {
                    reader.header();
                    new Pass(reader, new Copy(writer, repetition == 0, repetition * durationMillis)).run();
                }
                balance.close(writer);
            }
            writer.trailer();
        }
        System.err.printf("%,d allocation records%n", fields.getLong(17));
    }

    private Repeat() {}

    /** What a pass over the records finds. */
    interface Sink {
        void allocation(int allocator, long address, long sizeBytes);

        void push(byte[] record, int length);

        void pop(int count);

        void contextSwitch(long threadId);

        void memory(long residentBytes, long millis);

        /** A record that is only needed once: code object, thread name. */
        void definition(byte[] record, int length);
    }

    static boolean isSimpleFree(int allocator) {
        return allocator == 1 || allocator == 5;
    }

    /** Decodes the records of one reader. */
    static final class Pass {
        private final Reader in;
        private final Sink sink;
        private final long[] recent = new long[15];
        private long register;

        Pass(Reader in, Sink sink) {
            this.in = in;
            this.sink = sink;
        }

        void run() throws IOException {
            while (true) {
                in.mark();
                int token = in.next();
                if (token < 0 || token == 1) {
                    return;
                }
                if (token >= 0x80) {
                    long address = address(token >> 3 & 15);
                    int allocator = (token & 7) != 0 ? token & 7 : in.next();
                    sink.allocation(allocator, address, isSimpleFree(allocator) ? 0 : in.varint());
                } else if (token >= 0x40) {
                    in.varint();
                    in.varint();
                    sink.push(in.record, in.recordLength());
                } else if (token >= 0x20) {
                    address(token >> 1 & 15); // objects are left out
                } else if (token >= 0x10) {
                    sink.pop((token & 15) + 1);
                } else {
                    rare(token);
                }
            }
        }

        private void rare(int token) throws IOException {
            switch (token) {
                case 0x02 -> {
                    long residentBytes = in.varint();
                    sink.memory(residentBytes, in.varint());
                }
                case 0x0A -> {
                    in.text();
                    sink.definition(in.record, in.recordLength());
                }
                case 0x0C -> sink.contextSwitch(in.fixed());
                case 0x0E -> {
                    in.varint();
                    in.text();
                    in.text();
                    in.varint();
                    for (long left = in.varint(); left > 0; left--) {
                        in.next();
                    }
                    sink.definition(in.record, in.recordLength());
                }
                default -> throw new IOException("record type " + token + " is not supported");
            }
        }

        private long address(int slot) throws IOException {
            if (slot < 15) {
                return recent[slot];
            }
            long zigzag = in.varint();
            register += zigzag >>> 1 ^ -(zigzag & 1);
            System.arraycopy(recent, 0, recent, 1, 14);
            recent[0] = register << 3;
            return recent[0];
        }
    }

    /** What is left when a program ends: frames by thread, live memory. */
    static final class Balance implements Sink {
        long allocationRecords;
        long lastMillis;
        private final Map<Long, int[]> depths = new LinkedHashMap<>();
        private int[] depth = new int[1];
        private final Addresses live = new Addresses();
        private final Map<Long, ArrayDeque<Long>> mappings = new LinkedHashMap<>();

        @Override
        public void allocation(int allocator, long address, long sizeBytes) {
            allocationRecords++;
            if (isSimpleFree(allocator)) {
                live.remove(address);
            } else if (allocator == 14) {
                mappings.computeIfAbsent(address, key -> new ArrayDeque<>()).push(sizeBytes);
            } else if (allocator == 15) {
                ArrayDeque<Long> sizes = mappings.get(address);
                if (sizes != null && sizes.remove(sizeBytes) && sizes.isEmpty()) {
                    mappings.remove(address);
                }
            } else {
                live.add(address);
            }
        }

        @Override
        public void push(byte[] record, int length) {
            depth[0]++;
        }

        @Override
        public void pop(int count) {
            depth[0] -= count;
        }

        @Override
        public void contextSwitch(long threadId) {
            depth = depths.computeIfAbsent(threadId, key -> new int[1]);
        }

        @Override
        public void memory(long residentBytes, long millis) {
            lastMillis = millis;
        }

        @Override
        public void definition(byte[] record, int length) {}

        long closingRecords() {
            return live.size
                    + mappings.values().stream().mapToLong(ArrayDeque::size).sum();
        }

        /** Gives everything back and leaves every frame. */
        void close(Writer writer) throws IOException {
            for (long address : live.sorted()) {
                writer.allocation(5, address, 0);
            }
            for (Map.Entry<Long, ArrayDeque<Long>> mapping : mappings.entrySet()) {
                for (long sizeBytes : mapping.getValue()) {
                    writer.allocation(15, mapping.getKey(), sizeBytes);
                }
            }
            for (Map.Entry<Long, int[]> thread : depths.entrySet()) {
                if (thread.getValue()[0] > 0) {
                    writer.contextSwitch(thread.getKey());
                    for (int left = thread.getValue()[0]; left > 0; left -= 16) {
                        writer.pop(Math.min(left, 16));
                    }
                }
            }
        }
    }

    /** Writes what it hears. */
    record Copy(Writer writer, boolean first, long laterMillis) implements Sink {
        @Override
        public void allocation(int allocator, long address, long sizeBytes) {
            writer.allocation(allocator, address, sizeBytes);
        }

        @Override
        public void push(byte[] record, int length) {
            writer.bytes(record, length);
        }

        @Override
        public void pop(int count) {
            writer.pop(count);
        }

        @Override
        public void contextSwitch(long threadId) {
            writer.contextSwitch(threadId);
        }

        @Override
        public void memory(long residentBytes, long millis) {
            writer.memory(residentBytes, millis + laterMillis);
        }

        @Override
        public void definition(byte[] record, int length) {
            if (first) {
                writer.bytes(record, length);
            }
        }
    }

    /** A set of addresses, open addressing with backward-shift removal. */
    static final class Addresses {
        private long[] slots = new long[1 << 16];
        int size;

        void add(long address) {
            if (address == 0) {
                return; // a failed allocation, never given back
            }
            if (2 * size >= slots.length) {
                long[] kept = sorted();
                slots = new long[2 * slots.length];
                for (long one : kept) {
                    slots[find(one)] = one;
                }
            }
            int at = find(address);
            if (slots[at] == 0) {
                slots[at] = address;
                size++;
            }
        }

        void remove(long address) {
            int gap = find(address);
            if (slots[gap] == 0) {
                return;
            }
            size--;
            int mask = slots.length - 1;
            for (int at = gap + 1 & mask; slots[at] != 0; at = at + 1 & mask) {
                if ((at - home(slots[at]) & mask) >= (at - gap & mask)) {
                    slots[gap] = slots[at];
                    gap = at;
                }
            }
            slots[gap] = 0;
        }

        /** Where an address is, or the free slot where it belongs. */
        private int find(long address) {
            int at = home(address);
            while (slots[at] != 0 && slots[at] != address) {
                at = at + 1 & slots.length - 1;
            }
            return at;
        }

        private int home(long address) {
            long mixed = (address ^ address >>> 31) * 0x9E3779B97F4A7C15L;
            mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
            return (int) (mixed >>> 32) & slots.length - 1;
        }

        long[] sorted() {
            return Arrays.stream(slots).filter(address -> address != 0).sorted().toArray();
        }
    }

    /** Bytes of a capture, inflated. */
    static final class Reader implements AutoCloseable {
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

    /** Encodes records. */
    static final class Writer implements AutoCloseable {
        private final List<Process> compressor = new ArrayList<>();
        private final OutputStream stream;
        private final byte[] buffer = new byte[1 << 18];
        private int length;
        private final long[] recent = new long[15];
        private long register;

        Writer(Path file) throws IOException {
            if (file.toString().endsWith(".lz4.bin")) {
                // as memray writes it: linked blocks of 64 KiB, no checksums
                Process lz4 = new ProcessBuilder(
                                "lz4", "-1", "-B4", "-BD", "--no-frame-crc", "-f", "-", file.toString())
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
            if (!isSimpleFree(allocator)) {
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
}
