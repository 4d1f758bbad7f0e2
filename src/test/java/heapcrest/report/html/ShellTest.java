package heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ShellTest {
    /** What every report carries, however small its capture. */
    private static final int BUDGET_BYTES = 80_000;

    @Test
    void script_and_style_stay_within_their_budget() {
        Shell shell = Shell.load();
        int bytes = shell.script().getBytes(StandardCharsets.UTF_8).length
                + shell.style().getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes <= BUDGET_BYTES, "script and style take " + bytes + " bytes");
    }

    @Test
    void the_script_cannot_end_the_element_that_it_stands_in() {
        assertFalse(Shell.load().script().toLowerCase(java.util.Locale.ROOT).contains("</script"));
    }

    @Test
    void comments_and_blanks_of_the_style_sheet_are_left_out() {
        assertEquals("a,i :x{b:c d,h}e{f:g}", Shell.compact("/* x */ a,\ni :x {\n  b: c d, h;\n}\n\ne { f: g; }\n"));
    }
}
