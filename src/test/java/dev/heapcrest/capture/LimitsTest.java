package dev.heapcrest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.testing.AggregatedCaptureWriter;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.RandomProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What limits are, and that each of them works. */
class LimitsTest {
    private static final int MALLOC = Allocator.MALLOC.number();

    @ParameterizedTest
    @CsvSource({
        "STRING_BYTES, 16777216",
        "LINE_TABLE_BYTES, 67108864",
        "HEADER_BYTES, 67108864",
        "STACK_FRAMES, 16777216",
        "THREADS, 134217728",
        "CODE_OBJECTS, 536870912",
        "CODE_OBJECT_IDS, 2147483648",
        "FRAMES, 268435456",
        "STACKS, 2147483638",
        "LOCATIONS, 429496727",
        "SEARCH_PATHS, 65536",
        "MAPPINGS, 1048576",
        "MAPPING_STEPS, 4194304",
    })
    void usualValues(Limit limit, long usual) {
        assertEquals(usual, Limits.DEFAULT.of(limit));
        assertTrue(limit.highest() >= usual);
    }

    @ParameterizedTest
    @EnumSource
    void limitsAreSetOneByOneAndInRange(Limit limit) {
        Limits low = Limits.DEFAULT.with(limit, 5);
        for (Limit other : Limit.values()) {
            assertEquals(other == limit ? 5 : other.usual(), low.of(other));
        }
        assertEquals(limit.usual(), Limits.DEFAULT.of(limit));
        assertThrows(IllegalArgumentException.class, () -> Limits.DEFAULT.with(limit, 0));
        assertThrows(IllegalArgumentException.class, () -> Limits.DEFAULT.with(limit, limit.highest() + 1));
        assertEquals(
                limit.highest(), Limits.DEFAULT.with(limit, limit.highest()).of(limit));
    }

    /** One thread after the other, each in a function of its own, four deep; nothing is freed. */
    private static byte[] program(int version) {
        CaptureWriter writer = new CaptureWriter(RandomProgram.header(version, version));
        for (int thread = 1; thread <= 20; thread++) {
            writer.contextSwitch(thread);
            writer.threadName("n".repeat(300));
            for (int depth = 0; depth < 4; depth++) {
                int code = 4 * thread + depth;
                if (version < 12) {
                    writer.frameDefinition(code, "f" + code, "f.py", code, true);
                    writer.framePush(code);
                } else {
                    writer.codeObject(code, "f" + code, "f.py", code, new byte[40]);
                    writer.codeFramePush(code, 0, true);
                }
                writer.allocation(MALLOC, 4096L * code, 10, 0);
            }
        }
        writer.trailer();
        return writer.stream();
    }

    @ParameterizedTest
    @CsvSource({
        "STRING_BYTES, 250, 13, a string is longer than 250 bytes",
        "LINE_TABLE_BYTES, 30, 13, a line table of 40 bytes (at most 30 are accepted)",
        "STACK_FRAMES, 3, 13, more than 3 frames on one stack",
        "THREADS, 7, 13, more than 7 threads",
        "CODE_OBJECTS, 30, 13, more than 30 code objects",
        "CODE_OBJECT_IDS, 30, 13, code object id 30 is 30 or more",
        "FRAMES, 30, 13, more than 30 distinct frames",
        "FRAMES, 30, 9, more than 30 distinct frames",
        "STACKS, 30, 13, more than 30 distinct call stacks",
        "LOCATIONS, 30, 13, more than 30 places that allocate",
    })
    void aLimitThatIsReachedIsToldAndWhatWasReadIsKept(Limit limit, int value, int version, String sentence)
            throws IOException {
        byte[] file = program(version);
        try (Capture capture = Capture.open(new ByteArrayInputStream(file), Limits.DEFAULT.with(limit, value))) {
            assertEquals(value, capture.limits().of(limit));
            Profile profile = HeapProfiler.profile(capture, ProfileOptions.DEFAULT.withTemporaryThreshold(2));
            Coverage coverage = profile.coverage();
            assertEquals(1, coverage.damages().size(), coverage::toString);
            Damage damage = coverage.damages().get(0);
            assertEquals(Damage.Kind.LIMIT, damage.kind());
            assertEquals(limit, damage.rule().limit());
            assertEquals(Coverage.State.DAMAGED, coverage.state());
            assertTrue(DamageText.of(coverage).startsWith(sentence + " ("), DamageText.of(coverage));
            assertEquals(
                    10 * coverage.allocationRecords(),
                    profile.figures(View.Kind.LEAKS).totalBytes());
            assertEquals(10 * coverage.allocationRecords(), profile.peakBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "THREADS, 7, more than 7 threads",
        "FRAMES, 30, more than 30 distinct frames",
        "STACKS, 30, more than 30 distinct call stacks",
        "LOCATIONS, 15, more than 15 places that allocate",
    })
    void limitsHoldForAggregatedCapturesToo(Limit limit, int value, String sentence) throws IOException {
        try (Capture capture =
                Capture.open(new ByteArrayInputStream(aggregated()), Limits.DEFAULT.with(limit, value))) {
            Profile profile = HeapProfiler.profile(capture, ProfileOptions.DEFAULT);
            Coverage coverage = profile.coverage();
            assertEquals(limit, coverage.damages().get(0).rule().limit());
            assertTrue(DamageText.of(coverage).startsWith(sentence + " ("), DamageText.of(coverage));
            assertEquals(
                    10 * coverage.allocationRecords(),
                    profile.figures(View.Kind.LEAKS).totalBytes());
        }
    }

    private static byte[] aggregated() {
        CaptureHeader header = new CaptureHeader(
                13, 0x030D_00F0, false, true, 0, 0, 0, 0, "", 1, 1, 0, 1, false, false, "", List.of(), List.of());
        AggregatedCaptureWriter writer = new AggregatedCaptureWriter(header);
        AggregatedSink.Figures figures = new AggregatedSink.Figures();
        figures.peakBytes = 10;
        figures.leakBytes = 10;
        figures.peakCount = 1;
        figures.leakCount = 1;
        for (int number = 1; number <= 40; number++) {
            writer.codeObject(number, "f" + number, "f.py", number, new byte[0]);
            writer.codeFrameDefinition(number, number, 0, true);
            writer.stackTreeNode(number, number - 1);
            writer.aggregatedAllocation(number, MALLOC, 0, number, 0, figures);
        }
        writer.trailer();
        return writer.stream();
    }

    /** Two numbers share a word where one is left room by the other. */
    @Test
    void packedNumbersLeaveEachOtherRoom() {
        assertEquals(Limit.STACK_FRAMES.highest(), 1L << Limit.STACK_FRAME_BITS);
        assertEquals(Limit.THREADS.highest(), 1L << Limit.THREAD_BITS);
        assertEquals(Integer.SIZE - 1, Limit.THREAD_BITS + Allocator.NUMBER_BITS);
        assertTrue(Limit.LOCATIONS.highest() * Limit.FIGURES_OF_LOCATION <= Limit.LONGEST_ARRAY);
    }
}
