package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WrittenTimeTest {
    @Test
    void is_what_the_build_says_or_now() {
        assertEquals(1_700_000_000_000L, WrittenTime.millis("1700000000", () -> 5));
        assertEquals(0, WrittenTime.millis("0", () -> 5));
        assertEquals(5, WrittenTime.millis(null, () -> 5));
        for (String none : new String[] {"", "-1", "1e9", "9999999999999999999"}) {
            assertEquals(5, WrittenTime.millis(none, () -> 5), none);
        }
    }
}
