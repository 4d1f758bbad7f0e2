import java.io.IOException;

/** Decodes the records of one reader. */
final class Pass {
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
                sink.allocation(allocator, address, Sink.isSimpleFree(allocator) ? 0 : in.varint());
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
