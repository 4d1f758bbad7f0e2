package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The light ledger has the buckets of the whole one, which is compared with maps, and the figures of the run's peak. */
class BucketMarksTest {
    @ParameterizedTest
    @CsvSource({"2, 100", "3, 200", "7, 300", "64, 400", "10000, 500"})
    void marks_without_lifetimes_are_those_with_them(int buckets, long firstSeed) throws UnsupportedProfileException {
        HistoryOptions options = new HistoryOptions(buckets, null, null);
        for (long seed = firstSeed; seed < firstSeed + 60; seed++) {
            MemoryOverTime whole = new MemoryOverTime(options, 0, Integer.MAX_VALUE);
            BucketMarks light = new BucketMarks(options, 0);
            run(whole, seed);
            run(light, seed);
            History history = light.history(new int[0]);
            assertEquals(0, history.lifetimes().count());
            assertEquals(whole.history(locations(whole)).buckets(), history.buckets(), "seed " + seed);
        }
    }

    /** Compares the figures of peak and leaks with maps of everything, too. */
    private static void run(Ledger ledger, long seed) {
        Random random = new Random(seed);
        ReplayBesideMaps both = new ReplayBesideMaps(-1, random.nextBoolean() ? 100 : Long.MAX_VALUE, ledger);
        int steps = 1 << (4 + random.nextInt(9));
        HeapReplayExtremesTest.run(both, random, steps, 1 << random.nextInt(8));
        both.requireSameFigures();
    }

    private static int[] locations(BucketLedger ledger) {
        return ledger.locations().stream().toArray();
    }
}
