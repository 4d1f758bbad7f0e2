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

    ExportBudget(long inputBytes, long limit) {
        most = limit + PER_INPUT_BYTE * Math.min(Math.max(0, inputBytes), Long.MAX_VALUE / PER_INPUT_BYTE / 2);
        left = most;
    }

    /** @throws ExportTooLargeException if that is more than is left */
    void take(long bytes) throws ExportTooLargeException {
        left -= bytes;
        if (left < 0) {
            throw new ExportTooLargeException(String.format(
                    Locale.ROOT,
                    "it would have more than %,d bytes, 1,024 for each of the capture and %s. %s",
                    most,
                    Limit.EXPORT_BYTES.text(),
                    Limit.EXPORT_BYTES.howToLift()));
        }
    }

    /** Takes what is written, each byte so many times. */
    OutputStream bound(OutputStream out, int cost) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                take(cost);
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                take((long) cost * length);
                out.write(bytes, offset, length);
            }
        };
    }
}
