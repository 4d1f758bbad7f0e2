package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures of many captures against the sums of memray's own answers, stack by stack. */
class MergedCapturesTest {
    private static final List<String> NAMES = List.of(
            "forks-h13-py313-lz4",
            "forks-h13-py313-lz4.child1",
            "forks-h13-py313-lz4.child2",
            "forks-h13-py313-lz4.child3",
            "forks-h13-py313-lz4.child4",
            "forks-h13-py313-lz4.child5",
            "complex-h13-py313-lz4",
            "complex-h11-py311-m1.11.0-raw",
            "threads8-h13-py313-lz4",
            "threads8-h8-py310-m1.3.1-lz4");

    private static JsonObject merge(List<String> names, String... options) {
        List<String> arguments = new ArrayList<>(List.of("merge", "--json", "-", "-q"));
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.ofCaptures(names, arguments.toArray(new String[0]));
        return JsonParser.parseString(run.outText()).getAsJsonObject();
    }

    private static int[] stacks(JsonObject merged, TextStacks stacks) {
        return stacks(merged, stacks, false);
    }

    private static boolean isUnnamed(JsonObject frame) {
        String file = frame.get("file").getAsString();
        return frame.get("function").getAsString().startsWith(file.substring(file.lastIndexOf('/') + 1) + "+0x");
    }

    /** @param pythonAlone native frames, which have no names here, are left out */
    private static int[] stacks(JsonObject merged, TextStacks stacks, boolean pythonAlone) {
        JsonArray frames = merged.getAsJsonArray("frames");
        JsonArray nodes = merged.getAsJsonArray("nodes");
        int[] ids = new int[nodes.size() + 1];
        for (int node = 1; node < ids.length; node++) {
            JsonArray pair = nodes.get(node - 1).getAsJsonArray();
            JsonObject frame = frames.get(pair.get(1).getAsInt()).getAsJsonObject();
            if (pythonAlone && isUnnamed(frame)) {
                ids[node] = ids[pair.get(0).getAsInt()];
                continue;
            }
            ids[node] = stacks.call(
                    ids[pair.get(0).getAsInt()],
                    new FrameText(
                            frame.get("function").getAsString(),
                            frame.get("file").getAsString(),
                            frame.get("line").getAsInt()));
        }
        return ids;
    }

    private static TextView view(JsonObject merged, int[] ids, String kind) {
        TextView view = new TextView();
        for (JsonElement each : merged.getAsJsonArray("allocations")) {
            JsonObject row = each.getAsJsonObject();
            view.add(
                    TextView.ANY_THREAD,
                    ids[row.get("node").getAsInt()],
                    row.get(kind + "_bytes").getAsLong(),
                    row.get(kind + "_count").getAsLong());
        }
        return view;
    }

    private static TextView answer(String name, String view, TextStacks stacks) throws IOException {
        Path capture = CommandRun.CAPTURES.resolve(name + ".bin");
        return Oracle.of(capture, stacks).view(view, "merged").orElseThrow().merged();
    }

    @Test
    void each_stack_holds_the_sum_of_what_memray_says_of_it() throws IOException {
        JsonObject merged = merge(NAMES, "--exact-paths");
        TextStacks stacks = new TextStacks();
        int[] ids = stacks(merged, stacks);
        TextView peaks = new TextView();
        TextView leaks = new TextView();
        for (String name : NAMES) {
            answer(name, "peak", stacks)
                    .figures()
                    .forEach((key, held) -> peaks.add(key.thread(), key.stackId(), held.bytes(), held.count()));
            answer(name, "leaks", stacks)
                    .figures()
                    .forEach((key, held) -> leaks.add(key.thread(), key.stackId(), held.bytes(), held.count()));
        }
        assertEquals(List.of(), view(merged, ids, "peak").differences(peaks, stacks));
        assertEquals(List.of(), view(merged, ids, "leaked").differences(leaks, stacks));
        assertEquals(peaks.totalBytes(), merged.get("sum_of_peaks_bytes").getAsLong());
        assertEquals(peaks.totalCount(), merged.get("sum_of_peaks_count").getAsLong());
        assertEquals(leaks.totalBytes(), merged.get("leaked_bytes").getAsLong());
        assertEquals(leaks.totalCount(), merged.get("leaked_count").getAsLong());
    }

