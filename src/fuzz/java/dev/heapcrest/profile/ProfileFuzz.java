package dev.heapcrest.profile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.heapcrest.testing.Cost;
import dev.heapcrest.testing.Edits;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Looks for profiles that break what must hold for all: {@code mvn -Pfuzz -Dtest=ProfileFuzz#edited test}. */
class ProfileFuzz {
    private static final String DURATION = "10m";
    private static final int SCRIPTS = 400;

    private static final List<List<byte[]>> SAMPLES = AnyProfile.samples();

    static Stream<byte[]> scripts() {
        return LongStream.range(0, SCRIPTS).mapToObj(Edits::script);
    }

    /** Profiles that were changed by whole sections, whose lengths and checksum are right. */
    @MethodSource("scripts")
    @FuzzTest(maxDuration = DURATION)
    void edited(byte[] script) throws IOException {
        byte[] file = AnyProfile.file(script, SAMPLES);
        Cost.bounded(() -> AnyProfile.check(file));
    }
}
