package dev.heapcrest.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongToIntTableTest {
    /** Keys that are near each other, as frames' are: the upper half a code object, the lower an instruction. */
    @ParameterizedTest
    @ValueSource(ints = {1, 40, 5000})
    void agreesWithAMap(int codeObjects) {
        Random random = new Random(codeObjects);
        LongToIntTable table = new LongToIntTable();
        Map<Long, Integer> model = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            long key = (long) random.nextInt(codeObjects) << 32 | ((random.nextInt(3000) - 1) & 0xFFFF_FFFFL);
            int known = table.get(key);
            assertEquals(model.getOrDefault(key, 0), known);
            if (known == 0) {
                model.put(key, step + 1);
                table.add(key, step + 1);
            }
        }
        assertEquals(model.size(), table.size());
        model.forEach((key, value) -> assertEquals(value, table.get(key)));
        Map<Long, Integer> visited = new HashMap<>();
        table.forEach(visited::put);
        assertEquals(model, visited);
    }
}
