package dev.heapcrest.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.Heapcrest;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.conformance.ProfileViews;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import dev.heapcrest.tree.CallTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the format by the rules of the profiler's documentation of version 61, table by table. */
class FirefoxExportTest {
    private static final Map<String, List<String>> SHARED = Map.of(
            "stackTable", List.of("prefix", "frame"),
            "frameTable",
                    List.of(
                            "address",
                            "inlineDepth",
                            "category",
                            "subcategory",
                            "func",
                            "nativeSymbol",
                            "innerWindowID",
                            "line",
                            "column"),
            "funcTable", List.of("name", "isJS", "relevantForJS", "resource", "source", "lineNumber", "columnNumber"),
            "resourceTable", List.of("lib", "name", "host", "type"),
            "nativeSymbols", List.of("libIndex", "address", "name", "functionSize"),
            "sources", List.of("id", "filename", "startLine", "startColumn", "sourceMapURL"));

    private static Profile profile(String name) throws IOException {
        return Heapcrest.profile(CommandRun.CAPTURES.resolve(name + ".bin"));
    }

    private static JsonObject exported(Profile profile, View.Kind kind, boolean splitThreads) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Heapcrest.export(profile, ExportFormat.FIREFOX, kind, splitThreads, out);
        return json(out);
    }

    private static JsonObject json(ByteArrayOutputStream out) {
        return JsonParser.parseString(out.toString(StandardCharsets.UTF_8)).getAsJsonObject();
    }

    /** A file with its references resolved; fails where one leads nowhere. */
    private static final class Decoded {
        final JsonObject whole;
        final JsonObject shared;
        final JsonArray threads;

        Decoded(JsonObject whole) {
            this.whole = whole;
            shared = whole.getAsJsonObject("shared");
            threads = whole.getAsJsonArray("threads");
            SHARED.forEach((table, columns) -> requireTable(shared.getAsJsonObject(table), columns));
            Set<String> texts = new HashSet<>();
            shared.getAsJsonArray("stringArray").forEach(text -> assertTrue(texts.add(text.getAsString())));
            JsonArray prefixes = column("stackTable", "prefix");
            for (int i = 0; i < prefixes.size(); i++) {
                assertTrue(prefixes.get(i).isJsonNull() || prefixes.get(i).getAsInt() < i, "parents come first");
            }
            Set<String> functions = new HashSet<>();
            for (int i = 0; i < column("funcTable", "name").size(); i++) {
                assertTrue(
                        functions.add(at("funcTable", "name", i) + " " + at("funcTable", "source", i) + " "
                                + at("funcTable", "lineNumber", i)),
                        "a function twice");
            }
            Set<Integer> tids = new HashSet<>();
            for (JsonElement each : threads) {
                JsonObject thread = each.getAsJsonObject();
                assertTrue(tids.add(thread.get("tid").getAsInt()), "a tid twice");
                assertTrue(thread.get("pid").getAsJsonPrimitive().isString());
                requireTable(thread.getAsJsonObject("samples"), List.of("stack", "time"));
                requireTable(
                        thread.getAsJsonObject("markers"),
                        List.of("data", "name", "startTime", "endTime", "phase", "category"));
                requireTable(thread.getAsJsonObject("nativeAllocations"), List.of("time", "stack", "weight"));
                assertEquals(
                        "bytes",
                        thread.getAsJsonObject("nativeAllocations")
                                .get("weightType")
                                .getAsString());
            }
        }

        private static void requireTable(JsonObject table, List<String> columns) {
            for (String column : columns) {
                assertEquals(
                        table.get("length").getAsInt(),
                        table.getAsJsonArray(column).size(),
                        column);
            }
        }

        JsonArray column(String table, String column) {
            return shared.getAsJsonObject(table).getAsJsonArray(column);
        }

        JsonElement at(String table, String column, int row) {
            return column(table, column).get(row);
        }

        String text(JsonElement index) {
            return shared.getAsJsonArray("stringArray").get(index.getAsInt()).getAsString();
        }

        FrameText frame(int frame) {
            int function = at("frameTable", "func", frame).getAsInt();
            JsonElement source = at("funcTable", "source", function);
            JsonElement line = at("frameTable", "line", frame);
            return new FrameText(
                    text(at("funcTable", "name", function)),
                    source.isJsonNull() ? "" : text(at("sources", "filename", source.getAsInt())),
                    line.isJsonNull() ? 0 : line.getAsInt());
        }

        int stack(JsonElement index, TextStacks stacks) {
            if (index.isJsonNull()) {
                return 0;
            }
            int row = index.getAsInt();
            int caller = stack(at("stackTable", "prefix", row), stacks);
            FrameText frame = frame(at("stackTable", "frame", row).getAsInt());
            return frame.function().equals(StackNames.NO_PYTHON_FRAMES) ? caller : stacks.call(caller, frame);
        }

        /** Bytes by thread and stack of the threads that bear the name of a view. */
        Map<String, Long> view(String name, TextStacks stacks) {
            Map<String, Long> sums = new TreeMap<>();
            for (JsonElement each : threads) {
                String[] names =
                        each.getAsJsonObject().get("name").getAsString().split(", thread ", 2);
                if (!names[0].equals(name)) {
                    continue;
                }
                long thread = names.length == 1 ? TextView.ANY_THREAD : Long.decode(names[1].split(" ", 2)[0]);
                JsonObject table = each.getAsJsonObject().getAsJsonObject("nativeAllocations");
                for (int i = 0; i < table.get("length").getAsInt(); i++) {
                    assertFalse(table.getAsJsonArray("stack").get(i).isJsonNull(), "counted nowhere");
                    assertEquals(0, table.getAsJsonArray("time").get(i).getAsLong());
                    long weight = table.getAsJsonArray("weight").get(i).getAsLong();
                    assertTrue(weight > 0, "given back");
                    int stack = stack(table.getAsJsonArray("stack").get(i), stacks);
                    sums.merge(thread + " " + stacks.text(stack), weight, Long::sum);
                }
            }
            return sums;
        }
    }

    private static Map<String, Long> bytes(TextView view, TextStacks stacks) {
        Map<String, Long> sums = new TreeMap<>();
        view.figures().forEach((key, figures) -> {
            if (figures.bytes() != 0) {
                sums.merge(key.thread() + " " + stacks.text(key.stackId()), figures.bytes(), Long::sum);
            }
        });
        return sums;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complex-h13-py313-lz4",
                "threads8-h13-py313-lz4",
                "evilnames-h13-py313-lz4",
                "complex-h13-py313-agg-lz4",
                "killed-h13-py313-sigkill-raw",
                "simple-h6-py310-m1.0.3-raw"
            })
    void every_stack_has_its_bytes(String name) throws IOException {
        Profile profile = profile(name);
        TextStacks stacks = new TextStacks();
        ProfileViews expected = new ProfileViews(profile, stacks);
        Decoded merged = new Decoded(exported(profile, View.Kind.LEAKS, false));
        assertEquals(bytes(expected.peak().merged(), stacks), merged.view("peak", stacks));
        assertEquals(bytes(expected.leaks().merged(), stacks), merged.view("leaked", stacks));
        assertEquals(
                "leaked", merged.threads.get(0).getAsJsonObject().get("name").getAsString());
        Decoded split = new Decoded(exported(profile, View.Kind.PEAK, true));
        assertEquals(bytes(expected.peak(), stacks), split.view("peak", stacks));
        assertEquals(bytes(expected.leaks(), stacks), split.view("leaked", stacks));
    }

    @Test
    void native_frames_and_temporary_allocations_are_there() throws IOException {
        Profile profile = profile("nativemix-h13-py313-lz4");
        TextStacks stacks = new TextStacks();
        TextView peak = ProfileViews.hybrid(profile, profile.figures(View.Kind.PEAK), stacks);
        Decoded decoded = new Decoded(exported(profile, View.Kind.PEAK, true));
        assertEquals(bytes(peak, stacks), decoded.view("peak", stacks));
        Set<Integer> categories = new HashSet<>();
        decoded.column("frameTable", "category").forEach(category -> categories.add(category.getAsInt()));
        assertEquals(Set.of(0, 1, 2), categories);

        Profile temporary = Heapcrest.profile(
                CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin"),
                ProfileOptions.DEFAULT.withTemporaryThreshold(1));
        assertEquals(
                bytes(new ProfileViews(temporary, stacks).temporary().merged(), stacks),
                new Decoded(exported(temporary, View.Kind.TEMPORARY, false)).view("temporary", stacks));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void random_trees_keep_their_sums(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        Map<String, Long> expected = new HashMap<>();
        String[] path = new String[64];
        int depth = 0;
        for (int i = 0; i < 200; i++) {
            depth = 1 + random.nextInt(depth + 1);
            // the frames of siblings are distinct
            int line = i + 1;
            String function = "f" + random.nextInt(4);
            maker.node(depth, function, "a.py", line);
            path[depth - 1] = new FrameText(function, "a.py", line).toString();
            for (int own = random.nextInt(3); own > 0; own--) {
                int thread = random.nextInt(3);
                long bytes = random.nextInt(4) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 50));
                maker.own(thread, 1 + own, bytes, 1, 0, 0);
                if (bytes > 0) {
                    expected.merge(
                            thread + Arrays.asList(path).subList(0, depth).toString(), bytes, Long::sum);
                }
            }
        }
        CallTree tree = maker.tree();
        Profile profile = Profiles.profile(tree, Profiles.header("x"), Profiles.COMPLETE, "a", "b", "c");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.FIREFOX.write(new ExportView(profile, tree, View.Kind.PEAK, true), out);
        Decoded decoded = new Decoded(json(out));
        Map<String, Long> actual = new HashMap<>();
        for (JsonElement each : decoded.threads) {
            String name = each.getAsJsonObject().get("name").getAsString();
            int thread = "abc".indexOf(name.charAt(name.indexOf('(') + 1));
            JsonObject table = each.getAsJsonObject().getAsJsonObject("nativeAllocations");
            for (int i = 0; i < table.get("length").getAsInt(); i++) {
                ArrayDeque<String> stack = new ArrayDeque<>();
                for (JsonElement at = table.getAsJsonArray("stack").get(i); !at.isJsonNull(); ) {
                    stack.addFirst(decoded.frame(decoded.at("stackTable", "frame", at.getAsInt())
                                    .getAsInt())
                            .toString());
                    at = decoded.at("stackTable", "prefix", at.getAsInt());
                }
                actual.merge(
                        thread + stack.toString(),
                        table.getAsJsonArray("weight").get(i).getAsLong(),
                        Long::sum);
            }
        }
        assertEquals(expected, actual);
    }

    @Test
    void a_view_of_nothing_is_one_empty_thread() throws IOException {
        CallTree tree = new Profiles.TreeMaker().node(1, "f", "a.py", 1).tree();
        Profile profile = Profiles.profile(tree, Profiles.header("x"), Profiles.COMPLETE, "a");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.FIREFOX.write(new ExportView(profile, tree, View.Kind.PEAK, true), out);
        JsonArray threads = new Decoded(json(out)).threads;
        assertEquals(1, threads.size(), "the profiler refuses profiles without a thread");
        JsonObject table = threads.get(0).getAsJsonObject().getAsJsonObject("nativeAllocations");
        assertEquals("[0] [0]", table.get("time") + " " + table.get("weight"), "and takes its range from the rows");
    }

    @Test
    void a_partial_has_its_sums_as_well(@TempDir Path folder) throws IOException {
        Path capture = CommandRun.CAPTURES.resolve("threads8-h13-py313-lz4.bin");
        Path partial = folder.resolve("x.hcp");
        assertEquals(0, CommandRun.of("partial", "-q", "-o", partial, capture).exitCode());
        CommandRun run = CommandRun.of("transform", "-o", "-", "firefox", partial);
        assertEquals("", run.err());
        Decoded decoded = new Decoded(JsonParser.parseString(run.outText()).getAsJsonObject());
        TextStacks stacks = new TextStacks();
        Profile profile = Heapcrest.profile(capture);
        for (View.Kind kind : List.of(View.Kind.PEAK, View.Kind.LEAKS)) {
            assertEquals(
                    profile.figures(kind).totalBytes(),
                    decoded.view(Pprof.name(kind), stacks).values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
        }
        assertTrue(decoded.whole.getAsJsonObject("meta").get("extra").toString().contains("1 capture: 1 complete"));
        String picture = CommandRun.of("transform", "-o", "-", "svg", partial).outText();
        assertTrue(picture.contains("<title>1 capture: 1 complete; the sum of peaks: "), picture);
    }

    @Test
    void meta_says_what_it_is_and_how_far_the_capture_goes() throws IOException {
        JsonObject meta = exported(profile("killed-h13-py313-sigkill-raw"), View.Kind.PEAK, false)
                .getAsJsonObject("meta");
        assertEquals(61, meta.get("preprocessedProfileVersion").getAsInt());
        assertEquals(1, meta.get("interval").getAsInt());
        assertEquals("heapcrest", meta.get("importedFrom").getAsString());
        assertTrue(meta.getAsJsonArray("categories").toString().contains("\"grey\""), "the profiler needs one");
        assertTrue(meta.get("extra").toString().contains("The capture is truncated."), meta.toString());
    }
}
