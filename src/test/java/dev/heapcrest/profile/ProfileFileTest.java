package dev.heapcrest.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.Heapcrest;
import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.columns.SectionFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A profile is written and read (docs/profile-format.md); what was damaged on the way is refused. */
class ProfileFileTest {
    private static final Path COMPLEX = Path.of("testdata/captures/complex-h13-py313-lz4.bin");

    private static byte[] bytes(Profile profile) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        profile.writeTo(bytes);
        return bytes.toByteArray();
    }

    private static Profile read(byte[] bytes) throws IOException {
        return Profile.readFrom(new ByteArrayInputStream(bytes));
    }

    @Test
    void every_capture_gives_a_profile_that_reads_as_it_was_written() throws IOException {
        int profiles = 0;
        List<Path> captures;
        try (Stream<Path> files = Files.list(Path.of("testdata/captures"))) {
            captures = files.filter(file -> file.toString().endsWith(".bin")).toList();
        }
        for (Path capture : captures) {
            Profile profile;
            try {
                profile = Heapcrest.profile(capture);
            } catch (CaptureException unreadable) {
                continue;
            }
            byte[] written = bytes(profile);
            Profile again = read(written);
            assertEquals(profile, again, capture.toString());
            assertArrayEquals(written, bytes(again), capture.toString());
            profiles++;
        }
        assertTrue(profiles > 100, profiles + " profiles");
    }

    @Test
    void temporary_allocations_keep_their_threshold() throws IOException {
        Profile profile = Heapcrest.profile(COMPLEX, ProfileOptions.DEFAULT.withTemporaryThreshold(3));
        Profile again = read(bytes(profile));
        assertEquals(View.temporary(3), again.figures(View.Kind.TEMPORARY).view());
        assertEquals(profile, again);
    }

    @Test
    void a_profile_that_was_cut_anywhere_is_refused() throws IOException {
        byte[] whole = bytes(Heapcrest.profile(COMPLEX));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(ProfileFormatException.class, () -> read(cut), length + " bytes");
        }
    }

    @Test
    void a_flipped_bit_is_noticed() throws IOException {
        byte[] whole = bytes(Heapcrest.profile(COMPLEX));
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % Byte.SIZE);
            assertThrows(ProfileFormatException.class, () -> read(flipped), "byte " + at);
        }
    }

    /** Whoever makes the checksum right as well gets an exception of ours or a profile, whose sums can be asked for. */
    @Test
    void hostile_bytes_with_a_right_checksum_break_nothing() throws IOException {
        byte[] whole = bytes(Heapcrest.profile(COMPLEX));
        Random random = new Random(20261129);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] changed = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                changed[9 + random.nextInt(changed.length - 9 - Integer.BYTES)] = (byte) random.nextInt();
            }
            SectionFiles.withRightChecksum(changed);
            try {
                Profile odd = read(changed);
                odd.figures().forEach(figures -> figures.bytes().sum());
                Heapcrest.tree(odd, odd.figures().get(0).view().kind());
            } catch (ProfileFormatException expected) {
                refused++;
            }
        }
        assertTrue(refused > 500 && refused < 3000, refused + " refused");
    }

    @Test
    void another_version_is_named() throws IOException {
        byte[] whole = bytes(Heapcrest.profile(COMPLEX));
        whole[8] = 2;
        assertEquals(
                "this profile has version 2, but only version 1 is known",
                assertThrows(ProfileFormatException.class, () -> read(whole)).getMessage());
    }

    @Test
    void two_figures_of_one_kind_of_view_are_no_profile() throws IOException {
        Profile whole = Heapcrest.profile(COMPLEX);
        List<Figures> twice = List.of(whole.figures().get(0), whole.figures().get(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Profile(
                        whole.header(),
                        whole.coverage(),
                        whole.frames(),
                        whole.stacks(),
                        whole.threads(),
                        whole.locations(),
                        twice,
                        whole.peakBytes(),
                        whole.peakRecord(),
                        whole.peakTime(),
                        whole.timeline(),
                        false));
    }
}