    /** Native frames are called by module and offset, which programs that ran the same builds share. */
    @Test
    void native_captures_add_up_below_their_python_stacks() throws IOException {
        List<String> names = List.of(
                "nativemix-h13-py313-lz4",
                "nativemix-h13-py313-agg-lz4",
                "nativemix-h9-py311-m1.4.0-native-lz4",
                "complex-h13-py313-lz4");
        JsonObject merged = merge(names, "--exact-paths");
        TextStacks stacks = new TextStacks();
        TextView peaks = new TextView();
        TextView leaks = new TextView();
        for (String name : names) {
            answer(name, "peak", stacks)
                    .figures()
                    .forEach((key, held) -> peaks.add(key.thread(), key.stackId(), held.bytes(), 0));
            answer(name, "leaks", stacks)
                    .figures()
                    .forEach((key, held) -> leaks.add(key.thread(), key.stackId(), held.bytes(), 0));
        }
        int[] python = stacks(merged, stacks, true);
        assertEquals(List.of(), view(merged, python, "peak").bytesOnly().differences(peaks.bytesOnly(), stacks));
        assertEquals(List.of(), view(merged, python, "leaked").bytesOnly().differences(leaks.bytesOnly(), stacks));
        TextView whole = view(merged, stacks(merged, stacks), "peak");
        assertTrue(whole.figures().size() > peaks.figures().size(), "native frames tell stacks apart");
        // the two runs of one program share the frames of numpy, which neither has alone
        JsonObject twice = merge(names.subList(0, 2), "--exact-paths");
        JsonArray extremes = twice.getAsJsonArray("node_extremes");
        JsonArray frames = twice.getAsJsonArray("frames");
        int shared = 0;
        for (int node = 1; node < extremes.size(); node++) {
            JsonArray pair = twice.getAsJsonArray("nodes").get(node - 1).getAsJsonArray();
            boolean unnamed = isUnnamed(frames.get(pair.get(1).getAsInt()).getAsJsonObject());
            shared += unnamed && extremes.get(node).getAsJsonArray().get(0).getAsInt() == 2 ? 1 : 0;
        }
        assertTrue(shared > 0, "shared native frames");
    }

    @Test
    void number_and_largest_of_each_node_follow_from_the_answers() throws IOException {
        JsonObject merged = merge(NAMES, "--exact-paths");
        TextStacks stacks = new TextStacks();
        int[] ids = stacks(merged, stacks);
        Map<String, String> nameOf = new HashMap<>();
        for (JsonElement each : merged.getAsJsonArray("captures")) {
            JsonObject row = each.getAsJsonObject();
            nameOf.put(
                    row.get("identity").getAsString(),
                    row.get("name").getAsString().replace(".bin", ""));
        }
        Map<String, Map<Integer, Long>> totals = new HashMap<>();
        for (String name : NAMES) {
            Map<Integer, Long> ofName = new HashMap<>();
            for (String view : List.of("leaks", "peak")) {
                answer(name, view, stacks).figures().forEach((key, held) -> {
                    List<FrameText> frames = stacks.frames(key.stackId());
                    for (int i = 0; i <= frames.size(); i++) {
                        // what is held at the end only has the node as well, with nothing at the peak
                        long bytes = view.equals("peak") ? held.bytes() : 0;
                        ofName.merge(stacks.id(frames.subList(i, frames.size())), bytes, Long::sum);
                    }
                });
            }
            totals.put(name, ofName);
        }
        JsonArray extremes = merged.getAsJsonArray("node_extremes");
        assertEquals(ids.length, extremes.size());
        for (int node = 0; node < ids.length; node++) {
            int stack = ids[node];
            JsonArray row = extremes.get(node).getAsJsonArray();
            List<Long> values = totals.values().stream()
                    .filter(each -> each.containsKey(stack))
                    .map(each -> each.get(stack))
                    .sorted()
                    .toList();
            assertEquals(values.size(), row.get(0).getAsInt(), stacks.text(stack));
            assertEquals(values.get(0), row.get(1).getAsLong(), stacks.text(stack));
            assertEquals(values.get(values.size() - 1), row.get(2).getAsLong(), stacks.text(stack));
            String largest = nameOf.get(row.get(3).getAsString());
            assertEquals(values.get(values.size() - 1), totals.get(largest).get(stack), stacks.text(stack));
        }
        assertTrue(ids.length > 100, ids.length + " nodes");
    }

    @Test
    void the_families_of_forked_processes_held_this_together() {
        requireFamily("py313-lz4", 5_056_848, 2_412_214, 3_412_280, 6);
        requireFamily("py311-raw", 5_086_797, 2_138_378, 3_388_368, 6);
        requireFamily("py313-agg-lz4", 4_598_455, 2_412_214, 4_598_455, 4);
    }

    private static void requireFamily(String name, long sumOfPeaks, long peakOfSum, long bound, int captures) {
        String parent = "forks-h13-" + name;
        JsonObject merged = merge(List.of(
                parent,
                parent + ".child1",
                parent + ".child2",
                parent + ".child3",
                parent + ".child4",
                parent + ".child5"));
        assertEquals(sumOfPeaks, merged.get("sum_of_peaks_bytes").getAsLong());
        JsonObject peak = merged.getAsJsonObject("peak_of_sum");
        assertEquals(peakOfSum, peak.get("bytes").getAsLong());
        assertEquals(bound, peak.get("bound_bytes").getAsLong());
        assertEquals(captures, peak.get("captures").getAsInt());
        assertEquals(6, merged.getAsJsonArray("captures").size());
    }
}
