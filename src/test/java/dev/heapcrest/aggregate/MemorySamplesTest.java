package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.Profile;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemorySamplesTest {
    private static MemorySamples samples(int count) {
        MemorySamples samples = new MemorySamples();
        for (int i = 0; i < count; i++) {
            samples.add(i, 2L * i, 3L * i);
        }
        return samples;
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 1", "10, 10, 1", "11, 10, 2", "20, 10, 2", "21, 10, 3", "1000, 7, 143", "5, 1, 5"})
    void keepsEverySampleWhoseNumberIsAMultipleOfTheStride(int count, int most, int stride) {
        long[] expected =
                LongStream.range(0, count).filter(i -> i % stride == 0).toArray();
        Profile.Timeline timeline = samples(count).timeline(most);
        assertArrayEquals(expected, timeline.epochMillis().toArray());
        assertArrayEquals(
                LongStream.of(expected).map(i -> 2 * i).toArray(),
                timeline.residentBytes().toArray());
        assertArrayEquals(
                LongStream.of(expected).map(i -> 3 * i).toArray(),
                timeline.heapBytes().toArray());
    }

    @Test
    void beyondTheLimitTheStrideIsAMultipleOfAPowerOfTwo() {
        Profile.Timeline timeline = samples(2 * MemorySamples.LIMIT + 5).timeline(1000);
        long stride = timeline.epochMillis().get(1);
        assertEquals(0, stride % 4);
        assertTrue(timeline.count() <= 1000 && timeline.count() > 990, () -> timeline.count() + " samples");
        for (int i = 0; i < timeline.count(); i++) {
            assertEquals(i * stride, timeline.epochMillis().get(i));
        }
    }
}
