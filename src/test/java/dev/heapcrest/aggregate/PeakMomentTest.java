package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Profile.PeakTime;
import dev.heapcrest.report.html.Profiles;
import org.junit.jupiter.api.Test;

class PeakMomentTest {
    private static final long START = 1_700_000_000_000L;

    private final CaptureHeader header = Profiles.header("app.py");
    private final PeakMoment moment = new PeakMoment();

    @Test
    void it_is_between_the_sample_before_and_the_first_that_knows_of_it() {
        moment.sampled(START + 10, 3);
        moment.sampled(START + 20, 3);
        moment.sampled(START + 30, 9);
        moment.sampled(START + 40, 9);
        assertEquals(new PeakTime(START + 20, START + 30), moment.at(9, header, true));
    }

    @Test
    void before_the_first_sample_it_is_after_the_start() {
        moment.sampled(START + 10, 3);
        assertEquals(new PeakTime(START, START + 10), moment.at(3, header, true));
    }

    @Test
    void after_the_last_sample_it_is_before_the_end_if_that_was_written() {
        moment.sampled(START + 10, 3);
        assertEquals(new PeakTime(START + 10, header.endMillis()), moment.at(4, header, true));
        assertEquals(PeakTime.UNKNOWN, moment.at(4, header, false));
    }

    @Test
    void a_clock_that_was_set_back_tells_nothing() {
        moment.sampled(START + 10, 3);
        moment.sampled(START - 5_000, 4);
        assertEquals(PeakTime.UNKNOWN, moment.at(4, header, true));
    }

    @Test
    void a_capture_without_allocations_has_none() {
        moment.sampled(START + 10, -1);
        assertEquals(PeakTime.UNKNOWN, moment.at(-1, header, true));
    }
}
