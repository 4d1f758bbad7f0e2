package dev.heapcrest.report;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a page is written: now, or at the time that {@code SOURCE_DATE_EPOCH} sets, in seconds since 1970 UTC, so that
 * builds give the same bytes again (https://reproducible-builds.org/specs/source-date-epoch/). A value that is no such
 * number is passed over.
 */
final class WrittenTime {
    static final String VARIABLE = "SOURCE_DATE_EPOCH";

    /** 9999-12-31T23:59:59Z. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final int MILLIS = 1_000;

    private WrittenTime() {}

    /** In ms since 1970 UTC. */
    static long millis() {
        return millis(System.getenv(VARIABLE), System::currentTimeMillis);
    }

    static long millis(@Nullable String set, LongSupplier clock) {
        if (set == null || !set.matches("[0-9]{1,12}")) {
            return clock.getAsLong();
        }
        return Math.min(Long.parseLong(set), LAST_SECOND) * MILLIS;
    }
}
