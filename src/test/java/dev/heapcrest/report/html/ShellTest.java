package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ShellTest {
    /** What every report carries, however small its capture. docs/performance.md says which part takes how much. */
    private static final int BUDGET_BYTES = 116_000;

    @Test
    void script_and_style_stay_within_their_budget() throws IOException {
        int bytes =
                elements().getBytes(StandardCharsets.UTF_8).length - "<style></style>\n<script></script>\n".length();
        assertTrue(bytes <= BUDGET_BYTES, "script and style take " + bytes + " bytes");
    }

    @Test
    void the_marks_of_own_names_are_in_no_text() throws IOException {
        String elements = elements();
        for (String name : Squeeze.OWN_NAMES) {
            assertFalse(elements.contains(name + "$"), name);
        }
    }

    @Test
    void the_script_cannot_end_the_element_that_it_stands_in() throws IOException {
        String elements = elements();
        assertEquals(
                elements.length() - "</script>\n".length(),
                elements.toLowerCase(Locale.ROOT).indexOf("</script"));
    }

    @Test
    void the_policy_lets_the_script_and_the_style_run_that_stand_in_the_page() throws IOException {
        String elements = elements();
        String style = between(elements, "<style>", "</style>");
        String script = between(elements, "<script>", "</script>");
        assertEquals(ContentSecurityPolicy.of(script, style), Shell.load().policy());
    }

    @Test
    void the_build_joins_policy_style_and_script() {
        String shell = new String(ShellBuild.shell("f('\u2026')", "a{b:c}"), StandardCharsets.UTF_8);
        assertEquals(
                ContentSecurityPolicy.of("f('\u2026')", "a{b:c}")
                        + "\n<style>a{b:c}</style>\n<script>f('\u2026')</script>\n",
                shell);
    }

    private static String elements() throws IOException {
        ByteArrayOutputStream elements = new ByteArrayOutputStream();
        Shell.load().writeTo(elements);
        return elements.toString(StandardCharsets.UTF_8);
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    @Test
    void comments_and_blanks_of_the_style_sheet_are_left_out() {
        assertEquals(
                "a,i :x{b:c d,h}e{f:g}", ShellBuild.compact("/* x */ a,\ni :x {\n  b: c d, h;\n}\n\ne { f: g; }\n"));
    }
}
