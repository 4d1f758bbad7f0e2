package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.testing.Footprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The birth of a value goes wherever the value goes. */
class DatedAllocationsTest {
    private record Block(long sizeBytes, int location, long birth) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 8, 16, 48, 512, 4096, 1L << 32, 1L << 60})
    void births_are_those_of_a_hash_map_on_random_work(long spacing) {
        Random random = new Random(spacing);
        DatedAllocations live = new DatedAllocations(8);
        Map<Long, Block> model = new HashMap<>();
        for (int step = 0; step < 200_000; step++) {
            long address = random.nextInt(step < 100_000 ? 40_000 : 2_000) * spacing;
            boolean adds = random.nextInt(5) < (step < 100_000 ? 3 : 1);
            Block block = new Block(
                    random.nextInt(50) == 0 ? (1L << 32) + random.nextInt(9) : random.nextInt(1000),
                    1 + random.nextInt(50),
                    (1L << 40) + step);
            live.bornAt(block.birth);
            Block old = adds ? model.put(address, block) : model.remove(address);
            long found = adds ? live.put(address, block.sizeBytes, block.location) : live.remove(address);
            assertEquals(old != null, found != 0);
            if (old != null) {
                assertEquals(old, new Block(live.sizeBytes(found), LiveAllocations.location(found), live.foundBirth()));
            }
            if (step % 20_000 == 0) {
                requireSame(model, live);
            }
        }
        requireSame(model, live);
    }

    private static void requireSame(Map<Long, Block> model, DatedAllocations live) {
        Map<Block, Integer> expected = new HashMap<>();
        model.values().forEach(block -> expected.merge(block, 1, Integer::sum));
        Map<Block, Integer> told = new HashMap<>();
        live.forEach(
                (location, birth, sizeBytes) -> told.merge(new Block(sizeBytes, location, birth), 1, Integer::sum));
        assertEquals(expected, told);
    }

    /** Bytes a value, growth included, by how many there are in a page of 1 KiB. */
    @ParameterizedTest
    @CsvSource({"16, 16.1, 20", "48, 20, 23", "64, 16.1, 26", "1024, 32, 43"})
    void a_value_takes_as_much_as_is_promised(long spacing, double leastBytes, double mostBytes) {
        int count = 2_000_000;
        new Footprint(leastBytes, mostBytes, 12 << 20).require(count, () -> {
            DatedAllocations live = new DatedAllocations();
            for (int i = 0; i < count; i++) {
                live.bornAt(i);
                live.put(spacing * i, 48, 1);
            }
            return live;
        });
    }

    @Test
    void nothing_is_told_of_an_empty_table() {
        List<Integer> told = new ArrayList<>();
        new DatedAllocations().forEach((location, birth, sizeBytes) -> told.add(location));
        assertEquals(List.of(), told);
    }
}
