package dev.heapcrest.aggregate;

import static dev.heapcrest.aggregate.ReplayBesideMaps.MALLOC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory over time against maps of everything at every record. */
class MemoryOverTimeTest {
    private static final int FEW_LIFETIMES = 100;
    private static final int MANY_LIFETIMES = 1 << 30;

    private static MemoryOverTime ledger(int buckets, int lifetimes) {
        return new MemoryOverTime(new HistoryOptions(buckets, null, null), 0, lifetimes);
    }

    /** What a program is like is drawn with the seed; see {@link HeapReplayExtremesTest}. */
    @ParameterizedTest
    @CsvSource({"2, 100", "3, 200", "4, 300", "5, 400", "6, 500", "7, 600", "1024, 700", "10000, 800"})
    void every_instant_of_random_programs_is_as_in_the_maps(int buckets, long firstSeed)
            throws UnsupportedProfileException {
        for (long seed = firstSeed; seed < firstSeed + 60; seed++) {
            Random random = new Random(seed);
            MemoryOverTime ledger = ledger(buckets, random.nextBoolean() ? FEW_LIFETIMES : MANY_LIFETIMES);
            ReplayBesideMaps both = new ReplayBesideMaps(-1, random.nextBoolean() ? 100 : Long.MAX_VALUE, ledger);
            int steps = 1 << (4 + random.nextInt(8));
            HeapReplayExtremesTest.run(both, random, steps, 1 << random.nextInt(8));
            both.requireSameFigures();
            both.requireSameOverTime(ledger);
        }
    }

    /** Longer programs: slots are handed on, batches fill, snapshots are given up. */
    @ParameterizedTest
    @CsvSource({"1, 8, 1", "2, 64, 300", "3, 1024, 30", "4, 7, 1000", "5, 1000, 9", "6, 300, 77"})
    void every_instant_of_long_programs_is_as_in_the_maps(long seed, int buckets, int samples)
            throws UnsupportedProfileException {
        Random random = new Random(seed);
        MemoryOverTime ledger = ledger(buckets, MANY_LIFETIMES);
        ReplayBesideMaps both = new ReplayBesideMaps(1, 1000, ledger);
        HeapReplayExtremesTest.run(both, random, 20_000, samples);
        both.requireSameFigures();
        both.requireSameOverTime(ledger);
    }

    private static History history(MemoryOverTime ledger, ReplayBesideMaps both) throws UnsupportedProfileException {
        both.requireSameFigures();
        both.requireSameOverTime(ledger);
        return ledger.history(new int[] {1});
    }

    private static List<Long> starts(History history) {
        List<Long> starts = new ArrayList<>();
        long start = 0;
        for (int bucket = 1; bucket < history.buckets().count(); bucket++) {
            start += history.buckets().records().get(bucket - 1);
            starts.add(start);
        }
        return starts;
    }

