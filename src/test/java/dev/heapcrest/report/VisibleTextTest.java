package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "<b>&amp;", "naïve 名前 🐍", "back\\slash", "x y"})
    void text_that_reads_as_it_is_stays(String text) {
        assertEquals(text, VisibleText.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10, \\n",
        "13, \\r",
        "9, \\t",
        "0, \\x00",
        "27, \\x1b",
        "127, \\x7f",
        "133, \\x85",
        "173, \\xad",
        "8206, \\u200e",
        "8232, \\u2028",
        "8238, \\u202e",
        "8294, \\u2066",
        "65279, \\ufeff",
        "55296, \\ud800",
        "917505, \\udb40\\udc01"
    })
    void characters_that_deceive_are_shown_as_escapes(int codePoint, String shown) {
        assertEquals("a" + shown + "b", VisibleText.of("a" + Character.toString(codePoint) + "b"));
    }
}
