package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShortTextTest {
    @Test
    void a_name_is_whole_as_long_as_it_fits() {
        assertEquals("x".repeat(80), ShortText.ofName("x".repeat(80)));
    }

    @Test
    void a_long_name_keeps_both_ends() {
        String cut = ShortText.ofName("begin" + "-".repeat(15_000_000) + "end");
        assertTrue(cut.startsWith("begin-") && cut.contains("…") && cut.endsWith("-end"), cut);
        assertEquals(ShortText.NAME, cut.length());
    }

    @Test
    void no_character_is_cut_in_half() {
        for (int before = 0; before < 2; before++) {
            String cut = ShortText.ofName("x".repeat(before) + "\uD83D\uDC0D".repeat(100));
            assertTrue(cut.length() <= ShortText.NAME, cut);
            assertTrue(java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(cut), cut);
        }
    }

    @Test
    void headings_stay_short_however_long_the_command_line() {
        assertTrue(ProgramName.of("c".repeat(15_000_000)).length() <= ShortText.NAME);
    }
}
