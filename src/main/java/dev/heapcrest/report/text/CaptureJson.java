package dev.heapcrest.report.text;

import dev.heapcrest.aggregate.HeapProfile;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.Damage;
import dev.heapcrest.capture.DamageText;
import dev.heapcrest.capture.Limit;
import java.io.IOException;
import java.util.List;

/** What a capture says about itself and how much of it was read, as members of a JSON object (docs/json-format.md). */
public final class CaptureJson {
    private CaptureJson() {}

    /** The members {@code capture} and {@code coverage}, each on a line of its own. */
    public static void write(HeapProfile profile, JsonWriter json) throws IOException {
        CaptureHeader header = profile.header();
        json.newLine().name("capture").beginObject();
        json.name("header_version").value(header.version());
        json.name("command_line").value(header.commandLine());
        json.name("pid").value(header.pid());
        json.name("python_version").value(header.pythonVersionText());
        json.name("python_allocator").value(header.pythonAllocatorName());
        json.name("trace_python_allocators").value(header.pythonAllocatorsTraced());
        json.name("native_traces").value(header.nativeTraces());
        json.name("aggregated").value(header.aggregated());
        json.name("object_lifetimes").value(header.objectLifetimesTracked());
        json.name("start_time_ms").value(header.startMillis());
        json.name("end_time_ms").value(header.endMillis());
        json.name("main_thread_id").value(header.mainThreadId());
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
