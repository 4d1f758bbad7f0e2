package dev.heapcrest.report;

import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialTree;
import dev.heapcrest.merge.PeakOfSum;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.View;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Format "heapcrest-merge": the figures of many captures, and a row for each (docs/json-format.md). */
public final class MergeJson {
    private static final int VERSION = 1;

    private MergeJson() {}

    /**
     * Writes it all.
     *
     * @param peakOfSum null where it is not known
     * @param groups empty where nobody asked for groups
     * @throws IOException what the writer throws
     */
    public static void write(
            Partial partial, @Nullable PeakOfSum peakOfSum, List<CaptureGroups.Group> groups, Writer out)
            throws IOException {
        JsonWriter json = new JsonWriter(out).beginObject();
        json.newLine().name("format").value("heapcrest-merge").name("version").value(VERSION);
        json.newLine().name("options").value(partial.options().text());
        states(partial, json);
        rows("captures", partial.rows(), json);
        sums(partial, peakOfSum, json);
        groups(groups, json);
        frames(partial.tree(), json);
        nodes(partial.tree(), json);
        extremes(partial.tree(), json);
        allocations(partial.tree(), json);
        json.newLine().endObject();
        out.write('\n');
    }

    /**
     * What the metadata of a page says of several captures: members that a page of one capture has, too, and how many there
     * are.
     *
     * @throws IOException what the writer throws
     */
    public static void sums(ManyCaptures many, JsonWriter json) throws IOException {
        Partial partial = many.partial();
        PartialTree tree = partial.tree();
        states(partial, json);
        json.name("split_captures").value(many.split());
        json.newLine().name("capture").beginObject();
        json.name("program").value(many.program());
        json.name("start_time_ms").value(many.startMillis()).endObject();
        sums(partial, many.peakOfSum(), json);
        json.newLine().name("peak_memory_bytes").value(tree.totalBytes(View.Kind.PEAK));
        for (View.Kind kind : tree.views()) {
            json.newLine().name(kind.key()).beginObject();
            json.name("bytes").value(tree.totalBytes(kind)).name("count").value(tree.totalCount(kind));
            json.endObject();
        }
    }

    private static void states(Partial partial, JsonWriter json) throws IOException {
        json.newLine().name("capture_count").value(partial.captures());
        for (CaptureRow.State state : CaptureRow.State.values()) {
            json.name(state.text()).value(partial.captures(state));
        }
    }

    static void rows(String name, List<CaptureRow> rows, JsonWriter json) throws IOException {
        json.newLine().name(name).beginArray();
        for (CaptureRow row : rows) {
            json.newLine().beginObject();
            json.name("identity").value(row.identity());
            json.name("name").value(row.name());
            json.name("state").value(row.state().text());
            json.name("peak_bytes").value(row.peakBytes());
            json.name("peak_count").value(row.peakCount());
            json.name("leaked_bytes").value(row.leakedBytes());
            json.name("leaked_count").value(row.leakedCount());
            json.name("peak_memory_bytes").value(row.peakMemoryBytes());
            json.name("start_time_ms").value(row.startMillis());
            json.name("end_time_ms").value(row.endMillis());
            json.name("allocation_records").value(row.allocationRecords());
            json.name("largest_sample_gap_ms").value(row.largestGapMillis());
            json.name("labels").beginObject();
            for (Map.Entry<String, String> label : row.labels().entrySet()) {
                json.name(label.getKey()).value(label.getValue());
            }
            json.endObject();
            json.name("problem").value(row.problem().isEmpty() ? null : row.problem());
            json.endObject();
        }
        json.newLine().endArray();
    }

    private static void sums(Partial partial, @Nullable PeakOfSum peakOfSum, JsonWriter json) throws IOException {
        PartialTree tree = partial.tree();
        json.newLine().name("sum_of_peaks_bytes").value(tree.totalBytes(View.Kind.PEAK));
        json.name("sum_of_peaks_count").value(tree.totalCount(View.Kind.PEAK));
        json.newLine().name("leaked_bytes").value(tree.totalBytes(View.Kind.LEAKS));
        json.name("leaked_count").value(tree.totalCount(View.Kind.LEAKS));
        json.newLine().name("peak_of_sum");
        if (peakOfSum == null) {
            json.value(null);
        } else {
            json.beginObject();
            json.name("bytes").value(peakOfSum.bytes());
            json.name("bound_bytes").value(peakOfSum.boundBytes());
            json.name("time_ms").value(peakOfSum.millis());
            json.name("captures").value(peakOfSum.captures());
            json.name("largest_sample_gap_ms").value(partial.largestGapMillis());
            if (tree.views().contains(View.Kind.TOGETHER)) {
                json.name("together_bytes").value(tree.totalBytes(View.Kind.TOGETHER));
                json.name("together_count").value(tree.totalCount(View.Kind.TOGETHER));
            }
            json.endObject();
        }
    }

