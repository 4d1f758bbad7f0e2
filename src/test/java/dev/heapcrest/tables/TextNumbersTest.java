package dev.heapcrest.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextNumbersTest {
    private final TextNumbers numbers = new TextNumbers();

    /** "Aa" and "BB" have one hash, so do all rows of them. */
    static String colliding(int bits, int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < bits; bit++) {
            text.append((number >>> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    @Test
    void agrees_with_a_map_whichever_string_asks() {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            String text = "x".repeat(random.nextInt(9)) + random.nextInt(3_000);
            int next = expected.size();
            assertEquals(expected.getOrDefault(text, -1), numbers.find(text));
            int number = expected.computeIfAbsent(text, any -> next);
            assertEquals(number, numbers.add(text));
            assertEquals(text, numbers.text(number));
            assertEquals(number, numbers.find(new StringBuilder(text).toString()));
        }
        assertEquals(expected.size(), numbers.count());
        assertEquals(expected.size(), numbers.texts().size());
    }

    /** Cost is the number of texts that share a hash: with String.hashCode it is all of them. */
    @ParameterizedTest
    @ValueSource(ints = {14, 16})
    void names_made_to_collide_have_hashes_of_their_own(int bits) {
        Set<Integer> hashes = new HashSet<>();
        int java = colliding(bits, 0).hashCode();
        for (int i = 0; i < 1 << bits; i++) {
            String text = colliding(bits, i);
            assertEquals(java, text.hashCode());
            hashes.add(numbers.hash(text));
            assertEquals(i, numbers.add(text));
        }
        assertTrue(hashes.size() > (1 << bits) * 0.999, hashes.size() + " hashes");
    }

    @Test
    void each_table_has_a_hash_of_its_own() {
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            hashes.add(new TextNumbers().hash("name"));
        }
        assertTrue(hashes.size() > 95, hashes.size() + " hashes");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 16})
    void keys_made_to_collide_in_fastutil_have_hashes_of_their_own(int bits) {
        Set<Integer> slots = new HashSet<>();
        long salt = Salted.salt();
        long unmultiplied = 0xF1DE_83E1_9937_733DL;
        assertEquals(1L, unmultiplied * 0x9E37_79B9_7F4A_7C15L);
        for (long i = 0; i < 1 << bits; i++) {
            // fastutil multiplies by the golden ratio and then looks at 16-bit halves: here all of them agree
            long mixed = i << 48 | i << 32;
            long key = (mixed ^ mixed >>> 32) * unmultiplied;
            slots.add((int) Salted.mix(key, salt));
        }
        assertTrue(slots.size() > (1 << bits) * 0.999, slots.size() + " hashes");
    }
}
