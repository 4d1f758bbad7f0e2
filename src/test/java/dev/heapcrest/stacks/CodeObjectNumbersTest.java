package dev.heapcrest.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeObjectNumbersTest {
    private final CodeObjectNumbers numbers = new CodeObjectNumbers();

    @ParameterizedTest
    @ValueSource(ints = {1_000, 30_000, Integer.MAX_VALUE})
    void agreesWithAMap(int greatest) {
        Random random = new Random(greatest);
        Map<Integer, Integer> expected = new HashMap<>();
        for (int number = 1; number < 20_000; number++) {
            int id = random.nextInt(10) == 0 ? random.nextInt(greatest) : number;
            numbers.set(id, number);
            expected.put(id, number);
        }
        expected.forEach((id, number) -> assertEquals(number, numbers.get(id), "id " + id));
        for (int id = 20_000; id < 40_000; id++) {
            assertEquals(expected.getOrDefault(id, 0), numbers.get(id));
        }
    }

    @Test
    void knowsTheGreatestId() {
        assertEquals(0, numbers.get(Integer.MAX_VALUE));
        numbers.set(Integer.MAX_VALUE, 1);
        assertEquals(1, numbers.get(Integer.MAX_VALUE));
        assertEquals(0, numbers.get(Integer.MAX_VALUE - 1));
    }
}
