package dev.heapcrest.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.profile.LongColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeHistogramTest {
    private static List<SizeHistogram.Bin> bins(long[] sizes, long... counts) {
        return SizeHistogram.of(LongColumn.of(sizes), LongColumn.of(counts));
    }

    private static List<Long> counts(List<SizeHistogram.Bin> bins) {
        return bins.stream().map(SizeHistogram.Bin::count).toList();
    }

    @Test
    void bins_are_equally_wide_in_the_logarithm_of_the_size() {
        List<SizeHistogram.Bin> bins = bins(new long[] {1, 3, 100, 1023, 1024}, 1, 2, 4, 8, 16);
        assertEquals(List.of(1L, 2L, 0L, 0L, 0L, 0L, 4L, 0L, 0L, 24L), counts(bins));
        assertEquals(new SizeHistogram.Bin(0, 1, 1), bins.get(0));
        // ln(1024) / 10 ten times is below ln(1024) by a rounding error: so are memray's limits
        assertEquals(512, bins.get(9).fromBytes(), 1);
    }

    @Test
    void sizes_of_0_belong_to_the_first_bin_and_choose_no_limit() {
        List<SizeHistogram.Bin> bins = bins(new long[] {0, 100, 10_000}, 5, 1, 1);
        assertEquals(List.of(6L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L), counts(bins));
    }

    @Test
    void a_single_size_is_in_the_last_bin_as_in_memray() {
        assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 7L), counts(bins(new long[] {4096}, 7)));
    }

    @Test
    void where_memray_divides_by_0_there_is_one_bin() {
        assertEquals(List.of(new SizeHistogram.Bin(0, 1, 5)), bins(new long[] {0, 1}, 2, 3));
        assertEquals(List.of(new SizeHistogram.Bin(0, 0, 2)), bins(new long[] {0}, 2));
        assertEquals(List.of(), bins(new long[] {}));
    }

    @Test
    void the_largest_sizes_fit() {
        List<SizeHistogram.Bin> bins = bins(new long[] {1, Long.MAX_VALUE}, 1, 1);
        assertEquals(List.of(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L), counts(bins));
        assertEquals(Long.MAX_VALUE, bins.get(9).toBytes(), 1e6);
    }
}
