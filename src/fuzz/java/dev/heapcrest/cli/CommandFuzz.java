package dev.heapcrest.cli;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.heapcrest.capture.EditedCaptures;
import dev.heapcrest.merge.AnyPartial;
import dev.heapcrest.testing.Cost;
import dev.heapcrest.testing.Edits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks for captures and partials of which a command says or writes what it should not:
 * {@code mvn -Pfuzz -Dtest=CommandFuzz#captures test}. The first byte chooses the command, the rest is a script of edits.
 */
class CommandFuzz {
    private static final String DURATION = "10m";
    private static final int SCRIPTS = 400;

    /** Loaded by the targets that change them. */
    private static final class Samples {
        static final List<List<byte[]>> CAPTURES = EditedCaptures.samples();
        static final List<List<byte[]>> PARTIALS = AnyPartial.samples();
    }

    /** What all inputs of a run share. */
    private static final class Commands {
        static final AnyCommand ANY = new AnyCommand(directory());

        private static Path directory() {
            try {
                Path made = Files.createTempDirectory("heapcrest-fuzz");
                made.toFile().deleteOnExit();
                return made;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    static Stream<byte[]> scripts() {
        return LongStream.range(0, SCRIPTS).mapToObj(seed -> {
            byte[] script = Edits.script(seed);
            byte[] all = Arrays.copyOf(script, script.length + 1);
            System.arraycopy(script, 0, all, 1, script.length);
            all[0] = (byte) (seed % AnyCommand.CHOICES);
            return all;
        });
    }

    private static byte[] rest(byte[] input) {
        return Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    }

    /** Recorded captures, changed by whole records, in all commands. */
    @MethodSource("scripts")
    @FuzzTest(maxDuration = DURATION)
    void captures(byte[] input) throws IOException {
        byte[] file = EditedCaptures.file(rest(input), Samples.CAPTURES);
        Cost.bounded(() -> Commands.ANY.check(file, input.length == 0 ? 0 : input[0]));
    }

    /** Partials that were changed by whole sections, in all commands. */
    @MethodSource("scripts")
    @FuzzTest(maxDuration = DURATION)
    void partials(byte[] input) throws IOException {
        byte[] file = AnyPartial.file(rest(input), Samples.PARTIALS);
        Cost.bounded(() -> Commands.ANY.check(file, input.length == 0 ? 0 : input[0]));
    }
}
