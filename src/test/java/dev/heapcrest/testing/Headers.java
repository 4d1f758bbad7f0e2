package dev.heapcrest.testing;

import dev.heapcrest.capture.CaptureHeader;
import java.util.List;

/** Headers of captures of the newest version that say no more than they must. */
public final class Headers {
    private static final int PYTHON_3_13 = 0x030D_00F0;
    private static final int PYMALLOC = 1;

    private Headers() {}

    /**
     * Of a capture with thread 1 as the main thread.
     *
     * @param startMillis since 1970 UTC
     * @param endMillis likewise; 0 = not known
     */
    public static CaptureHeader of(boolean aggregated, long startMillis, long endMillis) {
        return new CaptureHeader(
                13,
                PYTHON_3_13,
                false,
                aggregated,
                0,
                0,
                startMillis,
                endMillis,
                "",
                1,
                1,
                0,
                PYMALLOC,
                false,
                false,
                "",
                List.of(),
                List.of());
    }
}
