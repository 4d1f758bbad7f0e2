package dev.heapcrest.report;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Profile;

/** How long a program was recorded, as far as anybody wrote that down. */
public final class RecordedTime {
    /** Where no end was written: in the header of a killed program is some moment after the start. */
    public static final long UNKNOWN = -1;

    private RecordedTime() {}

    /** In ms, or {@link #UNKNOWN}. */
    public static long millis(Profile profile) {
        CaptureHeader header = profile.header();
        // the end is written together with the count of records
        boolean finished = profile.coverage().complete() || header.allocationRecords() > 0;
        long millis = header.endMillis() - header.startMillis();
        return finished && millis >= 0 ? millis : UNKNOWN;
    }
}
