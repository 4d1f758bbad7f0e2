package dev.heapcrest.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.heapcrest.Heapcrest;
import dev.heapcrest.testing.Edits;
import dev.heapcrest.testing.SectionFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** What must hold for any bytes that are taken for a profile. */
public final class AnyProfile {
    private static final List<String> NAMES = List.of(
            "captures/complex-h13-py313-lz4",
            "captures/complex-h12-py38-m1.19.3-lz4",
            "captures/threads8-h6-py39-m1.0.3-raw",
            "captures/evilnames-h13-py313-lz4",
            "captures/cut-threads8-raw-0027027",
            "captures-native/forged-h13-raw");

    private AnyProfile() {}

    /** The sections of profiles, with memory over time and native frames. */
    public static List<List<byte[]>> samples() {
        return NAMES.stream().map(AnyProfile::sample).toList();
    }

    private static List<byte[]> sample(String name) {
        ProfileOptions options =
                ProfileOptions.DEFAULT.withTemporaryThreshold(1).withHistory(HistoryOptions.DEFAULT);
        try {
            return SectionFiles.parts(bytes(Heapcrest.profile(Path.of("testdata", name + ".bin"), options)));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The file of a changed sample. */
    public static byte[] file(byte[] script, List<List<byte[]>> samples) {
        return SectionFiles.checked(Edits.apply(script, samples, SectionFiles::joined));
    }

    /** It is refused with a {@link ProfileFormatException}, or it can be used, and is the same after it was written. */
    public static void check(byte[] file) throws IOException {
        Profile odd;
        try {
            odd = Profile.readFrom(new ByteArrayInputStream(file));
        } catch (ProfileFormatException refused) {
            return;
        }
        byte[] canonical = bytes(odd);
        assertArrayEquals(canonical, bytes(Profile.readFrom(new ByteArrayInputStream(canonical))));
        for (Figures figures : odd.figures()) {
            figures.bytes().sum();
            Heapcrest.tree(odd, figures.view().kind());
        }
    }

    private static byte[] bytes(Profile profile) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        profile.writeTo(bytes);
        return bytes.toByteArray();
    }
}
