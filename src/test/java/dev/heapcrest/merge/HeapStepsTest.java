package dev.heapcrest.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.heapcrest.profile.HeapSpans;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.testing.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The peak of a sum, against the definition of it. */
class HeapStepsTest {
    private static HeapSpans spans(long[] millis, long[] heap, long[] highest) {
        long last = millis.length == 0 ? 0 : millis[millis.length - 1];
        return new HeapSpans(LongColumn.of(millis), LongColumn.of(heap), LongColumn.of(highest), last, 0, true, 1);
    }

    private static HeapSteps steps(long start, long end, long[] millis, long[] heap, long[] highest) {
        return assertNotNullSteps(HeapSteps.of(Headers.of(false, start, end), spans(millis, heap, highest), 0));
    }

    private static HeapSteps assertNotNullSteps(HeapSteps steps) {
        assertNotNull(steps);
        return steps;
    }

    @Test
    void one_after_the_other_is_no_sum_but_an_instant_in_common_is() {
        HeapSteps first = steps(0, 10, new long[] {0, 10}, new long[] {5, 100}, new long[] {5, 100, 100});
        HeapSteps later = steps(11, 20, new long[] {11, 20}, new long[] {100, 7}, new long[] {100, 100, 7});
        assertEquals(new HeapSteps.Peak(100, 100, 11), first.plus(later).peak());
        HeapSteps touching = steps(10, 20, new long[] {10, 20}, new long[] {100, 7}, new long[] {100, 100, 7});
        assertEquals(new HeapSteps.Peak(200, 200, 10), first.plus(touching).peak());
    }

    @Test
    void a_capture_whose_times_cannot_be_is_left_out() {
        long[] one = {1};
        long[] two = {1, 1};
        assertNull(HeapSteps.of(Headers.of(false, 0, 5), spans(new long[0], new long[0], one), 0));
        assertNull(HeapSteps.of(Headers.of(false, 5, 0), spans(one, one, two), 0));
        HeapSpans back = new HeapSpans(LongColumn.of(one), LongColumn.of(one), LongColumn.of(two), 1, 0, false, 1);
        assertNull(HeapSteps.of(Headers.of(false, 0, 5), back, 0));
    }

    @Test
    void aggregated_captures_may_hold_their_peak_all_the_time() {
        HeapSpans samples = spans(new long[] {2, 4}, new long[] {1, 3}, new long[0]);
        HeapSteps.Peak peak = assertNotNullSteps(HeapSteps.of(Headers.of(false, 0, 9), samples, 50))
                .peak();
        assertEquals(new HeapSteps.Peak(3, 50, 4), peak);
    }

    /** A capture as the definition has it. */
    private record Plain(long start, long end, long[] millis, long[] heap, long[] highest) {
        static Plain random(Random random) {
            int samples = 1 + random.nextInt(5);
            long at = random.nextInt(10);
            long start = at;
            long[] millis = new long[samples];
            long[] heap = new long[samples];
            long[] highest = new long[samples + 1];
            for (int i = 0; i < samples; i++) {
                at += random.nextInt(4);
                millis[i] = at;
                heap[i] = random.nextInt(100);
            }
            for (int i = 0; i <= samples; i++) {
                long before = i == 0 ? 0 : heap[i - 1];
                long after = i == samples ? 0 : heap[i];
                highest[i] = Math.max(before, after) + random.nextInt(30);
            }
            return new Plain(start, at + random.nextInt(4), millis, heap, highest);
        }

        /** @param twice an instant in half milliseconds */
        long lower(long twice) {
            if (twice < 2 * millis[0] || twice > 2 * end) {
                return 0;
            }
            long last = 0;
            for (int i = 0; i < millis.length && 2 * millis[i] <= twice; i++) {
                last = heap[i];
            }
            return last;
        }

        long bound(long twice) {
            long most = 0;
            for (int i = 0; i <= millis.length; i++) {
                long from = i == 0 ? start : millis[i - 1];
                long to = i == millis.length ? end : millis[i];
                most = twice >= 2 * from && twice <= 2 * to ? Math.max(most, highest[i]) : most;
            }
            return most;
        }
    }

    @Test
    void sums_of_random_captures_are_what_the_definition_says() {
        Random random = new Random(15);
        for (int round = 0; round < 2000; round++) {
            List<Plain> captures = new ArrayList<>();
            HeapSteps sum = HeapSteps.NONE;
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                Plain plain = Plain.random(random);
                captures.add(plain);
                sum = sum.plus(steps(plain.start, plain.end, plain.millis, plain.heap, plain.highest));
            }
            long most = -1;
            long mostMillis = 0;
            long bound = 0;
            for (long twice = 0; twice <= 2 * 60; twice++) {
                long instant = twice;
                long lower =
                        captures.stream().mapToLong(each -> each.lower(instant)).sum();
                bound = Math.max(
                        bound,
                        captures.stream().mapToLong(each -> each.bound(instant)).sum());
                boolean sampled = captures.stream()
                        .flatMapToLong(each -> Arrays.stream(each.millis))
                        .anyMatch(millis -> 2 * millis == instant);
                if (sampled && lower >= most) {
                    most = lower;
                    mostMillis = twice / 2;
                }
            }
            assertEquals(new HeapSteps.Peak(most, bound, mostMillis), sum.peak(), "round " + round);
        }
    }
}
