package heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
                assertEquals(old != null, live.put(address, block.sizeBytes, block.location));
                if (old != null) {
                    assertEquals(old, new Block(live.foundSizeBytes, live.foundLocation));
                }
            } else {
                Block old = model.remove(address);
                assertEquals(old != null, live.remove(address));
                if (old != null) {
                    assertEquals(old, new Block(live.foundSizeBytes, live.foundLocation));
                }
            }
            assertEquals(model.size(), live.size());
        }
        model.forEach((address, block) -> {
            assertTrue(live.remove(address));
            assertEquals(block, new Block(live.foundSizeBytes, live.foundLocation));
        });
        assertEquals(0, live.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xFFFF_FFFEL, 0xFFFF_FFFFL, 0x1_0000_0000L, Long.MAX_VALUE, -1L})
    void keepsSizesOfAnyBits(long sizeBytes) {
        LiveAllocations live = new LiveAllocations();
        live.put(16, sizeBytes, 3);
        assertTrue(live.put(16, 5, 4));
        assertEquals(new Block(sizeBytes, 3), new Block(live.foundSizeBytes, live.foundLocation));
        live.put(16, sizeBytes, 5);
        assertTrue(live.remove(16));
        assertEquals(new Block(sizeBytes, 5), new Block(live.foundSizeBytes, live.foundLocation));
    }

    @Test
    void theAddressZeroIsAnAddress() {
        LiveAllocations live = new LiveAllocations();
        assertFalse(live.remove(0));
        live.put(0, 7, 1);
        assertTrue(live.remove(0));
        assertEquals(7, live.foundSizeBytes);
    }
}