    private static void groups(List<CaptureGroups.Group> groups, JsonWriter json) throws IOException {
        if (groups.isEmpty()) {
            return;
        }
        json.newLine().name("groups").beginArray();
        for (CaptureGroups.Group group : groups) {
            json.newLine().beginObject();
            json.name("labels").beginObject();
            for (Map.Entry<String, String> label : group.labels().entrySet()) {
                json.name(label.getKey()).value(label.getValue());
            }
            json.endObject();
            json.name("captures").value(group.captures());
            json.name("sum_of_peaks_bytes").value(group.peakBytes());
            json.name("largest_peak_bytes").value(group.largestPeakBytes());
            json.name("largest_peak_capture").value(group.largestPeak());
            json.name("leaked_bytes").value(group.leakedBytes());
            json.endObject();
        }
        json.newLine().endArray();
    }

    static void frames(PartialTree tree, JsonWriter json) throws IOException {
        FrameTable frames = tree.frames();
        json.newLine().name("frames").beginArray();
        for (int frame = 1; frame <= frames.count(); frame++) {
            json.newLine().beginObject();
            json.name("function").value(frames.function(frame));
            json.name("file").value(frames.file(frame));
            json.name("line").value(frames.line(frame)).endObject();
        }
        json.newLine().endArray();
    }

    /** Pairs of parent node and frame, for all nodes but the root. */
    private static void nodes(PartialTree tree, JsonWriter json) throws IOException {
        int[] parents = tree.parents();
        json.newLine().name("nodes").beginArray();
        for (int node = 1; node < tree.nodeCount(); node++) {
            json.newLine().beginArray();
            json.value(parents[node]).value(tree.frame(node) - 1).endArray();
        }
        json.newLine().endArray();
    }

    /** For every node, the root included: what it holds with all below it, in the captures that have it. */
    private static void extremes(PartialTree tree, JsonWriter json) throws IOException {
        json.newLine().name("node_extremes").beginArray();
        for (int node = 0; tree.captures(0) > 0 && node < tree.nodeCount(); node++) {
            json.newLine().beginArray();
            json.value(tree.captures(node));
            json.value(tree.smallestBytes(View.Kind.PEAK, node));
            json.value(tree.largestBytes(View.Kind.PEAK, node));
            json.value(tree.largestCapture(View.Kind.PEAK, node));
            json.endArray();
        }
        json.newLine().endArray();
    }

    private static void allocations(PartialTree tree, JsonWriter json) throws IOException {
        json.newLine().name("allocations").beginArray();
        boolean aligned = tree.views().contains(View.Kind.TOGETHER);
        for (int node = 0; node < tree.nodeCount(); node++) {
            long togetherBytes = aligned ? tree.bytes(View.Kind.TOGETHER, node) : 0;
            long togetherCount = aligned ? tree.count(View.Kind.TOGETHER, node) : 0;
            long peakBytes = tree.bytes(View.Kind.PEAK, node);
            long peakCount = tree.count(View.Kind.PEAK, node);
            long leakedBytes = tree.bytes(View.Kind.LEAKS, node);
            long leakedCount = tree.count(View.Kind.LEAKS, node);
            boolean any = (peakBytes | peakCount | leakedBytes | leakedCount | togetherBytes | togetherCount) != 0;
            if (!any) {
                continue;
            }
            json.newLine().beginObject();
            json.name("node").value(node);
            json.name("peak_bytes").value(peakBytes).name("peak_count").value(peakCount);
            json.name("leaked_bytes").value(leakedBytes).name("leaked_count").value(leakedCount);
            if (aligned) {
                json.name("together_bytes")
                        .value(togetherBytes)
                        .name("together_count")
                        .value(togetherCount);
            }
            json.name("captures").value(tree.captures(node));
            json.name("largest_bytes").value(tree.largestBytes(View.Kind.PEAK, node));
            json.name("largest_capture").value(tree.largestCapture(View.Kind.PEAK, node));
            json.endObject();
        }
        json.newLine().endArray();
    }
}
