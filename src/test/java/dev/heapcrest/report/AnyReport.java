package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.heapcrest.Heapcrest;
import dev.heapcrest.aggregate.CaptureCompactor;
import dev.heapcrest.aggregate.CompactedCapture;
import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.AggregatedCaptureWriter;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialOptions;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.export.ExportFormat;
import dev.heapcrest.report.export.ExportTooLargeException;
import dev.heapcrest.report.text.Series;
import dev.heapcrest.report.text.Stats;
import dev.heapcrest.symbols.SymbolSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.function.UnaryOperator;

/** What must hold for every output of any bytes that are taken for a capture. */
public final class AnyReport {
    /** Those that are no export of a profile without memory over time. */
    private static final int PAGES_AND_OTHERS = 9;

    /** What {@link #check} can be asked for. */
    public static final int OUTPUTS = PAGES_AND_OTHERS + ExportFormat.values().length;

    private AnyReport() {}

    /** Makes one of the outputs; a capture that is none makes none. */
    public static void check(byte[] file, int output) throws IOException {
        try {
            switch (Math.floorMod(output, OUTPUTS)) {
                case 0 -> page(profile(file, ProfileOptions.DEFAULT));
                case 1 -> page(profile(file, ProfileOptions.DEFAULT.withHistory(HistoryOptions.DEFAULT)));
                case 2 -> page(profile(file, ProfileOptions.DEFAULT.withTemporaryThreshold(2)));
                case 3 -> page(PrivateProfile.of(profile(file, ProfileOptions.DEFAULT)));
                case 4 -> partial(file);
                case 5 -> compact(file);
                case 6 -> stats(file);
                case 7 -> page(profile(file, ProfileOptions.DEFAULT.withHistory(new HistoryOptions(2, null, null))));
                case 8 ->
                    export(
                            profile(file, ProfileOptions.DEFAULT.withHistory(HistoryOptions.DEFAULT)),
                            ExportFormat.JSON);
                default ->
                    export(
                            profile(file, ProfileOptions.DEFAULT),
                            ExportFormat.values()[Math.floorMod(output, OUTPUTS) - PAGES_AND_OTHERS]);
            }
        } catch (CaptureException | UnsupportedProfileException | ExportTooLargeException refused) {
            // with a sentence
        }
    }

    private static Profile profile(byte[] file, ProfileOptions options) throws IOException {
        return Heapcrest.profile(new ByteArrayInputStream(file), options);
    }

    private static void page(Profile profile) throws IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        Heapcrest.writePage(profile, View.Kind.PEAK, ReportOptions.of("x.bin"), page);
        String html = page.toString(StandardCharsets.UTF_8);
        assertTrue(html.stripTrailing().endsWith("</html>"), "the page has no end");
        String summary = "<script type=\"application/json\" id=\"summary\">";
        int from = html.indexOf(summary) + summary.length();
        assertTrue(JsonParser.parseString(html.substring(from, html.indexOf("</script>", from)))
                .isJsonObject());
    }

    private static void export(Profile profile, ExportFormat format) throws IOException {
        ByteArrayOutputStream export = new ByteArrayOutputStream();
        Heapcrest.export(profile, format, View.Kind.PEAK, true, export);
        if (format.suffix().endsWith(".json")) {
            assertTrue(JsonParser.parseString(export.toString(StandardCharsets.UTF_8))
                    .isJsonObject());
        }
    }

    private static void stats(byte[] file) throws IOException {
        HeapProfiler.WithTotals read;
        try (Capture capture = Capture.open(new ByteArrayInputStream(file))) {
            ProfileOptions options = capture.header().aggregated()
                    ? ProfileOptions.DEFAULT
                    : ProfileOptions.DEFAULT.withHistory(HistoryOptions.PEAKS);
            read = HeapProfiler.profileWithTotals(
                    capture, options, SymbolSource.NONE, new RunModules(capture.header()));
        }
        StringBuilder text = new StringBuilder();
        new Stats(read.profile(), read.totals(), "x.bin", 5).text(text);
        new Stats(read.profile(), read.totals(), "x.bin", 5).json(text.delete(0, text.length()));
        assertTrue(JsonParser.parseString(text.toString()).isJsonObject());
        Series.json(read.profile(), text.delete(0, text.length()));
        JsonParser.parseString(text.toString());
    }

    private static void partial(byte[] file) throws IOException {
        HeapProfiler.WithSpans read;
        try (Capture capture = Capture.open(new ByteArrayInputStream(file))) {
            read = HeapProfiler.profileWithSpans(capture, ProfileOptions.DEFAULT);
        }
        Partial.Origin origin =
                new Partial.Origin("x.bin", "x", Collections.emptySortedMap(), UnaryOperator.identity());
        Partial partial;
        try {
            partial = Partial.of(
                    PartialOptions.DEFAULT,
                    origin,
                    read.profile(),
                    Heapcrest.tree(read.profile(), View.Kind.PEAK),
                    read.spans());
        } catch (ArithmeticException beyond) {
            // figures of one capture below 2^63 may have differences above; the command says so
            return;
        }
        byte[] written = bytes(partial);
        assertArrayEquals(written, bytes(Partial.readFrom(new ByteArrayInputStream(written))));
    }

    private static byte[] bytes(Partial partial) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        partial.writeTo(bytes);
        return bytes.toByteArray();
    }

    private static void compact(byte[] file) throws IOException {
        CompactedCapture compacted;
        try (Capture capture = Capture.open(new ByteArrayInputStream(file))) {
            compacted = CaptureCompactor.compact(capture, ProfileOptions.DEFAULT);
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        compacted.writeTo(AggregatedCaptureWriter.NEWEST, false, written);
        Profile again = profile(written.toByteArray(), ProfileOptions.DEFAULT);
        assertEquals(compacted.coverage().complete(), again.coverage().complete(), again.coverage()::toString);
        assertEquals(
                compacted.heldAtPeakBytes(),
                again.figures(View.Kind.PEAK).bytes().sum());
    }
}