    @Test
    void with_room_each_memory_record_before_the_last_allocation_record_ends_a_bucket()
            throws UnsupportedProfileException {
        MemoryOverTime ledger = ledger(10_000, MANY_LIFETIMES);
        ReplayBesideMaps both = new ReplayBesideMaps(-1, 100, ledger);
        both.switchTo(0);
        both.sample();
        both.sample();
        both.allocate(16, 10, MALLOC);
        both.sample();
        both.sample();
        both.free(16);
        both.sample();
        both.sample();
        History history = history(ledger, both);
        assertEquals(List.of(0L, 0L, 1L, 1L), both.boundaries());
        assertEquals(both.boundaries(), starts(history));
        // the last bucket ends with the last memory record
        assertEquals(5, history.buckets().endMillis().get(4));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 64, 100})
    void more_buckets_than_wanted_are_joined_by_doubling_the_stride(int buckets) throws UnsupportedProfileException {
        for (int samples = 0; samples < 300; samples++) {
            MemoryOverTime ledger = ledger(buckets, MANY_LIFETIMES);
            ReplayBesideMaps both = new ReplayBesideMaps(-1, 100, ledger);
            both.switchTo(0);
            both.allocate(0, 10, MALLOC);
            for (int i = 1; i <= samples; i++) {
                both.sample();
                both.allocate(16L * i, 10, MALLOC);
            }
            History history = history(ledger, both);
            int count = history.buckets().count();
            assertTrue(count <= buckets, count + " buckets");
            assertTrue(count >= Math.min(samples + 1, buckets / 2 + 1), count + " buckets of " + samples);
            List<Long> starts = starts(history);
            long stride = starts.size() < 2 ? 1 : starts.get(1) - starts.get(0);
            assertEquals(1, Long.bitCount(stride));
            for (int i = 0; i < starts.size(); i++) {
                assertEquals(1 + i * stride, starts.get(i));
            }
        }
    }

    @Test
    void many_lifetimes_join_buckets_down_to_64() throws UnsupportedProfileException {
        MemoryOverTime ledger = ledger(1024, FEW_LIFETIMES);
        ReplayBesideMaps both = new ReplayBesideMaps(-1, 100, ledger);
        both.switchTo(0);
        for (int i = 0; i < 500; i++) {
            both.allocate(16L * i, 10, MALLOC);
            both.sample();
            both.free(16L * (i - 3));
        }
        int count = history(ledger, both).buckets().count();
        assertTrue(count >= 32 && count <= 128, count + " buckets");
    }

    @Test
    void ends_of_a_range_stay_however_few_buckets_there_are() throws UnsupportedProfileException {
        for (int from = 0; from < 40; from++) {
            for (int to = from; to < 40; to++) {
                long fromMillis = from;
                long toMillis = to;
                MemoryOverTime ledger = new MemoryOverTime(
                        new HistoryOptions(2, start -> start + fromMillis, start -> start + toMillis),
                        -1,
                        MANY_LIFETIMES);
                ReplayBesideMaps both = new ReplayBesideMaps(-1, 100, ledger);
                both.switchTo(0);
                for (int i = 0; i < 40; i++) {
                    both.sample();
                    both.allocate(16L * i, 10, MALLOC);
                }
                both.sample();
                History history = history(ledger, both);
                List<Long> starts = starts(history);
                assertTrue(history.buckets().count() <= 4, starts.toString());
                // memory record m is before record m
                History.Range range = history.range();
                long first = range.first() == 0 ? 0 : starts.get(range.first() - 1);
                long end = range.last() == starts.size() ? 40 : starts.get(range.last());
                if (from > to || to == 0) {
                    continue;
                }
                assertEquals(Math.max(0, to - 1), end, from + " to " + to);
                if (from < to && from > 1) {
                    assertEquals(from - 1, first, from + " to " + to);
                }
            }
        }
    }

    @Test
    void thinning_keeps_the_memory_records_that_the_timeline_keeps() throws UnsupportedProfileException {
        for (int most : new int[] {1, 2, 3, 10, 37, 99, 100, 1000}) {
            for (int buckets : new int[] {2, 7, 64, 10_000}) {
                MemoryOverTime ledger = ledger(buckets, MANY_LIFETIMES);
                ReplayBesideMaps both = new ReplayBesideMaps(-1, 100, ledger);
                both.switchTo(0);
                for (int i = 0; i < 100; i++) {
                    both.sample();
                    both.allocate(16L * i, 10, MALLOC);
                }
                both.requireSameFigures();
                ledger.thinTo(most);
                both.requireSameOverTime(ledger);
                List<Long> starts = starts(ledger.history(new int[] {1}));
                long stride = (100 + most - 1) / most;
                if (buckets == 10_000) {
                    for (int i = 0; i < starts.size(); i++) {
                        assertEquals(i * stride, starts.get(i));
                    }
                    assertEquals((100 + stride - 1) / stride, starts.size());
                } else {
                    assertTrue(starts.size() <= most, starts + " of " + most);
                }
            }
        }
    }

    @Test
    void equal_peaks_are_marked_at_the_last_and_bytes_that_come_back_are_not_mixed_up()
            throws UnsupportedProfileException {
        MemoryOverTime ledger = ledger(10_000, MANY_LIFETIMES);
        ReplayBesideMaps both = new ReplayBesideMaps(-1, 100, ledger);
        both.switchTo(0);
        for (int frame = 0; frame < 3; frame++) {
            both.push(frame);
            both.allocate(16, 50, MALLOC);
            both.sample();
            both.free(16);
            both.sample();
            // comes back without a free
            both.allocate(32, 7 + frame, MALLOC);
        }
        both.sample();
        both.requireSameFigures();
        both.requireSameOverTime(ledger);
        assertEquals(6, ledger.highestRecord());
    }
}
