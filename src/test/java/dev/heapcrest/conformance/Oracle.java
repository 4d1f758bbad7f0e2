package dev.heapcrest.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** What memray answered about a capture: NAME.expected.json, NAME.tree.json and NAME.stats.json. */
final class Oracle {
    private final JsonObject json;
    private final TextStacks stacks;
    private final int[] nodeIds;
    private final Map<Long, String> threadNames = new HashMap<>();

    private Oracle(JsonObject json, TextStacks stacks) {
        this.json = json;
        this.stacks = stacks;
        this.nodeIds = json.has("stack_nodes") ? nodeIds(json, stacks) : new int[0];
    }

    static Oracle of(Path capture, TextStacks stacks) throws IOException {
        return new Oracle(read(capture, "expected").orElseThrow(), stacks);
    }

    /** The trees of memray's flame graph by name, where there are any. */
    static Optional<JsonObject> trees(Path capture) throws IOException {
        return read(capture, "tree").map(tree -> tree.getAsJsonObject("trees"));
    }

    /** What {@code memray stats --json -n 10} says, where it was asked. */
    static Optional<JsonObject> stats(Path capture) throws IOException {
        return read(capture, "stats");
    }

    /** What {@code flamegraph --temporal} of memray shows, where it was asked. */
    static Optional<JsonObject> temporal(Path capture) throws IOException {
        return read(capture, "temporal");
    }

    /** memray's native answers, of captures that come with their images. */
    static JsonObject natives(Path capture) throws IOException {
        return read(capture, "native").orElseThrow();
    }

    static String name(Path capture) {
        return capture.getFileName().toString().replaceFirst("\\.bin$", "");
    }

    private static Optional<JsonObject> read(Path capture, String kind) throws IOException {
        Path plain = capture.resolveSibling(name(capture) + "." + kind + ".json");
        Path packed = capture.resolveSibling(name(capture) + "." + kind + ".json.gz");
        boolean isPacked = Files.exists(packed);
        if (!isPacked && !Files.exists(plain)) {
            return Optional.empty();
        }
        try (InputStream bytes = Files.newInputStream(isPacked ? packed : plain);
                BufferedReader text = new BufferedReader(new InputStreamReader(
                        isPacked ? new GZIPInputStream(bytes, 1 << 16) : bytes, StandardCharsets.UTF_8))) {
            return Optional.of(JsonParser.parseReader(text).getAsJsonObject());
        }
    }

    private static int[] nodeIds(JsonObject json, TextStacks stacks) {
        JsonArray frames = json.getAsJsonArray("frames");
        FrameText[] texts = new FrameText[frames.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = frame(frames.get(i).getAsJsonArray());
        }
        JsonArray parents = json.getAsJsonObject("stack_nodes").getAsJsonArray("parent");
        JsonArray nodeFrames = json.getAsJsonObject("stack_nodes").getAsJsonArray("frame");
        int[] ids = new int[parents.size()];
        Arrays.fill(ids, -1);
        int[] pending = new int[ids.length];
        for (int node = 0; node < ids.length; node++) {
            int depth = 0;
            int at = node;
            while (at >= 0 && ids[at] < 0) {
                pending[depth++] = at;
                at = parents.get(at).getAsInt();
            }
            int id = at < 0 ? 0 : ids[at];
            while (depth > 0) {
                int next = pending[--depth];
                id = stacks.call(id, texts[nodeFrames.get(next).getAsInt()]);
                ids[next] = id;
            }
        }
        return ids;
    }

    static FrameText frame(JsonArray frame) {
        return new FrameText(
                frame.get(0).getAsString(),
                frame.get(1).getAsString(),
                frame.get(2).getAsInt());
    }

    /** memray refused to open the file. */
    boolean refused() {
        return json.has("open_error");
    }

    JsonObject metadata() {
        return json.getAsJsonObject("metadata");
    }

    JsonObject totals() {
        return json.getAsJsonObject("totals");
    }

    JsonObject recordCounts() {
        return json.getAsJsonObject("parse").getAsJsonObject("counts");
    }

