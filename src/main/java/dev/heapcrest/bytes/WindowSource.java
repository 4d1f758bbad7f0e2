package dev.heapcrest.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stream of header and records, decompressed and without padding, as a sequence of windows. See
 * docs/decisions/0001-windows.md for the reasons behind the contract.
 */
public interface WindowSource extends Closeable {
    /** Bytes of a usual window. */
    int USUAL_BYTES = 512 << 10;

    /** Bytes of the stream before a window in its array, where the stream is already that long. */
    int HISTORY_BYTES = 1 << 16;

    /** Readable bytes of no meaning after a window in its array, so that 8-byte reads need no bounds of their own. */
    int SLACK_BYTES = 64;

    /**
     * The next window; an empty one at the end of the stream and forever after. The last window and its array are the
     * source's again.
     */
    Window next() throws IOException;

    /** After an empty window: what was wrong, or null where the stream just ended. */
    @Nullable
    Problem problem();

    /** Size of the input in bytes, -1 where it is a pipe. */
    long inputSizeBytes();

    /** The input is LZ4. */
    boolean compressed();

    /**
     * Why a stream ended before its end.
     *
     * @param rule the broken rule
     * @param offset where in the file
     * @param values numbers that belong to the rule, in the order of its sentence
     */
    record Problem(ContainerRule rule, long offset, List<Long> values) {
        public Ending ending() {
            return rule.ending();
        }
    }

    /**
     * A stretch of the stream: {@code bytes[start, end)}. Directly before {@code start} are the last
     * {@link #HISTORY_BYTES} of the stream (or all, where it is not yet that long), after {@code end} at least
     * {@link #SLACK_BYTES} of anything.
     */
    final class Window {
        public byte[] bytes;
        public int start;
        public int end;
        /** Bytes of the input used up to the end of this window. */
        public long inputBytes;

        Window(int capacityBytes) {
            bytes = new byte[HISTORY_BYTES + capacityBytes + SLACK_BYTES];
            start = HISTORY_BYTES;
            end = HISTORY_BYTES;
        }

        int capacityBytes() {
            return bytes.length - HISTORY_BYTES - SLACK_BYTES;
        }

        /** Moves the end of this window in front of {@link #start}, where it is history, and empties it. */
        void retire() {
            int kept = Math.min(HISTORY_BYTES, end);
            System.arraycopy(bytes, end - kept, bytes, HISTORY_BYTES - kept, kept);
            start = HISTORY_BYTES;
            end = HISTORY_BYTES;
        }

        /** Gives an empty window room for that many bytes; the history stays. */
        void ensureCapacity(int capacityBytes) {
            if (capacityBytes() < capacityBytes) {
                byte[] larger = new byte[HISTORY_BYTES + capacityBytes + SLACK_BYTES];
                System.arraycopy(bytes, 0, larger, 0, HISTORY_BYTES);
                bytes = larger;
            }
        }
    }
}
