package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.Heapcrest;
import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The profile of every capture is the same, to the byte, whether one thread reads it or two; a page is made of nothing else.
 */
class AheadProfilesTest {
    static List<Path> captures() throws IOException {
        try (Stream<Path> plain = Files.list(Path.of("testdata/captures"));
                Stream<Path> natives = Files.list(Path.of("testdata/captures-native"))) {
            return Stream.concat(plain, natives)
                    .filter(file -> file.toString().endsWith(".bin"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void both_ways_give_the_same_profile(Path capture) throws IOException {
        ProfileOptions options = ProfileOptions.DEFAULT;
        try {
            if (!Heapcrest.header(capture).aggregated()) {
                options = options.withTemporaryThreshold(1).withHistory(HistoryOptions.DEFAULT);
            }
        } catch (CaptureException refused) {
            return;
        }
        Profile alone = Heapcrest.profile(capture, options.withThreads(1));
        Profile ahead = Heapcrest.profile(capture, options.withThreads(2));
        assertEquals(alone.coverage(), ahead.coverage());
        assertArrayEquals(written(alone), written(ahead));
    }

    private static byte[] written(Profile profile) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        profile.writeTo(file);
        return file.toByteArray();
    }
}
