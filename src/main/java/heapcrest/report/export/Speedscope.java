package heapcrest.report.export;

import heapcrest.stacks.FrameTable;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file format of speedscope: one sampled profile of bytes and one of allocations, over shared frames. Frames and
 * the sum of weights stand in front, so the tree is walked several times rather than kept twice.
 */
final class Speedscope implements TreeExport {
    private static final String SCHEMA = "https://www.speedscope.app/file-format-schema.json";

    private final Map<String, Integer> extraFrames = new LinkedHashMap<>();

    @Override
    public void write(ExportView view, Writer out) throws IOException {
        int[] indexPlusOneByFrame = new int[view.tree().frames().count() + 1];
        JsonWriter json = new JsonWriter(out).beginObject();
        json.name("$schema").value(SCHEMA);
        json.name("shared").beginObject().name("frames").beginArray();
        int frameCount = writeFrames(view, indexPlusOneByFrame, json);
        json.endArray().endObject();
        json.name("profiles").beginArray();
        writeProfile("Memory", "bytes", true, view, indexPlusOneByFrame, frameCount, json);
        writeProfile("Allocations", "none", false, view, indexPlusOneByFrame, frameCount, json);
        json.endArray();
        json.name("name").value(view.profile().header().commandLine());
        json.name("activeProfileIndex").value(0);
        json.name("exporter").value("heapcrest");
        json.endObject();
        out.write('\n');
    }

    /** Those that occur, in order of first use; behind them the levels that are not frames. */
    private int writeFrames(ExportView view, int[] indexPlusOneByFrame, JsonWriter json) throws IOException {
        FrameTable frames = view.tree().frames();
        int count = 0;
        OwnRows rows = new OwnRows(view, false);
        while (rows.next()) {
            String outermost = StackNames.outermost(view, rows.thread(), rows.depth());
            if (outermost != null) {
                extraFrames.putIfAbsent(outermost, extraFrames.size());
            }
            for (int level = 0; level < rows.depth(); level++) {
                int frame = rows.frame(level);
                if (indexPlusOneByFrame[frame] != 0) {
                    continue;
                }
                indexPlusOneByFrame[frame] = ++count;
                json.newLine().beginObject().name("name").value(frames.function(frame));
                if (!frames.file(frame).isEmpty()) {
                    json.name("file").value(frames.file(frame));
                }
                if (frames.line(frame) > 0) {
                    json.name("line").value(frames.line(frame));
                }
                json.endObject();
            }
        }
        for (String name : extraFrames.keySet()) {
            json.newLine().beginObject().name("name").value(name).endObject();
        }
        return count;
    }
}
