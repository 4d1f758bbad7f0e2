package dev.heapcrest.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The worked examples of the docs/capture-format.md, section 11, which were checked against CPython itself. */
class LineTableTest {
    private static final String LNOTAB = "0001 0802 0401 0601 06FF 0602";
    private static final String LINETABLE_310 = "0801 0402 0601 0601 06FF 0402";
    private static final String LOCATIONS_311 = "8000 D80809 8841 8905 8041 E00708 F000020520 F002010D20";
    private static final String LOCATIONS_312 = "8000 D80809 8841 8905 8041 E10708 E4161B98419368";
    private static final String LOCATIONS_313 = "8000 D80809 8841 8905 8041 E60708 E4161B98419368";

    @ParameterizedTest
    @CsvSource({"6, 2", "12, 5", "18, 6", "24, 5", "30, 7"})
    void readsPairsOfBytesAndLinesUpTo39(int offset, int line) {
        assertEquals(line, line(0x0308, 1, LNOTAB, offset));
        assertEquals(line, line(0x0309, 1, LNOTAB, offset));
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "6, 5", "9, 6", "12, 5", "15, 7"})
    void readsRangesOfInstructionsIn310(int instruction, int line) {
        assertEquals(line, line(0x030A, 1, LINETABLE_310, instruction));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "2, 2", "8, 2", "12, 4", "14, 4", "16, 5"})
    void readsLocationEntriesFrom311On(int offset, int line) {
        assertEquals(line, line(0x030B, 1, LOCATIONS_311, offset));
    }

    @ParameterizedTest
    @CsvSource({"030C, 12, 4", "030C, 16, 6", "030C, 24, 6", "030D, 24, 4", "030D, 26, 6"})
    void readsTheLocationTablesOf312And313(String version, int offset, int line) {
        int python = Integer.parseInt(version, 16);
        assertEquals(line, line(python, 1, python == 0x030C ? LOCATIONS_312 : LOCATIONS_313, offset));
    }

    @Test
    void aFrameThatHasNotStartedHasNoLine() {
        assertEquals(0, line(0x030D, 7, LOCATIONS_313, -1));
        assertEquals(0, line(0x0309, 7, LNOTAB, -1));
    }

    @Test
    void aCodeObjectOnOneLineHasAnEmptyTableAndItsFirstLine() {
        assertEquals(7, line(0x0308, 7, "", 40));
        assertEquals(
                0, line(0x030A, 7, "", 40), "3.10 writes a table for each code object; without one there is no line");
    }

    @Test
    void addressIncrementsAreUnsignedWhereMemrayTakesThemAsSigned() {
        // 200 bytes of one statement, then the next line: memray stops at the increment and reports line 1
        assertEquals(2, line(0x0309, 1, "C801", 200));
        assertEquals(1, line(0x0309, 1, "C801", 199));
    }

    @Test
    void aRangeWithoutLineKeepsTheLineBefore() {
        assertEquals(2, line(0x030A, 1, "0401 0480 0401", 2));
        assertEquals(3, line(0x030A, 1, "0401 0480 0401", 4));
    }

    @Test
    void anInstructionWithoutLocationTakesTheLineOfTheEntryBefore() {
        // one line (+2, 1 unit), no location (1 unit)
        assertEquals(3, line(0x030B, 1, "E00000 F8", 2));
        assertEquals(1, line(0x030B, 1, "F8", 0));
    }

    @Test
    void linesCanGoBackwardsByASignedNumberWithoutColumns() {
        // no columns: svarint6 0x05 = -2
        assertEquals(8, line(0x030C, 10, "E805", 0));
        // long form of two groups: 0x42 0x01 = 66 = +33
        assertEquals(43, line(0x030C, 10, "E84201", 0));
    }

    @Test
    void anInstructionBehindTheTableHasNoLine() {
        assertEquals(0, line(0x030C, 10, "E805", 2));
    }

    /** Found by fuzzing: half of a number was taken for a line. */
    @Test
    void a_table_that_ends_inside_a_line_number_has_no_line_there() {
        assertEquals(43, line(0x030D, 10, "E84201", 0));
        assertEquals(0, line(0x030D, 10, "E842", 0));
        assertEquals(0, line(0x030D, 10, "E8", 0));
        assertEquals(10, line(0x030D, 10, "8000 E842", 0), "the entry before it is whole");
    }

    @Test
    void tablesCutAtAnyByteNeitherThrowNorLoop() {
        byte[] whole = bytes(LOCATIONS_311);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            for (int version : new int[] {0x0308, 0x030A, 0x030D}) {
                int line = new LineTable(version << 16, 1, cut).line(1000);
                assertTrue(Math.abs(line) < 2000, () -> "line " + line);
            }
        }
    }

    /** The worst tables: long ones, whose numbers may have any length, asked for every instruction and beyond. */
    @ParameterizedTest
    @ValueSource(ints = {0x0308, 0x030A, 0x030B, 0x030D})
    void an_indexed_table_gives_the_lines_of_one_that_is_walked(int version) {
        Random random = new Random(version);
        for (int round = 0; round < 30; round++) {
            byte[] table = new byte[300 + random.nextInt(2_000)];
            random.nextBytes(table);
            if (round % 3 == 0) {
                // one number of a thousand bytes, or increments of nothing
                Arrays.fill(table, 100, Math.min(table.length, 1_200), (byte) (round % 2 == 0 ? 0x7F : 0));
            }
            LineTable indexed = new LineTable(version << 16, 7, table);
            for (int offset = 0; offset < 12_000; offset += 1 + random.nextInt(30)) {
                int walked = indexed.walk(indexed.wanted(offset), 0, 7, 0, null);
                assertEquals(walked, indexed.line(offset), "offset " + offset);
            }
        }
    }

    /** From the place that the index gives to the next one there are few bytes, however long the table is. */
    @ParameterizedTest
    @ValueSource(ints = {0x0308, 0x030A, 0x030D})
    void a_lookup_walks_as_far_in_a_table_four_times_as_long(int version) {
        for (int length : new int[] {100_000, 400_000}) {
            byte[] table = new byte[length];
            Arrays.fill(table, (byte) 0x78);
            Arrays.fill(table, length / 2, length / 2 + 5_000, (byte) 0x7F);
            LineTable lines = new LineTable(version << 16, 1, table);
            lines.line(1);
            assertTrue(lines.longestWalk() <= 2 * LineIndex.APART, "walks " + lines.longestWalk());
        }
    }

    private static int line(int version, int firstLine, String table, int offset) {
        return new LineTable(version << 16, firstLine, bytes(table)).line(offset);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
