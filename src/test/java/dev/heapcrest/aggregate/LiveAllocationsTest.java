package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.testing.Footprint;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveAllocationsTest {
    private record Block(long sizeBytes, int location) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 8, 16, 48, 512, 4096, 1L << 32, 1L << 60})
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

    @Test
    void pagesFillUpAndEmptyInAnyOrder() {
        Random random = new Random(1);
        LiveAllocations live = new LiveAllocations(8);
        Map<Long, Block> model = new HashMap<>();
        for (int round = 0; round < 60; round++) {
            boolean filling = round % 2 == 0;
            for (int step = 0; step < 8_000; step++) {
                long address = random.nextInt(64 * 64) * 16L;
                Block block = new Block(step, round + 1);
                Block old = filling ? model.put(address, block) : model.remove(address);
                long found = filling ? live.put(address, block.sizeBytes, block.location) : live.remove(address);
                assertEquals(old == null ? new Block(0, 0) : old, block(live, found));
            }
            assertEquals(model.size(), live.size());
        }
    }

    /** Spacing of the addresses, and what the class comment states for 1, 2, 21 and 64 in a page. */
    @ParameterizedTest
    @CsvSource({"4096, 28", "512, 30", "48, 14", "16, 11"})
    void takesTheHeapItStatesWhenNeighboursFollow(long spacing, double mostBytes) {
        int count = 3_000_000;
        assertHeap(count, mostBytes, live -> {
            for (int i = 0; i < count; i++) {
                live.put(0x7f00_0000_0000L + i * spacing, 32, 1);
            }
        });
    }

    /** Live allocations in each page: just above what fits a block. */
    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16, 24, 32, 48})
    void takesTheHeapItStatesWhenAllPagesGrowAtOnce(int inPage) {
        int pages = 100_000;
        assertHeap(pages * inPage, 34, live -> {
            for (int i = 0; i < inPage; i++) {
                for (int page = 0; page < pages; page++) {
                    live.put(0x7f00_0000_0000L + page * 1024L + i * 16L, 32, 1);
                }
            }
        });
    }

    private static void assertHeap(int count, double mostBytes, Consumer<LiveAllocations> work) {
        // the last chunks of blocks and of pages may be nearly empty
        new Footprint(8, mostBytes, 6 << 20).require(count, () -> {
            LiveAllocations live = new LiveAllocations();
            work.accept(live);
            assertEquals(count, live.size());
            return live;
        });
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
