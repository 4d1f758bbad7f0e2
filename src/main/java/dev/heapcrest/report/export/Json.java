package dev.heapcrest.report.export;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.CaptureJson;
import dev.heapcrest.report.JsonWriter;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;

/** Our own format: the call tree with its own values, and what is known about the capture; docs/json-format.md. */
final class Json implements TreeExport {
    private static final int VERSION = 1;

    @Override
    public void write(ExportView view, Writer out) throws IOException {
        JsonWriter json = new JsonWriter(out).beginObject();
        json.newLine().name("format").value("heapcrest").name("version").value(VERSION);
        json.newLine().name("view").value(view.figures().view().kind().key());
        if (!view.kind().parameter().isEmpty()) {
            json.name(view.kind().parameter()).value(view.figures().view().parameter());
        }
        json.name("split_threads").value(view.splitThreads());
        CaptureJson.write(view.profile(), json);
        writeThreads(view.profile().threads(), json);
        UsedFrames used = new UsedFrames(view.tree());
        writeFrames(used, view.tree().frames(), json);
        writeNodes(view.tree(), used, json);
        writeAllocations(view, json);
        if (view.profile().history().known()) {
            writeBuckets(view.profile().history(), json);
            writeLifetimes(view.tree(), json);
        }
        json.newLine().endObject();
        out.write('\n');
    }

    private static void writeThreads(Profile.Threads threads, JsonWriter json) throws IOException {
        json.newLine().name("threads").beginArray();
        for (int i = 0; i < threads.count(); i++) {
            json.newLine().beginObject();
            json.name("id").value(threads.idText(i));
            json.name("name").value(threads.names().get(i)).endObject();
        }
        json.newLine().endArray();
    }

    private static void writeFrames(UsedFrames used, FrameTable frames, JsonWriter json) throws IOException {
        json.newLine().name("frames").beginArray();
        for (int i = 0; i < used.count(); i++) {
            int frame = used.frame(i);
            json.newLine().beginObject();
            json.name("function").value(frames.function(frame));
            json.name("file").value(frames.file(frame));
            json.name("line").value(frames.line(frame));
            int image = frames.image(frame);
            if (image != 0) {
                json.name("native").value(true);
                json.name("module").value(frames.images().get(image - 1).path());
            }
            json.endObject();
        }
        json.newLine().endArray();
    }

    /** Pairs of parent node and frame, for all nodes but the root. */
    private static void writeNodes(CallTree tree, UsedFrames used, JsonWriter json) throws IOException {
        json.newLine().name("nodes").beginArray();
        int[] parentAtDepth = new int[64];
        for (int node = 1; node < tree.nodeCount(); node++) {
            int depth = tree.depths()[node];
            if (depth == parentAtDepth.length) {
                parentAtDepth = Arrays.copyOf(parentAtDepth, 2 * depth);
            }
            parentAtDepth[depth] = node;
            json.newLine().beginArray();
            json.value(parentAtDepth[depth - 1])
                    .value(used.indexOf(tree.nodeFrames()[node]))
                    .endArray();
        }
        json.newLine().endArray();
    }

    private static void writeBuckets(History history, JsonWriter json) throws IOException {
        json.newLine().name("first_bucket").value(history.range().first());
        json.name("last_bucket").value(history.range().last());
        json.newLine().name("buckets").beginArray();
        History.Buckets buckets = history.buckets();
        for (int i = 0; i < buckets.count(); i++) {
            json.newLine().beginObject().name("end_time_ms");
            long millis = buckets.endMillis().get(i);
            if (millis == History.NO_TIME) {
                json.value((String) null);
            } else {
                json.value(millis);
            }
            json.name("records").value(buckets.records().get(i));
            json.name("mark_record").value(buckets.markRecord().get(i));
            json.name("mark_bytes").value(buckets.markBytes().get(i));
            json.name("end_bytes").value(buckets.endBytes().get(i)).endObject();
        }
        json.newLine().endArray();
    }

    private static void writeLifetimes(CallTree tree, JsonWriter json) throws IOException {
        json.newLine().name("lifetimes").beginArray();
        History.Lifetimes lifetimes = tree.lifetimes();
        for (int i = 0; i < lifetimes.count(); i++) {
            int own = lifetimes.locations().get(i);
            json.newLine().beginObject().name("node").value(tree.ownNodes()[own]);
            json.name("thread").value(tree.ownThreads()[own]);
            json.name("allocator").value(Allocator.of(tree.ownAllocators()[own]).text());
            json.name("born").value(lifetimes.born().get(i)).name("died");
            if (lifetimes.died().get(i) == History.NEVER) {
                json.value((String) null);
            } else {
                json.value(lifetimes.died().get(i));
            }
            json.name("count").value(lifetimes.counts().get(i));
            json.name("bytes").value(lifetimes.bytes().get(i)).endObject();
        }
        json.newLine().endArray();
    }

    private static void writeAllocations(ExportView view, JsonWriter json) throws IOException {
        json.newLine().name("allocations").beginArray();
        OwnRows rows = new OwnRows(view, true);
        while (rows.next()) {
            json.newLine().beginObject().name("node").value(rows.node());
            if (rows.thread() >= 0) {
                json.name("thread").value(rows.thread());
            }
            json.name("allocator").value(Allocator.of(rows.allocator()).text());
            json.name("bytes")
                    .value(rows.bytes())
                    .name("count")
                    .value(rows.count())
                    .endObject();
        }
        json.newLine().endArray();
    }
}
