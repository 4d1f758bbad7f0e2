package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.report.html.Profiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void objects_arrays_and_lines_are_separated_rightly() throws IOException {
        StringBuilder out = new StringBuilder();
        JsonWriter json = new JsonWriter(out);
        json.beginObject().name("a").beginArray().value(1).value(-2).endArray();
        json.newLine().name("b").value("x").name("c").beginObject().endObject();
        json.newLine().endObject();
        assertEquals("{\"a\":[1,-2],\n\"b\":\"x\",\"c\":{}\n}", out.toString());
    }

    @Test
    void any_text_survives_and_the_file_stays_valid_utf_8() throws IOException {
        long seed = Long.getLong("seed", 20261123L);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append((char) (random.nextInt(3) == 0 ? 0xD700 + random.nextInt(0xA00) : random.nextInt(0x2100)));
            }
            StringBuilder out = new StringBuilder();
            new JsonWriter(out).beginArray().value(text.toString()).endArray();
            String read = JsonParser.parseString(out.toString())
                    .getAsJsonArray()
                    .get(0)
                    .getAsString();
            assertEquals(text.toString(), read, "seed " + seed);
            assertTrue(java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(out), "seed " + seed);
        }
    }

    @Test
    void texts_and_numbers_that_repeat_are_written_each_time() throws IOException {
        long seed = Long.getLong("seed", 20261130L);
        Random random = new Random(seed);
        String[] texts = {"", "a", "b\"", "a\nb", "\u202e", "largest", "\\"};
        for (boolean page : new boolean[] {false, true}) {
            StringBuilder out = new StringBuilder();
            JsonWriter json = page ? JsonWriter.forPage(out) : new JsonWriter(out);
            List<String> expected = new ArrayList<>();
            json.beginArray();
            for (int i = 0; i < 3_000; i++) {
                String text = texts[random.nextInt(texts.length)];
                // many of them end in the same bits
                long number = ((long) random.nextInt(5) - 2 << random.nextInt(63)) + random.nextInt(3);
                json.value(text).value(number).beginArray().value(text).endArray();
                expected.addAll(List.of(text, Long.toString(number), text));
            }
            json.endArray();
            List<String> read = new ArrayList<>();
            for (JsonElement each : JsonParser.parseString(out.toString()).getAsJsonArray()) {
                read.add(each.getAsString());
            }
            assertEquals(expected, read, "seed " + seed);
        }
    }

    @Test
    void text_for_a_page_cannot_end_its_element_nor_hide() throws IOException {
        for (String text : Profiles.HOSTILE_NAMES) {
            StringBuilder out = new StringBuilder();
            JsonWriter.forPage(out).beginObject().name(text).value(text).endObject();
            String json = out.toString();
            JsonObject read = JsonParser.parseString(json).getAsJsonObject();
            assertEquals(text, read.get(text).getAsString());
            assertFalse(json.matches("(?s).*[<>&\\u2028\\u2029\\u202e].*"), json);
        }
    }

    @Test
    void values_of_all_kinds_are_written() throws IOException {
        StringBuilder out = new StringBuilder();
        new JsonWriter(out)
                .beginArray()
                .value(Long.MIN_VALUE)
                .value(0.25f)
                .value(true)
                .value(null)
                .endArray();
        assertEquals("[-9223372036854775808,0.25,true,null]", out.toString());
    }
}
