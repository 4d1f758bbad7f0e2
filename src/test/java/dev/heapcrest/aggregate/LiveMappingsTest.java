package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveMappingsTest {
    private record Interval(long start, long end, int location) {}

    private final LiveMappings mappings = new LiveMappings(Limits.DEFAULT);
    private final Map<Integer, String> heard = new TreeMap<>();

    private void cut(long address, long sizeBytes) {
        heard.clear();
        mappings.cut(address, sizeBytes, (location, birth, bytes, pieces) -> heard.put(location, bytes + "/" + pieces));
    }

    @Test
    void aWholeMappingGoes() {
        mappings.add(1000, 100, 1, 0);
        cut(1000, 100);
        assertEquals(Map.of(1, "100/0"), heard);
    }

    @Test
    void aCutInTheMiddleSplits() {
        mappings.add(1000, 100, 1, 0);
        cut(1010, 30);
        assertEquals(Map.of(1, "30/2"), heard);
        cut(0, 5000);
        assertEquals(Map.of(1, "60/0"), heard);
    }

    @Test
    void aCutAtAnEndShrinks() {
        mappings.add(1000, 100, 1, 0);
        cut(900, 110);
        assertEquals(Map.of(1, "10/1"), heard);
        cut(1090, 500);
        assertEquals(Map.of(1, "10/1"), heard);
    }

    /** Its end is 2^64, which no number tells. */
    @Test
    void theLastByteOfTheAddressSpaceIsNeverCut() {
        mappings.add(-1, 1, 1, 0);
        mappings.add(-1, 5000, 2, 0);
        mappings.add(-11, 5000, 3, 0);
        cut(-100, 5000);
        assertEquals(Map.of(3, "10/0"), heard);
    }

    /** Without overlaps an unmapping costs next to nothing; with them, n unmappings of n mappings cut n times n pieces. */
    @ParameterizedTest
    @ValueSource(ints = {2_000, 8_000})
    void unmappingsThatCutThousandsEndAndOthersDoNot(int count) {
        for (int i = 0; i < count; i++) {
            mappings.requireRoom();
            mappings.add(10_000L * i, 10_000, 1, 0);
        }
        for (int i = 0; i < count; i++) {
            mappings.requireRoom();
            cut(10_000L * i + 4_000, 100);
        }
        LiveMappings hostile = new LiveMappings(Limits.DEFAULT);
        for (int i = 0; i < count; i++) {
            hostile.requireRoom();
            hostile.add(1L << 30, 1 << 20, 1, 0);
        }
        int[] pieces = {0};
        CaptureDamage limit = assertThrows(CaptureDamage.class, () -> {
            for (int i = 0; i < count; i++) {
                hostile.requireRoom();
                hostile.cut((1L << 30) + 100L * i + 50, 10, (location, birth, bytes, left) -> pieces[0]++);
            }
        });
        assertEquals(Rule.MAPPING_STEPS, limit.rule());
        assertTrue(pieces[0] < 150_000, pieces[0] + " pieces");
    }

    @Test
    void neighboursStay() {
        mappings.add(1000, 100, 1, 0);
        mappings.add(1100, 100, 2, 0);
        cut(1100, 100);
        assertEquals(Map.of(2, "100/0"), heard);
    }

    @Test
    void aMappingUpToTheEndOfTheAddressSpaceIsClipped() {
        mappings.add(-16, 100, 1, 0);
        cut(-8, 50);
        assertEquals(Map.of(1, "7/1"), heard);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithAListOfIntervals(long seed) {
        Random random = new Random(seed);
        List<Interval> model = new ArrayList<>();
        for (int step = 0; step < 3000; step++) {
            long start = random.nextInt(400);
            long size = 1 + random.nextInt(random.nextBoolean() ? 8 : 200);
            if (random.nextBoolean()) {
                mappings.add(start, size, step, 0);
                model.add(new Interval(start, start + size, step));
                continue;
            }
            List<String> expected = cutList(model, start, start + size);
            List<String> actual = new ArrayList<>();
            mappings.cut(
                    start, size, (location, birth, bytes, pieces) -> actual.add(location + ":" + bytes + "/" + pieces));
            assertEquals(
                    expected.stream().sorted().toList(),
                    actual.stream().sorted().toList());
        }
    }

    private static List<String> cutList(List<Interval> model, long start, long end) {
        List<String> expected = new ArrayList<>();
        List<Interval> left = new ArrayList<>();
        for (Interval interval : model) {
            long from = Math.max(start, interval.start);
            long to = Math.min(end, interval.end);
            if (from >= to) {
                left.add(interval);
                continue;
            }
            int pieces = 0;
            if (interval.start < from) {
                left.add(new Interval(interval.start, from, interval.location));
                pieces++;
            }
            if (to < interval.end) {
                left.add(new Interval(to, interval.end, interval.location));
                pieces++;
            }
            expected.add(interval.location + ":" + (to - from) + "/" + pieces);
        }
        model.clear();
        model.addAll(left);
        return expected;
    }
}
