package dev.heapcrest.aggregate;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long programs with few mappings, so that allocations stay young and batches fill, against maps of everything. */
class HeapReplayTest {
    private static final int[] ALLOCATORS = {ReplayBesideMaps.MALLOC, ReplayBesideMaps.GREATEST};

    /**
     * @param addresses allocations live at about half of them
     * @param growth bytes by which sizes grow over the program: 0 = the peak comes back all the time
     * @param spread number of different sizes at any time: with 1, peaks are equal and nothing is overwritten
     * @param deepest frames on a stack; deep ones use up the snapshots
     * @param immediate per cent of allocations that the next record frees
     */
    @ParameterizedTest
    @CsvSource({
        "1, 40, 0, 3, 6, 30",
        "2, 40, 400, 3, 6, 80",
        "3, 3000, 0, 3, 6, 30",
        "4, 3000, 300, 3, 40, 60",
        "5, 3000, -300, 3, 6, 60",
        "6, 20000, 0, 3, 6, 0",
        "7, 500, 30, 3, 3000, 50",
        "8, 3, 0, 1, 2, 10",
        "9, 12, 0, 1, 2, 40",
        "10, 900, 0, 1, 20, 70",
    })
    void agreesWithMapsOfEverythingOnRandomPrograms(
            long seed, int addresses, int growth, int spread, int deepest, int immediate) {
        ReplayBesideMaps both = new ReplayBesideMaps((int) seed % 4 - 1, 1000);
        Random random = new Random(seed);
        for (int thread = 2; thread >= 0; thread--) {
            both.switchTo(thread);
        }
        int steps = 60_000;
        for (int step = 0; step < steps; step++) {
            int choice = random.nextInt(100);
            long address = 16L * random.nextInt(addresses);
            long base = 500 + (long) growth * step / steps + random.nextInt(spread);
            if (choice < 3) {
                both.switchTo(random.nextInt(3));
            } else if (choice < 25) {
                for (int n = random.nextInt(1 + deepest / 10 + 2); n > 0 && both.depth() < deepest; n--) {
                    both.push(random.nextInt(ReplayBesideMaps.FRAMES));
                }
            } else if (choice < 45 && both.depth() > 0) {
                both.pop(1 + random.nextInt(Math.min(both.depth(), 1 + deepest / 10)));
            } else if (choice < 75 && (!both.live.containsKey(address) || (spread > 1 && random.nextInt(200) == 0))) {
                long sizeBytes =
                        random.nextInt(50) == 0 ? 0 : random.nextInt(2000) == 0 && spread > 1 ? 5L << 32 : base;
                both.allocate(address, sizeBytes, ALLOCATORS[random.nextInt(2)]);
                if (random.nextInt(100) < immediate) {
                    both.free(address);
                }
            } else if (choice < 99) {
                both.free(address);
            } else if (random.nextInt(20) == 0) {
                both.sample();
            }
        }
        both.requireSameFigures();
    }
}
