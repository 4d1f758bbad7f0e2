package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A run whose classes are archived answers as any other. */
class RehearsalTest {
    private static final String CAPTURE =
            Path.of("testdata/captures/gens-h13-py313-pyalloc-lz4.bin").toString();

    @Test
    void a_rehearsal_says_the_same() {
        CommandRun plain = CommandRun.of("stats", CAPTURE);
        System.setProperty(Rehearsal.PROPERTY, "true");
        try {
            CommandRun rehearsal = CommandRun.of("stats", CAPTURE);
            assertEquals(plain.outText(), rehearsal.outText());
            assertEquals(plain.exitCode(), rehearsal.exitCode());
        } finally {
            System.clearProperty(Rehearsal.PROPERTY);
        }
    }
}
