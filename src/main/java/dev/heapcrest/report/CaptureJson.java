package dev.heapcrest.report;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.Damage;
import dev.heapcrest.capture.DamageText;
import dev.heapcrest.capture.Limit;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.NativeImage;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import java.io.IOException;
import java.util.List;

/**
 * What all JSON of this program says about a capture, in the same words: {@code stats}, {@code transform json}, and the
 * page's summary (docs/json-format.md).
 */
public final class CaptureJson {
    private CaptureJson() {}

    /** The members for header, coverage and sums of each view, each on a line of its own. */
    public static void write(Profile profile, JsonWriter json) throws IOException {
        CaptureHeader header = profile.header();
        json.newLine().name("capture").beginObject();
        json.name("header_version").value(header.version());
        json.name("command_line").value(header.commandLine());
        json.name("program").value(ProgramName.of(header.commandLine()));
        json.name("private").value(profile.pathsLeftOut());
        json.name("pid").value(header.pid());
        json.name("python_version").value(header.pythonVersionText());
        json.name("python_allocator").value(header.pythonAllocatorName());
        json.name("trace_python_allocators").value(header.pythonAllocatorsTraced());
        json.name("native_traces").value(header.nativeTraces());
        json.name("aggregated").value(header.aggregated());
        json.name("object_lifetimes").value(header.objectLifetimesTracked());
        json.name("start_time_ms").value(header.startMillis());
        json.name("end_time_ms").value(header.endMillis());
        long recordedMillis = RecordedTime.millis(profile);
        if (recordedMillis != RecordedTime.UNKNOWN) {
            json.name("recorded_ms").value(recordedMillis);
        }
        // ids of old captures are pointers, which exceed what JSON readers keep exactly
        json.name("main_thread_id").value("0x" + Long.toHexString(header.mainThreadId()));
        json.endObject();

        Coverage coverage = profile.coverage();
        json.newLine().name("coverage").beginObject();
        json.name("state").value(coverage.state().text());
        json.name("records").value(coverage.records());
        json.name("allocation_records").value(coverage.allocationRecords());
        json.name("stream_bytes").value(coverage.streamBytes());
        json.name("input_bytes").value(coverage.inputBytes());
        if (coverage.inputSizeBytes() >= 0) {
            json.name("input_size_bytes").value(coverage.inputSizeBytes());
        }
        json.name("compressed").value(coverage.compressed());
        if (!coverage.complete()) {
            json.name("problem").value(DamageText.of(coverage));
            damages(json.name("damages"), coverage.damages());
        }
        json.endObject();

        json.newLine().name("peak_memory_bytes").value(profile.peakBytes());
        Profile.PeakTime peakTime = profile.peakTime();
        if (peakTime.known()) {
            json.newLine().name("peak_after_ms").value(peakTime.afterMillis());
            json.name("peak_before_ms").value(peakTime.beforeMillis());
        }
        for (Figures figures : profile.figures()) {
            View.Kind kind = figures.view().kind();
            json.newLine().name(kind.key()).beginObject();
            json.name("bytes").value(figures.totalBytes()).name("count").value(figures.totalCount());
            if (!kind.parameter().isEmpty()) {
                json.name(kind.parameter()).value(figures.view().parameter());
            }
            json.endObject();
        }
        if (!profile.frames().images().isEmpty()) {
            natives(NativeSummary.of(profile), json.newLine().name("native_symbols"));
        }
    }

    private static void natives(NativeSummary summary, JsonWriter json) throws IOException {
        json.beginObject();
        json.name("frames").value(summary.frames()).name("named_frames").value(summary.namedFrames());
        json.name("bytes").value(summary.bytes()).name("unnamed_bytes").value(summary.unnamedBytes());
        json.name("images").beginArray();
        for (NativeSummary.ImageRow row : summary.images()) {
            NativeImage image = row.image();
            json.newLine().beginObject().name("path").value(image.path());
            json.name("state").value(image.state()).name("symbols").value(image.symbols());
            json.name("file").value(image.file()).name("build_id").value(image.buildId());
            json.name("debug_file").value(image.debugFile()).name("trouble").value(image.trouble());
            json.name("frames").value(row.frames()).name("named_frames").value(row.namedFrames());
            json.name("bytes").value(row.bytes()).endObject();
        }
        json.endArray().endObject();
    }

    private static void damages(JsonWriter json, List<Damage> damages) throws IOException {
        json.beginArray();
        for (Damage damage : damages) {
            json.beginObject();
            json.name("kind").value(damage.kind().text());
            json.name("rule").value(damage.rule().text());
            if (!damage.record().isEmpty()) {
                json.name("record").value(damage.record());
            }
            json.name("offset").value(damage.offset());
            json.name("stream").value(damage.stream().text());
            Limit limit = damage.rule().limit();
            if (limit != null) {
                json.name("limit").value(limit.text());
            }
            json.endObject();
        }
        json.endArray();
    }
}
