package dev.heapcrest.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.Heapcrest;
import dev.heapcrest.columns.SectionFiles;
import dev.heapcrest.testing.ChangedProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Memory over time is written and read with its profile; columns that cannot be are refused. */
class HistoryFileTest {
    private static History history() {
        return new History(
                new History.Buckets(
                        LongColumn.of(0, 4, 9),
                        LongColumn.of(-1, 2, 3),
                        LongColumn.of(0, 300, 250),
                        LongColumn.of(0, 250, 90),
                        LongColumn.of(1_700_000_000_000L, 1_700_000_000_010L, 1_699_999_999_000L)),
                new History.Lifetimes(
                        IntColumn.of(0, 0, 0, 2),
                        IntColumn.of(2, 2, 4, 1),
                        IntColumn.of(3, History.NEVER, 5, History.NEVER),
                        LongColumn.of(1, 2, -1, 0),
                        LongColumn.of(100, 1L << 40, 7, 0)),
                new History.Range(1, 2));
    }

    private static Profile profile(History history) throws IOException {
        Profile plain = Heapcrest.profile(Path.of("testdata/captures/complex-h13-py313-lz4.bin"));
        return ChangedProfile.withHistory(plain, plain.timeline(), history);
    }

    private static byte[] bytes(Profile profile) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        profile.writeTo(bytes);
        return bytes.toByteArray();
    }

    private static Profile read(byte[] bytes) throws IOException {
        return Profile.readFrom(new ByteArrayInputStream(bytes));
    }

    @Test
    void a_history_reads_as_it_was_written() throws IOException {
        Profile profile = profile(history());
        byte[] written = bytes(profile);
        Profile again = read(written);
        assertEquals(history(), again.history());
        assertEquals(profile, again);
        assertArrayEquals(written, bytes(again));
    }

    @Test
    void a_profile_without_a_history_has_no_section_of_it() throws IOException {
        Profile plain = profile(History.NONE);
        assertEquals(History.NONE, read(bytes(plain)).history());
        assertTrue(bytes(plain).length < bytes(profile(history())).length);
    }

    @Test
    void hostile_bytes_of_a_history_break_nothing() throws IOException {
        byte[] whole = bytes(profile(history()));
        int start = bytes(profile(History.NONE)).length - 6;
        Random random = new Random(13);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] changed = whole.clone();
            changed[start + random.nextInt(changed.length - start - 6)] = (byte) random.nextInt();
            SectionFiles.withRightChecksum(changed);
            try {
                History odd = read(changed).history();
                odd.lifetimes().bytes().sum();
            } catch (ProfileFormatException expected) {
                refused++;
            }
        }
        assertTrue(refused > 500 && refused < 3000, refused + " refused");
    }

    @Test
    void lifetimes_that_cannot_be_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> lifetimes(new int[] {0, 0}, new int[] {1, 1}, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> lifetimes(new int[] {1, 0}, new int[] {1, 1}, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> lifetimes(new int[] {0, 0}, new int[] {1, 0}, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> lifetimes(new int[] {0, 1}, new int[] {1, 2}, 2, 2));
        assertEquals(2, lifetimes(new int[] {0, 1}, new int[] {1, 1}, 2, 2).count());
        History.Lifetimes late = lifetimes(new int[] {0, 1}, new int[] {1, 1}, 2, 6);
        History history = history();
        assertThrows(
                IllegalArgumentException.class, () -> new History(history.buckets(), late, new History.Range(0, 2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new History(history.buckets(), history.lifetimes(), new History.Range(0, 3)));
    }

    private static History.Lifetimes lifetimes(int[] locations, int[] born, int... died) {
        return new History.Lifetimes(
                IntColumn.of(locations),
                IntColumn.of(born),
                IntColumn.of(died),
                LongColumn.of(1, 1),
                LongColumn.of(10, 10));
    }
}
