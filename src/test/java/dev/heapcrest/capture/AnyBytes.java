package dev.heapcrest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.bytes.ByteInput;
import dev.heapcrest.bytes.StreamInput;
import dev.heapcrest.bytes.WindowSource;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.testing.Sinks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold for every input, capture or not: fuzzing looks for bytes that break it. */
public final class AnyBytes {
    /** The loop for frequent records takes three bytes of it: every record meets the end of a window. */
    private static final int SMALL_WINDOW_BYTES = 67;

    private AnyBytes() {}

    /** What was read; {@code refused} is the message of a {@link CaptureException}, all else null or empty then. */
    record Reading(
            @Nullable String refused,
            @Nullable CaptureHeader header,
            List<String> calls,
            @Nullable Coverage coverage) {

        /** Where a compressed capture ends early, the bytes used for it depend on the window. */
        Reading comparable() {
            Coverage told = coverage;
            return told == null
                    ? this
                    : new Reading(
                            refused,
                            header,
                            calls,
                            new Coverage(
                                    told.records(),
                                    told.allocationRecords(),
                                    told.streamBytes(),
                                    0,
                                    0,
                                    told.compressed(),
                                    told.damages()));
        }
    }

    /**
     * Small and large windows, with and without the loop for frequent records, deliver the same, and a second thread that
     * decodes ahead changes nothing; profiles are made.
     */
    public static void check(byte[] file) throws IOException {
        Reading whole = read(file, WindowSource.USUAL_BYTES, false);
        Reading small = read(file, SMALL_WINDOW_BYTES, false);
        requireSame(whole, small);
        assertEquals(whole, readAhead(file, WindowSource.USUAL_BYTES));
        assertEquals(small, readAhead(file, SMALL_WINDOW_BYTES));
        requireSame(whole, read(file, WindowSource.USUAL_BYTES, true));
        CaptureHeader header = whole.header();
        if (header != null) {
            requirePlausible(whole, file.length);
            requireProfile(file, header, whole);
        }
    }

    static Reading read(byte[] file, int windowBytes, boolean carefully) throws IOException {
        RecordStart starts = carefully ? offset -> {} : null;
        return read(
                file,
                windowBytes,
                (capture, calls) -> capture.header().aggregated()
                        ? capture.readAggregated(Sinks.log(AggregatedSink.class, calls), ReadProgress.NONE, starts)
                        : capture.read(Sinks.log(RecordSink.class, calls), ReadProgress.NONE, starts));
    }

    private static Reading readAhead(byte[] file, int windowBytes) throws IOException {
        return read(
                file,
                windowBytes,
                (capture, calls) -> capture.header().aggregated()
                        ? capture.readAggregated(Sinks.log(AggregatedSink.class, calls), ReadProgress.NONE)
                        : capture.readAhead(Sinks.log(RecordSink.class, calls), ReadProgress.NONE));
    }

    private interface Way {
        Coverage read(Capture capture, List<String> calls) throws IOException;
    }

    private static Reading read(byte[] file, int windowBytes, Way way) throws IOException {
        List<String> calls = new ArrayList<>();
        ByteInput input = new StreamInput(new ByteArrayInputStream(file));
        try (Capture capture = Capture.open(input, windowBytes, Limits.DEFAULT)) {
            Coverage coverage = way.read(capture, calls);
            return new Reading(null, capture.header(), calls, coverage);
        } catch (CaptureException refused) {
            return new Reading(refused.getMessage(), null, List.of(), null);
        }
    }

    private static void requireSame(Reading expected, Reading found) {
        assertEquals(expected.comparable(), found.comparable());
    }

    private static void requirePlausible(Reading reading, int fileBytes) {
        Coverage coverage = reading.coverage();
        assertTrue(
                coverage != null && coverage.inputBytes() <= fileBytes,
                () -> "more was read than there is: " + coverage);
        assertEquals(coverage.complete(), DamageText.of(coverage).isEmpty(), coverage::toString);
        assertTrue(coverage.compressed() || coverage.streamBytes() == coverage.inputBytes(), coverage::toString);
        assertTrue(coverage.allocationRecords() <= coverage.records(), coverage::toString);
    }

    private static void requireProfile(byte[] file, CaptureHeader header, Reading reading) throws IOException {
        ProfileOptions options = ProfileOptions.DEFAULT
                .withTemporaryThreshold(header.aggregated() ? -1 : 1)
                .withMaxMemoryRecords(10);
        try (Capture capture = Capture.open(new ByteArrayInputStream(file))) {
            Profile profile = HeapProfiler.profile(capture, options);
            Coverage logged = reading.coverage();
            // the profiler checks more, so it may stop earlier, but never later
            assertTrue(
                    logged != null && profile.coverage().streamBytes() <= logged.streamBytes(),
                    () -> profile.coverage() + " after " + logged);
        }
    }
}
