package dev.heapcrest.aggregate;

import static dev.heapcrest.aggregate.ReplayBesideMaps.FRAMES;
import static dev.heapcrest.aggregate.ReplayBesideMaps.MALLOC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Rule;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs at the limits of sizes, totals and tables, against maps of everything. */
class HeapReplayExtremesTest {
    private static final long[] LIMITS = {0, 0xFFFF_FFFEL, 0xFFFF_FFFFL, 1L << 32, (1L << 32) + 1};

    /** What a program is like is drawn with it: one is quiet for long, another changes its mind with every record. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void agreesWithMapsOfEverythingAtTheLimits(long seed) {
        program(seed).requireSameFigures();
    }

    static ReplayBesideMaps program(long seed) {
        Random random = new Random(seed);
        long[] larges = {1, 100, 2000, Long.MAX_VALUE};
        ReplayBesideMaps both = new ReplayBesideMaps(random.nextInt(4) - 1, larges[random.nextInt(4)]);
        run(both, random, 20_000, 0);
        return both;
    }

    /** @param samples one memory record in so many steps; 0 = only rarely */
    static void run(ReplayBesideMaps both, Random random, int steps, int samples) {
        int threads = random.nextInt(5) == 0 ? 300 : 3;
        both.switchTo(0);
        int addresses = 1 << random.nextInt(14);
        int spacing = 1 << random.nextInt(8);
        long most = random.nextBoolean() ? 1 : 1L << random.nextInt(33);
        int rare = 1 << random.nextInt(13);
        boolean huge = random.nextInt(3) == 0;
        boolean overwrites = random.nextBoolean();
        int deepest = random.nextInt(8) == 0 ? 5000 : 10;
        int freeing = 30 + random.nextInt(40);
        for (int step = 0; step < steps; step++) {
            if (samples > 0 && random.nextInt(samples) == 0) {
                both.sample();
            }
            if (step % 4000 == 3999) {
                freeing = 30 + random.nextInt(40);
            }
            long address = (long) random.nextInt(addresses) * spacing;
            int choice = random.nextInt(100);
            if (random.nextInt(rare) == 0) {
                rareRecord(both, random, address, huge);
            } else if (choice < 4) {
                both.switchTo(random.nextInt(threads));
            } else if (choice < 12) {
                for (int n = random.nextInt(1 + deepest / 4); n >= 0 && both.depth() < deepest; n--) {
                    both.push(random.nextInt(FRAMES));
                }
            } else if (choice < 20 && both.depth() > 0) {
                both.pop(1 + random.nextInt(both.depth()));
            } else if (choice < 20 + freeing) {
                both.free(address);
            } else if (overwrites || !both.live.containsKey(address)) {
                both.allocate(address, 1 + (long) (random.nextDouble() * most), MALLOC + random.nextInt(2));
                if (random.nextInt(3) == 0) {
                    both.free(address);
                }
            }
        }
    }

    private static void rareRecord(ReplayBesideMaps both, Random random, long address, boolean huge) {
        long place = random.nextInt(64) * 4096L;
        long length = random.nextInt(8) * 4096L;
        switch (random.nextInt(huge ? 7 : 4)) {
            case 0 -> both.map(place, length);
            case 1 -> both.unmap(place, 2 * length);
            case 2 -> both.sample();
            case 3 -> both.allocate(address, LIMITS[random.nextInt(LIMITS.length)], ReplayBesideMaps.GREATEST);
            // mostly more than any program has
            case 4 -> both.allocate(address, random.nextLong(), MALLOC);
            case 5 -> both.allocate(address, random.nextLong(1 + (both.totalBytes() >>> 2)), MALLOC);
            // the total ends a little below what it may be, above that or at the mark
            default -> {
                long aim = random.nextBoolean() ? both.peakBytes() : 1L << 62;
                long sizeBytes = aim - both.totalBytes() + random.nextInt(2000) - 1000;
                if (sizeBytes > 1L << 32) {
                    both.allocate(address, sizeBytes, MALLOC);
                }
            }
        }
    }

    private final ReplayBesideMaps both = new ReplayBesideMaps(-1, Long.MAX_VALUE);

    /** So that the records which follow are below the mark. */
    private void leaveTheMark() {
        both.switchTo(0);
        both.allocate(16, 1 << 30, MALLOC);
        both.free(16);
    }

    @Test
    void moreAllocationsThanAreKeptAreFreedAfterTheMark() {
        both.switchTo(0);
        for (int i = 0; i < 6000; i++) {
            both.allocate(16L * i, 1, MALLOC);
        }
        for (int i = 0; i < 6000; i++) {
            both.free(16L * i);
        }
        both.requireSameFigures();
    }

    @Test
    void theTotalCanBeWhatItMayBeAtMostAndNoMore() {
        both.switchTo(0);
        both.allocate(16, 1L << 61, MALLOC);
        both.map(0, 1L << 61);
        both.allocate(32, 1L << 32, MALLOC);
        both.map(0, 1);
        both.free(16);
        both.allocate(32, 1L << 61, MALLOC);
        both.allocate(48, -1, MALLOC);
        both.requireSameFigures();
    }

    /** Small allocations are looked at in batches: the one after those is told. */
    @Test
    void aTotalThatSmallAllocationsMakeTooHighIsTold() {
        both.switchTo(0);
        both.allocate(16, 1L << 62, MALLOC);
        int[] done = new int[1];
        CaptureDamage damage = assertThrows(CaptureDamage.class, () -> {
            for (; done[0] < 100_000; done[0]++) {
                both.allocateUnchecked(32 + 16L * done[0], 1000);
            }
        });
        assertEquals(Rule.LIVE_BYTES, damage.rule());
        assertTrue(done[0] < 20_000, done[0] + " records");
    }

    @Test
    void temporaryAllocationsThatAddUpToMoreThanANumberHoldsAreTold() {
        ReplayBesideMaps temporary = new ReplayBesideMaps(1, Long.MAX_VALUE);
        temporary.switchTo(0);
        for (int again = 0; again < 5; again++) {
            temporary.allocate(16, 1L << 61, MALLOC);
            temporary.free(16);
            if (again == 3) {
                assertEquals(1, temporary.overflows);
                break;
            }
        }
        temporary.requireSameFigures();
    }

    @Test
    void severalCutsOfOneRecordAreOneChangeOfTheTotal() {
        both.switchTo(0);
        both.map(0, 4096);
        both.map(8192, 4096);
        both.unmap(0, 16384);
        both.requireSameFigures();
    }

    @Test
    void aStackCanBeDeeperThanTheUsualRoomForSnapshots() {
        both.switchTo(0);
        for (int i = 0; i < 40_000; i++) {
            both.push(i % FRAMES);
        }
        both.allocate(16, 10, MALLOC);
        both.requireSameFigures();
    }

    @Test
    void moreThreadsThanSnapshotsAllocateWithEmptyStacks() {
        leaveTheMark();
        for (int thread = 0; thread < 40_000; thread++) {
            both.switchTo(thread);
            both.allocate(16L * thread, 10, MALLOC);
        }
        both.requireSameFigures();
    }
}
