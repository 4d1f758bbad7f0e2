package dev.heapcrest.report.export;

import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.report.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;

/**
 * The file format of speedscope: one sampled profile of bytes and one of allocations, over shared frames. Frames and
 * the sum of weights come first, so the tree is walked several times rather than kept twice.
 */
final class Speedscope implements TreeExport {
    private static final String SCHEMA = "https://www.speedscope.app/file-format-schema.json";

    private final Map<String, Integer> extraFrames = new HashMap<>();

    @Override
    public void write(ExportView view, Writer out) throws IOException {
        UsedFrames used = new UsedFrames(view.tree());
        JsonWriter json = new JsonWriter(out).beginObject();
        json.name("$schema").value(SCHEMA);
        json.name("shared").beginObject().name("frames").beginArray();
        writeFrames(view, used, json);
        json.endArray().endObject();
        json.name("profiles").beginArray();
        writeProfile("Memory", true, view, used, json);
        writeProfile("Allocations", false, view, used, json);
        json.endArray();
        json.name("name").value(view.profile().header().commandLine());
        json.name("activeProfileIndex").value(0);
        json.name("exporter").value("heapcrest");
        json.endObject();
        out.write('\n');
    }

    /** Behind the frames the levels that are not frames. */
    private void writeFrames(ExportView view, UsedFrames used, JsonWriter json) throws IOException {
        FrameTable frames = view.tree().frames();
        for (int i = 0; i < used.count(); i++) {
            int frame = used.frame(i);
            json.newLine().beginObject().name("name").value(frames.function(frame));
            if (!frames.file(frame).isEmpty()) {
                json.name("file").value(frames.file(frame));
            }
            if (frames.line(frame) > 0) {
                json.name("line").value(frames.line(frame));
            }
            json.endObject();
        }
        for (OwnRows rows = new OwnRows(view, false); rows.next(); ) {
            String outermost = StackNames.outermost(view, rows.thread(), rows.depth());
            if (outermost != null && extraFrames.putIfAbsent(outermost, used.count() + extraFrames.size()) == null) {
                json.newLine().beginObject().name("name").value(outermost).endObject();
            }
        }
    }

    private void writeProfile(String name, boolean bytes, ExportView view, UsedFrames used, JsonWriter json)
            throws IOException {
        json.newLine().beginObject().name("type").value("sampled").name("name").value(name);
        json.name("unit").value(bytes ? "bytes" : "none");
        json.name("startValue").value(0).name("endValue").value(sum(view, bytes));
        json.name("samples").beginArray();
        OwnRows rows = new OwnRows(view, false);
        while (rows.next()) {
            if (weight(rows, bytes) <= 0) {
                continue;
            }
            json.newLine().beginArray();
            String outermost = StackNames.outermost(view, rows.thread(), rows.depth());
            if (outermost != null) {
                json.value(extraFrames.getOrDefault(outermost, 0));
            }
            for (int level = 0; level < rows.depth(); level++) {
                json.value(used.indexOf(rows.frame(level)));
            }
            json.endArray();
        }
        json.endArray().name("weights").beginArray();
        for (OwnRows again = new OwnRows(view, false); again.next(); ) {
            if (weight(again, bytes) > 0) {
                json.value(weight(again, bytes));
            }
        }
        json.endArray().endObject();
    }

    private static long sum(ExportView view, boolean bytes) {
        long sum = 0;
        for (OwnRows rows = new OwnRows(view, false); rows.next(); ) {
            sum += Math.max(0, weight(rows, bytes));
        }
        return sum;
    }

    private static long weight(OwnRows rows, boolean bytes) {
        return bytes ? rows.bytes() : rows.count();
    }
}
