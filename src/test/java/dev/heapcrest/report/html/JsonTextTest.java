package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void every_text_reads_as_it_was_written() {
        for (String text : Profiles.HOSTILE_NAMES) {
            String json = new JsonText()
                    .beginObject()
                    .name(text)
                    .value(text)
                    .endObject()
                    .toString();
            JsonObject read = JsonParser.parseString(json).getAsJsonObject();
            assertEquals(text, read.get(text).getAsString());
            assertFalse(json.matches("(?s).*[<>&\\u2028\\u2029\\u202e].*"), json);
        }
    }

    @Test
    void values_are_separated_and_nested() {
        String json = new JsonText()
                .beginObject()
                .name("a")
                .value(-1)
                .name("b")
                .beginArray()
                .value("x")
                .beginObject()
                .endObject()
                .nullValue()
                .value(true)
                .endArray()
                .name("c")
                .value(0.25f)
                .endObject()
                .toString();
        assertEquals("{\"a\":-1,\"b\":[\"x\",{},null,true],\"c\":0.25}", json);
        assertTrue(JsonParser.parseString(json).isJsonObject());
    }
}
