package dev.heapcrest.report.export;

import dev.heapcrest.capture.Limit;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** How much an export may still write, and keep of texts. Not thread-safe. */
final class ExportBudget {
    /** Of each byte of the capture. */
    private static final long PER_INPUT_BYTE = 1_024;

    private final long most;
    private long left;

    /**
     * For one export.
     *
     * @param inputBytes of the capture
     * @param limit {@link Limit#EXPORT_BYTES}
     * @param cost how much longer a byte takes than one of plain text: the export may have so many times fewer
     */
    ExportBudget(long inputBytes, long limit, int cost) {
        long input = Math.min(Math.max(0, inputBytes), Long.MAX_VALUE / PER_INPUT_BYTE / 2);
        most = limit / cost + PER_INPUT_BYTE / cost * input;
        left = most;
    }

    /** @throws ExportTooLargeException if that is more than is left */
    void take(long bytes) throws ExportTooLargeException {
        left -= bytes;
        if (left < 0) {
            throw new ExportTooLargeException(String.format(
                    Locale.ROOT,
                    "it would have more than %,d bytes, the most for a capture of this size. %s",
                    most,
                    Limit.EXPORT_BYTES.howToLift()));
        }
    }

    /** Takes what is written. */
    OutputStream bound(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                take(1);
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                take(length);
                out.write(bytes, offset, length);
            }
        };
    }
}
