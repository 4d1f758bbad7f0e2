package dev.heapcrest.bytes;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The stream of an uncompressed capture.
 *
 * <p>From version 8 on the stream ends after its last non-zero byte, since the writer reserves the file in steps and
 * leaves zeros behind its records (docs/capture-format.md, section 2.3). Zeros are therefore held back, as a number,
 * until a byte that is not zero follows: the same rule for a file and for a pipe, whose end cannot be looked at first.
 */
public final class RawSource implements WindowSource {
    private final PushbackInput input;
    private final boolean trimming;
    private final Window window;

    /** Zeros read, not delivered, and nothing but zeros after them so far. */
    private long heldZeros;

    /** Zeros read and not delivered, of which it is known that another byte follows. */
    private long dueZeros;

    public RawSource(PushbackInput input, boolean trimming, int windowBytes) {
        this.input = input;
        this.trimming = trimming;
        window = new Window(windowBytes);
    }

    @Override
    public Window next() throws IOException {
        window.retire();
        int limit = window.start + window.capacityBytes();
        while (window.end == window.start) {
            if (dueZeros > 0) {
                int count = (int) Math.min(dueZeros, limit - window.start);
                Arrays.fill(window.bytes, window.start, window.start + count, (byte) 0);
                dueZeros -= count;
                window.end = window.start + count;
            } else {
                // what was held back fits in front of what follows, nearly always: windows end where they will
                int room = heldZeros <= window.capacityBytes() / 2 ? (int) heldZeros : 0;
                int got = input.read(window.bytes, window.start + room, limit - window.start - room);
                if (got < 0) {
                    break;
                }
                accept(room, got);
            }
        }
        window.inputBytes = input.position() - heldZeros - dueZeros;
        return window;
    }

    /** Decides how much of what was just read can be delivered; {@code room} was left for zeros at the window's start. */
    private void accept(int room, int got) {
        int start = window.start + room;
        int end = trimming ? endOfNonZero(window.bytes, start, start + got) : start + got;
        if (end == start) {
            heldZeros += got;
        } else if (heldZeros == room) {
            Arrays.fill(window.bytes, window.start, start, (byte) 0);
            window.end = end;
            heldZeros = (long) start + got - end;
        } else {
            input.unread(window.bytes, start, got);
            dueZeros = heldZeros;
            heldZeros = 0;
        }
    }

    private static int endOfNonZero(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    @Override
    public @Nullable Problem problem() {
        return null;
    }

    @Override
    public long inputSizeBytes() {
        return input.sizeBytes();
    }

    @Override
    public boolean compressed() {
        return false;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
