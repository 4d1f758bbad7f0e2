package dev.heapcrest.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.columns.SectionFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** A partial is written and read (docs/partial-format.md); what was damaged on the way is refused. */
class PartialFileTest {
    private static Partial sum() {
        return Merging.merge(
                Partials.of("complex-h13-py313-lz4"),
                Merging.merge(Partials.of("complex-h13-py311-lz4"), Partials.of("forks-h13-py313-lz4.child4")));
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(bytes);
        }
        return packed.toByteArray();
    }

    @Test
    void what_is_read_is_written_again_to_the_byte() throws IOException {
        for (String name : Partials.NAMES) {
            byte[] written = Partials.bytes(Partials.of(name));
            assertArrayEquals(written, Partials.bytes(Partials.read(written)), name);
            assertArrayEquals(written, Partials.bytes(Partials.read(packed(written))), name);
        }
        byte[] empty = Partials.bytes(Partial.empty(PartialOptions.DEFAULT));
        assertArrayEquals(empty, Partials.bytes(Partials.read(empty)));
        byte[] sum = Partials.bytes(sum());
        assertArrayEquals(sum, Partials.bytes(Partials.read(sum)));
    }

    @Test
    void a_partial_that_was_cut_anywhere_is_refused() throws IOException {
        byte[] whole = Partials.bytes(sum());
        byte[] zip = packed(whole);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(PartialFormatException.class, () -> Partials.read(cut), length + " bytes");
        }
        for (int length = 0; length < zip.length; length++) {
            byte[] cut = Arrays.copyOf(zip, length);
            assertThrows(PartialFormatException.class, () -> Partials.read(cut), length + " packed bytes");
        }
    }

    @Test
    void a_flipped_bit_is_noticed() {
        byte[] whole = Partials.bytes(sum());
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % Byte.SIZE);
            assertThrows(PartialFormatException.class, () -> Partials.read(flipped), "byte " + at);
        }
    }

    /** Whoever makes the checksum right as well gets an exception of ours, or a partial that can be used. */
    @Test
    void hostile_bytes_with_a_right_checksum_break_nothing() throws IOException {
        byte[] whole = Partials.bytes(sum());
        Partial other = Partials.of("threads8-h13-py313-lz4");
        Random random = new Random(20261129);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] changed = whole.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                changed[9 + random.nextInt(changed.length - 9 - Integer.BYTES)] = (byte) random.nextInt();
            }
            SectionFiles.withRightChecksum(changed);
            try {
                Partial odd = Partials.read(changed);
                byte[] canonical = Partials.bytes(odd);
                assertArrayEquals(canonical, Partials.bytes(Partials.read(canonical)));
                Partials.bytes(Merging.merge(odd, other));
                odd.peakOfSum(true);
            } catch (PartialFormatException | ArithmeticException expected) {
                refused++;
            }
        }
        assertTrue(refused > 500 && refused < 3000, refused + " refused");
    }

    @Test
    void another_version_and_other_files_are_named() {
        byte[] whole = Partials.bytes(sum());
        whole[8] = 2;
        assertEquals(
                "this partial has version 2, but only version 1 is known",
                assertThrows(PartialFormatException.class, () -> Partials.read(whole))
                        .getMessage());
        assertEquals(
                "this is not a partial of Heapcrest",
                assertThrows(PartialFormatException.class, () -> Partials.read(packed(new byte[100])))
                        .getMessage());
    }

    @Test
    void a_message_says_what_is_wrong_and_where() {
        byte[] whole = Partials.bytes(sum());
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        String message = assertThrows(PartialFormatException.class, () -> Partials.read(cut))
                .getMessage();
        assertTrue(message.matches("this partial is damaged: .* at byte \\d+"), message);
    }

    @Test
    void a_message_about_packed_bytes_says_that_they_were_unpacked() throws IOException {
        byte[] whole = Partials.bytes(sum());
        byte[] cut = packed(Arrays.copyOf(whole, whole.length / 2));
        String message = assertThrows(PartialFormatException.class, () -> Partials.read(cut))
                .getMessage();
        assertTrue(message.matches("this partial is damaged: .* at byte \\d+ \\(after unpacking\\)"), message);
    }

    @Test
    void sums_that_are_not_those_of_the_rows_are_refused() {
        Partial sum = sum();
        assertArrayEquals(Partials.bytes(sum), Partials.bytes(changed(sum, sum.states, 0, 0, sum.heap)));
        long[] states = sum.states.clone();
        states[CaptureRow.State.COMPLETE.number()]--;
        states[CaptureRow.State.TRUNCATED.number()]++;
        assertRefused(changed(sum, states, 0, 0, sum.heap), "the sums are not those of the rows");
        assertRefused(changed(sum, sum.states, 1, 0, sum.heap), "the sums are not those of the rows");
        assertRefused(changed(sum, sum.states, 0, 1, sum.heap), "the sums are not those of the rows");
        assertRefused(changed(sum, sum.states, 0, -1, sum.heap), "the sums are not those of the rows");
        assertRefused(
                changed(sum, sum.states, 0, 0, new SummedHeap(sum.heap.byHost(), 0, false)), "0 captures on 1 hosts");
        assertRefused(
                changed(sum, sum.states, 0, 0, new SummedHeap(new TreeMap<>(), 1, false)), "1 captures on 0 hosts");
        assertRefused(
                changed(sum, sum.states, 0, 0, new SummedHeap(sum.heap.byHost(), 4, false)), "4 captures on 1 hosts");
    }

    private static Partial changed(
            Partial partial, long[] states, long morePeakBytes, long moreGapMillis, SummedHeap heap) {
        return new Partial(
                partial.options,
                partial.tree,
                partial.rows,
                states,
                partial.peakMemoryBytes + morePeakBytes,
                partial.largestGapMillis + moreGapMillis,
                heap);
    }

    private static void assertRefused(Partial partial, String rule) {
        byte[] bytes = Partials.bytes(partial);
        String message = assertThrows(PartialFormatException.class, () -> Partials.read(bytes))
                .getMessage();
        assertTrue(message.startsWith("this partial is damaged: " + rule + " at byte "), message);
    }
}
