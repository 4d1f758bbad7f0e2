package dev.heapcrest.aggregate;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Profile;

/**
 * Between which memory samples the high-water mark was reached last. Asked once a sample, so records cost nothing. Not
 * thread-safe.
 */
final class PeakMoment {
    private static final long NONE = -1;

    private long peakRecord = -1;
    private long afterMillis = NONE;
    private long beforeMillis = NONE;
    private long lastMillis = NONE;

    /**
     * A sample was taken.
     *
     * @param record at which the mark had been reached last by then
     */
    void sampled(long epochMillis, long record) {
        if (record != peakRecord) {
            peakRecord = record;
            afterMillis = lastMillis;
            beforeMillis = epochMillis;
        }
        lastMillis = epochMillis;
    }

    /**
     * What is known at the end of the capture.
     *
     * @param record at which the mark was reached last
     * @param complete whether the end of the header is that of what was read
     */
    Profile.PeakTime at(long record, CaptureHeader header, boolean complete) {
        if (record < 0) {
            return Profile.PeakTime.UNKNOWN;
        }
        boolean sampled = record == peakRecord;
        long after = sampled ? afterMillis : lastMillis;
        long before = sampled ? beforeMillis : complete ? header.endMillis() : NONE;
        if (after == NONE) {
            after = header.startMillis();
        }
        // a clock that was set back makes a sample earlier than the one before it
        return after >= header.startMillis() && before >= after
                ? new Profile.PeakTime(after, before)
                : Profile.PeakTime.UNKNOWN;
    }
}
