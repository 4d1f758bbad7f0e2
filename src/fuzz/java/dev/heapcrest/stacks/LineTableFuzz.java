package dev.heapcrest.stacks;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.heapcrest.testing.Cost;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Looks for line tables whose lines differ from the plain reading: {@code mvn -Pfuzz -Dtest=LineTableFuzz#table test}. */
class LineTableFuzz {
    private static final String DURATION = "10m";

    /** Short and long tables of any bytes. */
    static Stream<byte[]> tables() {
        return LongStream.range(0, 60).mapToObj(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] table = new byte[12 + random.nextInt(seed % 2 == 0 ? 60 : 1_500)];
            random.nextBytes(table);
            return table;
        });
    }

    /** Tables of all versions of Python. */
    @MethodSource("tables")
    @FuzzTest(maxDuration = DURATION)
    void table(byte[] input) throws IOException {
        Cost.bounded(() -> AnyLineTable.check(input));
    }
}
