package heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveAllocationsTest {
    private record Block(long sizeBytes, int location) {}

    @ParameterizedTest
    @ValueSource(longs = {8, 16, 4096, 1L << 32, 1L << 60})
    void agreesWithAHashMapOnRandomWork(long spacing) {
        Random random = new Random(spacing);
        LiveAllocations live = new LiveAllocations(8);
        Map<Long, Block> model = new HashMap<>();
        for (int step = 0; step < 300_000; step++) {
            long address = random.nextInt(step < 150_000 ? 60_000 : 2_000) * spacing;
            if (random.nextInt(5) < (step < 150_000 ? 3 : 1)) {
                Block block = new Block(random.nextInt(1000), 1 + random.nextInt(50));
                Block old = model.put(address, block);
                long found = live.put(address, block.sizeBytes, block.location);
                assertEquals(old != null, found != 0);
                if (old != null) {
                    assertEquals(old, block(live, found));
                }
            } else {
                Block old = model.remove(address);
                long found = live.remove(address);
                assertEquals(old != null, found != 0);
                if (old != null) {
                    assertEquals(old, block(live, found));
                }
            }
            assertEquals(model.size(), live.size());
        }
        model.forEach((address, block) -> {
            assertEquals(block, block(live, live.remove(address)));
        });
        assertEquals(0, live.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xFFFF_FFFEL, 0xFFFF_FFFFL, 0x1_0000_0000L, Long.MAX_VALUE, -1L})
    void keepsSizesOfAnyBits(long sizeBytes) {
        LiveAllocations live = new LiveAllocations();
        live.put(16, sizeBytes, 3);
        assertEquals(new Block(sizeBytes, 3), block(live, live.put(16, 5, 4)));
        assertEquals(new Block(5, 4), block(live, live.put(16, sizeBytes, 5)));
        assertEquals(new Block(sizeBytes, 5), block(live, live.put(16, sizeBytes, 6)));
        assertEquals(new Block(sizeBytes, 6), block(live, live.remove(16)));
    }

    @Test
    void theAddressZeroIsAnAddress() {
        LiveAllocations live = new LiveAllocations();
        assertEquals(0, live.remove(0));
        live.put(0, 7, 1);
        assertEquals(new Block(7, 1), block(live, live.remove(0)));
    }

    private static Block block(LiveAllocations live, long found) {
        return new Block(live.sizeBytes(found), LiveAllocations.location(found));
    }
}
