package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.Damage;
import dev.heapcrest.capture.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
    /** What memray's size_fmt gives, but for the blank and for whole bytes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 B",
                "999 | 999 B",
                "1000 | 1.000 kB",
                "505481 | 505.481 kB",
                "999999 | 999.999 kB",
                "1000500 | 1.000 MB",
                "1001500 | 1.002 MB",
                "123456789 | 123.457 MB",
                "999999999 | 1000.000 MB",
                "9223372036854775807 | 9.223 EB",
                "-1500 | -1.500 kB"
            })
    void fine_bytes_have_three_decimals_as_in_memray(long bytes, String text) {
        assertEquals(text, Quantities.fineBytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000123, 2023-11-14 22:13:20.123000+00:00",
        "1700000000000, 2023-11-14 22:13:20+00:00",
        "1700000000100, 2023-11-14 22:13:20.100000+00:00"
    })
    void an_instant_for_python_is_as_python_prints_it(long millis, String text) {
        assertEquals(text, Quantities.pythonInstant(millis));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 B",
                "999 | 999 B",
                "1000 | 1.000 kB",
                "505481 | 505.5 kB",
                "999949 | 999.9 kB",
                "999950 | 1.000 MB",
                "9337750 | 9.338 MB",
                "9999499 | 9.999 MB",
                "9999500 | 10.00 MB",
                "99994999 | 99.99 MB",
                "99995000 | 100.0 MB",
                "1099511658744 | 1.100 TB",
                "-1500 | -1.500 kB",
                "9223372036854775807 | 9.223 EB",
                "-9223372036854775808 | -9.223 EB"
            })
    void bytes_have_four_digits_in_decimal_units(long bytes, String text) {
        assertEquals(text, Quantities.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1 | 1 byte", "0 | 0 bytes", "999 | 999 bytes", "215668 | 215,668 bytes (215.7 kB)"})
    void exact_bytes_show_every_digit(long bytes, String text) {
        assertEquals(text, Quantities.exactBytes(bytes));
    }

    @Test
    void counts_are_separated_as_the_library_does_it() {
        long seed = Long.getLong("seed", 20261123L);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            long count = random.nextLong() >> random.nextInt(64);
            assertEquals(String.format(Locale.ROOT, "%,d", count), Quantities.count(count), "seed " + seed);
        }
        assertEquals("-9,223,372,036,854,775,808", Quantities.count(Long.MIN_VALUE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-5 | 0 ms",
                "0 | 0 ms",
                "43 | 43 ms",
                "1000 | 1.000 s",
                "59999 | 59.999 s",
                "60000 | 1 min 0 s",
                "3599999 | 59 min 59 s",
                "7503000 | 2 h 5 min 3 s"
            })
    void durations_use_the_units_that_matter(long millis, String text) {
        assertEquals(text, Quantities.duration(millis));
    }

    @Test
    void instants_are_utc_to_the_millisecond() {
        assertEquals("2026-11-23 14:05:00.123 UTC", Quantities.instant(1_795_442_700_123L));
        assertEquals("1969-12-31 23:59:59.999 UTC", Quantities.instant(-1));
    }

    @Test
    void shares_of_nothing_are_nothing() {
        assertEquals("0 %", Quantities.share(0, 0));
        assertEquals("33.3 %", Quantities.share(1, 3));
        assertEquals("100.0 %", Quantities.share(7, 7));
    }

    @Test
    void coverage_names_exact_bytes_and_the_offset() {
        Coverage cut = new Coverage(
                131,
                40,
                8_646,
                8_646,
                9_000,
                false,
                List.of(new Damage(Rule.RECORD_CUT, List.of(), "MEMORY", 8_646, Damage.Stream.FILE)));
        assertEquals(
                "covers 131 records, 8,646 of 9,000 bytes; the capture ends inside a MEMORY record at offset 8646",
                CoverageText.of(cut));
        assertEquals(
                "The capture is truncated. This report covers 131 records, 8,646 of 9,000 bytes; the capture ends"
                        + " inside a MEMORY record at offset 8646.",
                CoverageText.sentence(cut));
        Coverage piped = new Coverage(
                1,
                0,
                20,
                10,
                -1,
                true,
                List.of(new Damage(
                        Rule.POP_OF_TOO_MANY, List.of(3L, 2L), "FRAME POP", 20, Damage.Stream.DECOMPRESSED)));
        assertEquals(
                "covers 1 record, 10 bytes (compressed); pops 3 frames of a stack of 2 (a FRAME POP record at offset 20"
                        + " of the decompressed stream)",
                CoverageText.of(piped));
        Coverage whole = new Coverage(336, 217, 20_000, 11_600, 11_622, true, List.of());
        assertEquals("covers all 336 records, 11,600 bytes (compressed)", CoverageText.of(whole));
    }
}
