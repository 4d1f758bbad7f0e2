package dev.heapcrest;

import dev.heapcrest.capture.AnyBytes;
import dev.heapcrest.capture.EditedCaptures;
import dev.heapcrest.cli.AnyCommand;
import dev.heapcrest.merge.AnyPartial;
import dev.heapcrest.profile.AnyProfile;
import dev.heapcrest.report.AnyReport;
import dev.heapcrest.testing.Cost;
import dev.heapcrest.testing.Edits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What fuzzing looks for, for some hundred scripts of edits: files that were changed by whole records and sections.
 * {@code -Dscripts=N} tries more, {@code -Dseed=N} others.
 */
class EditedInputsTest {
    private static final int SCRIPTS = Integer.getInteger("scripts", 150);
    private static final long FIRST = Long.getLong("seed", 1);

    private interface Check {
        void of(byte[] script, int number) throws IOException;
    }

    private static void eachScript(Check check) throws IOException {
        for (int number = 0; number < SCRIPTS; number++) {
            byte[] script = Edits.script(FIRST + number);
            int now = number;
            try {
                Cost.bounded(() -> check.of(script, now));
            } catch (RuntimeException | Error | IOException e) {
                throw new AssertionError("script of seed " + (FIRST + number), e);
            }
        }
    }

    @Test
    void edited_captures_read_alike_in_every_way() throws IOException {
        List<List<byte[]>> samples = EditedCaptures.samples();
        eachScript((script, number) -> AnyBytes.check(EditedCaptures.file(script, samples)));
    }

    @Test
    void edited_captures_give_whole_outputs_or_a_sentence() throws IOException {
        List<List<byte[]>> samples = EditedCaptures.samples();
        eachScript((script, number) -> AnyReport.check(EditedCaptures.file(script, samples), number));
    }

    @Test
    void edited_profiles_are_refused_or_whole() throws IOException {
        List<List<byte[]>> samples = AnyProfile.samples();
        eachScript((script, number) -> AnyProfile.check(AnyProfile.file(script, samples)));
    }

    @Test
    void edited_partials_are_refused_or_whole() throws IOException {
        List<List<byte[]>> samples = AnyPartial.samples();
        eachScript((script, number) -> AnyPartial.check(AnyPartial.file(script, samples)));
    }

    @Test
    void every_command_ends_well_for_edited_captures(@TempDir Path directory) throws IOException {
        List<List<byte[]>> samples = EditedCaptures.samples();
        AnyCommand any = new AnyCommand(directory);
        eachScript((script, number) -> any.check(EditedCaptures.file(script, samples), number));
    }

    @Test
    void every_command_ends_well_for_edited_partials(@TempDir Path directory) throws IOException {
        List<List<byte[]>> samples = AnyPartial.samples();
        AnyCommand any = new AnyCommand(directory);
        eachScript((script, number) -> any.check(AnyPartial.file(script, samples), number));
    }
}
