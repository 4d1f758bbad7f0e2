package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.MergedProfile;
import dev.heapcrest.report.PageBudget;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page of a sum says of single captures is what the JSON of the same sum says. */
class CaptureExtremesTest {
    private static final List<String> FAMILY = List.of(
            "forks-h13-py313-lz4",
            "forks-h13-py313-lz4.child1",
            "forks-h13-py313-lz4.child2",
            "forks-h13-py313-lz4.child3",
            "forks-h13-py313-lz4.child4",
            "forks-h13-py313-lz4.child5",
            "complex-h13-py313-lz4");

    @TempDir
    Path directory;

    /** Captures that have a node, bytes of the one with the most, and its name. */
    private record Extreme(long captures, long largest, String owner) {}

    private PayloadReader page(String... more) throws IOException {
        Path page = directory.resolve("page" + more.length + ".html");
        List<String> arguments = new ArrayList<>(List.of("merge", "-o", page.toString()));
        arguments.addAll(List.of(more));
        assertEquals(
                3,
                CommandRun.ofCaptures(FAMILY, arguments.toArray(String[]::new)).exitCode());
        return PayloadReader.ofPage(Files.readString(page));
    }

    private static String frame(String function, String file, int line) {
        return function + "\t" + file + "\t" + line + "\n";
    }

    private static Map<String, List<Extreme>> ofJson(JsonObject json) {
        Map<String, String> names = new HashMap<>();
        for (JsonElement row : json.getAsJsonArray("captures")) {
            JsonObject capture = row.getAsJsonObject();
            names.put(
                    capture.get("identity").getAsString(),
                    capture.get("name").getAsString() + " (process "
                            + capture.getAsJsonObject("labels").get("pid").getAsString() + ")");
        }
        JsonArray extremes = json.getAsJsonArray("node_extremes");
        JsonArray nodes = json.getAsJsonArray("nodes");
        String[] paths = new String[extremes.size()];
        paths[0] = "";
        Map<String, List<Extreme>> found = new HashMap<>();
        for (int node = 0; node < paths.length; node++) {
            if (node > 0) {
                JsonArray pair = nodes.get(node - 1).getAsJsonArray();
                JsonObject frame = json.getAsJsonArray("frames")
                        .get(pair.get(1).getAsInt())
                        .getAsJsonObject();
                paths[node] = paths[pair.get(0).getAsInt()]
                        + frame(
                                frame.get("function").getAsString(),
                                frame.get("file").getAsString(),
                                frame.get("line").getAsInt());
            }
            JsonArray row = extremes.get(node).getAsJsonArray();
            // lines of one function can differ in the first line of their code object alone: two nodes, one path
            found.computeIfAbsent(paths[node], any -> new ArrayList<>())
                    .add(new Extreme(
                            row.get(0).getAsLong(),
                            row.get(2).getAsLong(),
                            names.get(row.get(3).getAsString())));
        }
        return found;
    }

    /** Boxes of folded nodes have none. */
    private static Map<String, List<Extreme>> ofPage(PayloadReader payload) {
        String[] paths = new String[payload.depths.length];
        paths[0] = "";
        Map<String, List<Extreme>> found = new HashMap<>();
        for (int node = 0; node < paths.length; node++) {
            if (node > 0) {
                paths[node] = paths[payload.parents[node]]
                        + frame(payload.function(node), payload.file(node), payload.line(node));
            }
            if (payload.captures[node] > 0) {
                found.computeIfAbsent(paths[node], any -> new ArrayList<>())
                        .add(new Extreme(
                                payload.captures[node],
                                payload.largest[0][node],
                                payload.captureNames[payload.owners[0][node]]));
            }
        }
        return found;
    }

    @Test
    void captures_largest_and_whose_are_those_of_the_json() throws IOException {
        PayloadReader payload = page();
        Path file = directory.resolve("sum.json");
        CommandRun.ofCaptures(FAMILY, "merge", "--json", file.toString());
        Map<String, List<Extreme>> wanted =
                ofJson(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        Map<String, List<Extreme>> found = ofPage(payload);
        assertTrue(found.size() > 100, "nodes: " + found.size());
        assertEquals(wanted.keySet(), found.keySet());
        wanted.forEach((path, extremes) -> assertTrue(
                extremes.containsAll(found.get(path)) && found.get(path).containsAll(extremes),
                () -> path + ": " + found.get(path) + " instead of " + extremes));
        assertTrue(
                wanted.values().stream().flatMap(List::stream).anyMatch(extreme -> extreme.captures() == 3),
                "some are of several captures");
    }

    @Test
    void nodes_that_a_folded_page_keeps_have_those_of_the_json() throws IOException {
        Path file = directory.resolve("sum.json");
        Path partial = directory.resolve("sum.hcp");
        CommandRun.ofCaptures(FAMILY, "merge", "--json", file.toString(), "--partial", partial.toString());
        Map<String, List<Extreme>> wanted =
                ofJson(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        Partial sum;
        try (InputStream stream = Files.newInputStream(partial)) {
            sum = Partial.readFrom(stream);
        }
        Profile profile = MergedProfile.of(sum);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        FlameGraphReport.write(
                new ManyCaptures(sum, null),
                profile,
                CallTreeBuilder.build(profile, View.Kind.PEAK),
                Profiles.options().withBudget(new PageBudget(150, Long.MAX_VALUE)),
                page);
        PayloadReader payload = PayloadReader.ofPage(page.toString(StandardCharsets.UTF_8));
        assertTrue(payload.depths.length <= 150, "folded to " + payload.depths.length);
        int boxes = 0;
        for (long captures : payload.captures) {
            boxes += captures == 0 ? 1 : 0;
        }
        Map<String, List<Extreme>> found = ofPage(payload);
        assertTrue(boxes > 0 && payload.depths.length - boxes > 50, boxes + " boxes of " + payload.depths.length);
        found.forEach((path, extremes) -> assertTrue(
                wanted.getOrDefault(path, List.of()).containsAll(extremes),
                () -> path + ": " + extremes + " instead of " + wanted.get(path)));
        for (int node = 1; node < payload.captures.length; node++) {
            if (payload.captures[node] == 0) {
                assertTrue(payload.function(node).contains("smaller"), payload.function(node));
            }
        }
    }

    @Test
    void captures_that_are_kept_apart_are_the_threads_and_have_no_extremes() throws IOException {
        PayloadReader payload = page("--split-processes");
        assertEquals(0, payload.captures.length);
        assertTrue(payload.metadata.get("split_captures").getAsBoolean());
        assertEquals(FAMILY.size(), payload.threadIds.length);
        Map<Integer, String> levels = new HashMap<>();
        for (int own = 0; own < payload.ownNodes.length; own++) {
            int node = payload.ownNodes[own];
            while (payload.depths[node] > 1) {
                node = payload.parents[node];
            }
            if (node > 0) {
                levels.put(payload.ownThreads[own], payload.function(node));
                assertEquals(payload.strings[payload.threadNames[payload.ownThreads[own]]], payload.function(node));
            }
        }
        assertEquals(FAMILY.size(), levels.size());
    }

    @Test
    void a_page_of_one_capture_has_none() throws IOException {
        Path page = directory.resolve("one.html");
        CommandRun.ofCaptures(List.of("complex-h13-py313-lz4"), "flamegraph", "-o", page.toString());
        String html = Files.readString(page);
        PayloadReader payload = PayloadReader.ofPage(html);
        assertEquals(0, payload.captures.length);
        assertFalse(payload.metadata.has("split_captures"));
        assertFalse(html.contains("part-captures"));
    }
}
