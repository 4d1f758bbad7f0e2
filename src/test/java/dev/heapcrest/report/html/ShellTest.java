package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {
    /**
     * What every page of a kind carries, however small its capture. docs/performance.md says which part takes how much.
     */
    @ParameterizedTest
    @CsvSource({"one, 103000", "time, 118000", "many, 107000"})
    void script_and_style_stay_within_their_budget(String kind, int budgetBytes) throws IOException {
        int bytes = elements(kind).getBytes(StandardCharsets.UTF_8).length
                - "<style></style>\n<script></script>\n".length();
        assertTrue(bytes <= budgetBytes, "script and style take " + bytes + " bytes");
    }

    /** What a feature costs, only its users pay: texts tell whose code is there. */
    @ParameterizedTest
    @CsvSource({
        "one, true, false, false",
        "time, true, true, false",
        "many, false, false, true",
    })
    void a_page_carries_the_code_of_what_it_can_show(String kind, boolean samples, boolean time, boolean many)
            throws IOException {
        String elements = elements(kind);
        assertEquals(samples, elements.contains("Peak resident") || elements.contains("heap_bytes"), "memory samples");
        assertEquals(samples, elements.contains(".strip-plot"), "style of memory samples");
        assertEquals(time, elements.contains("Held at B less what was held at A"), "memory over time");
        assertEquals(time, elements.contains(".brush-plot{"), "style of memory over time");
        assertEquals(many, elements.contains("vanished"), "comparisons");
        assertEquals(many, elements.contains(".swatch.vanished"), "style of comparisons");
        assertEquals(time || many, elements.contains("\u00b1"), "changes");
    }

    @Test
    void every_feature_is_told_by_its_name() {
        String source = "export const ONE = true;\nexport const TIME = true;\nexport const MANY = true;\n";
        assertEquals(
                "export const ONE = true;\nexport const TIME = false;\nexport const MANY = false;\n",
                ViewerNames.features(source, Set.of("ONE")));
        assertThrows(
                IllegalStateException.class,
                () -> ViewerNames.features(source.replace("TIME = true", "TIME = ONE"), Set.of("ONE")));
    }

    @Test
    void the_marks_of_own_names_are_in_no_text() throws IOException {
        String elements = allElements();
        for (String name : Squeeze.OWN_NAMES) {
            assertFalse(elements.contains(name + "$"), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "time", "many"})
    void the_script_cannot_end_the_element_that_it_stands_in(String kind) throws IOException {
        String elements = elements(kind);
        assertEquals(
                elements.length() - "</script>\n".length(),
                elements.toLowerCase(Locale.ROOT).indexOf("</script"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "time", "many"})
    void the_policy_lets_the_script_and_the_style_run_that_stand_in_the_page(String kind) throws IOException {
        String elements = elements(kind);
        String style = between(elements, "<style>", "</style>");
        String script = between(elements, "<script>", "</script>");
        assertEquals(ContentSecurityPolicy.of(script, style), Shell.load(kind).policy());
    }

    @Test
    void the_build_joins_policy_style_and_script() {
        String shell = new String(ShellBuild.shell("f('\u2026')", "a{b:c}"), StandardCharsets.UTF_8);
        assertEquals(
                ContentSecurityPolicy.of("f('\u2026')", "a{b:c}")
                        + "\n<style>a{b:c}</style>\n<script>f('\u2026')</script>\n",
                shell);
    }

    private static String elements(String kind) throws IOException {
        ByteArrayOutputStream elements = new ByteArrayOutputStream();
        Shell.load(kind).writeTo(elements);
        return elements.toString(StandardCharsets.UTF_8);
    }

    private static String allElements() throws IOException {
        return elements(Shell.ONE) + elements(Shell.TIME) + elements(Shell.MANY);
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