    Optional<JsonArray> memorySnapshots() {
        return Optional.ofNullable(json.getAsJsonArray("memory_snapshots"));
    }

    /** Native captures: stacks are the Python part only. Empty where memray failed halfway. */
    Optional<TextView> view(String name, String grouping) {
        JsonObject errors = json.getAsJsonObject("view_errors");
        if (errors != null && (errors.has(name) || errors.has(name + "." + grouping))) {
            return Optional.empty();
        }
        JsonObject views = json.getAsJsonObject("views");
        JsonElement view = views.has(name) ? views.getAsJsonObject(name).get(grouping) : null;
        if (view == null || view.isJsonNull()) {
            return Optional.empty();
        }
        return Optional.of(json.has("record_fields") ? interned(view.getAsJsonArray()) : plain(view.getAsJsonArray()));
    }

    /** What a hybrid stack holds. memray has several of one text where addresses differ in what has no line. */
    record Held(long thread, int stackId, long bytes, long count) {}

    /** A view of a native capture by thread, with memray's hybrid stacks. */
    List<Held> hybrid(String name) {
        boolean interned = json.has("record_fields");
        List<Held> held = new ArrayList<>();
        for (JsonElement element :
                json.getAsJsonObject("views").getAsJsonObject(name).getAsJsonArray("by_thread")) {
            if (interned) {
                // thread_id, thread_name, allocator, n_allocations, size, stack, python_stack
                JsonArray rec = element.getAsJsonArray();
                int node = rec.get(5).getAsInt();
                held.add(new Held(
                        rec.get(0).getAsLong(),
                        node < 0 ? 0 : nodeIds[node],
                        rec.get(4).getAsLong(),
                        rec.get(3).getAsLong()));
            } else {
                JsonObject rec = element.getAsJsonObject();
                List<FrameText> frames = new ArrayList<>();
                rec.getAsJsonArray("stack").forEach(frame -> frames.add(frame(frame.getAsJsonArray())));
                held.add(new Held(
                        rec.get("thread_id").getAsLong(),
                        stacks.id(frames),
                        rec.get("size").getAsLong(),
                        rec.get("n_allocations").getAsLong()));
            }
        }
        return held;
    }

    /** Thread names of the by-thread views that were asked for so far. */
    Map<Long, String> threadNames() {
        return threadNames;
    }

    private TextView plain(JsonArray records) {
        TextView view = new TextView();
        for (JsonElement element : records) {
            JsonObject rec = element.getAsJsonObject();
            JsonArray frames = rec.getAsJsonArray(rec.has("python_stack") ? "python_stack" : "stack");
            int id = 0;
            for (int i = frames.size() - 1; i >= 0; i--) {
                id = stacks.call(id, frame(frames.get(i).getAsJsonArray()));
            }
            long thread = rec.get("thread_id").getAsLong();
            threadNames.put(thread, rec.get("thread_name").getAsString());
            view.add(
                    thread,
                    id,
                    rec.get("size").getAsLong(),
                    rec.get("n_allocations").getAsLong());
        }
        return view;
    }

    private TextView interned(JsonArray records) {
        Map<String, Integer> columns = new HashMap<>();
        JsonArray fields = json.getAsJsonArray("record_fields");
        for (int i = 0; i < fields.size(); i++) {
            columns.put(fields.get(i).getAsString(), i);
        }
        int stackColumn = columns.getOrDefault("python_stack", columns.get("stack"));
        TextView view = new TextView();
        for (JsonElement element : records) {
            JsonArray rec = element.getAsJsonArray();
            int node = rec.get(stackColumn).getAsInt();
            long thread = rec.get(columns.get("thread_id")).getAsLong();
            threadNames.put(thread, rec.get(columns.get("thread_name")).getAsString());
            view.add(
                    thread,
                    node < 0 ? 0 : nodeIds[node],
                    rec.get(columns.get("size")).getAsLong(),
                    rec.get(columns.get("n_allocations")).getAsLong());
        }
        return view;
    }
}
