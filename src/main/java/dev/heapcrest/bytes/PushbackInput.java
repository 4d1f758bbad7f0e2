package dev.heapcrest.bytes;

import java.io.IOException;
import java.util.Arrays;

/** An input of which read bytes can be given back: what kind of file it is shows in its first bytes. */
public final class PushbackInput implements ByteInput {
    private final ByteInput input;
    private byte[] returned = new byte[0];
    private int returnedPosition;
    private long position;

    public PushbackInput(ByteInput input) {
        this.input = input;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int waiting = returned.length - returnedPosition;
        int got;
        if (waiting > 0) {
            got = Math.min(waiting, count);
            System.arraycopy(returned, returnedPosition, target, offset, got);
            returnedPosition += got;
        } else {
            got = input.read(target, offset, count);
        }
        if (got > 0) {
            position += got;
        }
        return got;
    }

    /** Reads until {@code count} bytes are there or the input ends; returns how many are there. */
    int readFully(byte[] target, int offset, int count) throws IOException {
        int got = 0;
        while (got < count) {
            int more = read(target, offset + got, count - got);
            if (more < 0) {
                break;
            }
            got += more;
        }
        return got;
    }

    /** Gives back the bytes that were read last; they are copied. */
    void unread(byte[] source, int offset, int count) {
        int waiting = returned.length - returnedPosition;
        byte[] joined = new byte[count + waiting];
        System.arraycopy(source, offset, joined, 0, count);
        System.arraycopy(returned, returnedPosition, joined, count, waiting);
        returned = joined;
        returnedPosition = 0;
        position -= count;
    }

    /** The next bytes, at most {@code count}; they stay unread. */
    public byte[] peek(int count) throws IOException {
        byte[] head = new byte[count];
        int got = readFully(head, 0, count);
        unread(head, 0, got);
        return got == count ? head : Arrays.copyOf(head, got);
    }

    /** Bytes of the input read so far, without those given back. */
    long position() {
        return position;
    }

    @Override
    public long sizeBytes() {
        return input.sizeBytes();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
