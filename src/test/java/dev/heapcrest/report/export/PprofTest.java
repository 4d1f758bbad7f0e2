package dev.heapcrest.report.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.Heapcrest;
import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.conformance.ProfileViews;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.PlainContainer;
import dev.heapcrest.testing.PlainReader;
import dev.heapcrest.testing.Sinks;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import dev.heapcrest.tree.CallTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads pprof files back by the numbers of profile.proto, without the library that wrote them. */
class PprofTest {
    private static final FrameText NO_FRAME = new FrameText("<no Python frame>", "", 0);

    private static Path capture(String name) {
        return CommandRun.CAPTURES.resolve(name + ".bin");
    }

    private static ProtobufMessage exported(Profile profile, View.Kind kind, boolean splitThreads) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Heapcrest.export(profile, ExportFormat.PPROF, kind, splitThreads, out);
        return new ProtobufMessage(new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes());
    }

    /** A file with its references resolved; fails where one leads nowhere. */
    private static final class Decoded {
        final List<String> strings;
        final List<String> sampleTypes = new ArrayList<>();
        final Map<Long, FrameText> locations = new HashMap<>();
        final Map<Long, ProtobufMessage> functions = new HashMap<>();
        final ProtobufMessage message;

        Decoded(ProtobufMessage message) {
            this.message = message;
            strings = message.texts(6);
            assertEquals("", strings.get(0), "the first string");
            assertEquals(new HashSet<>(strings).size(), strings.size(), "strings are distinct");
            message.messages(1).forEach(type -> sampleTypes.add(string(type.number(1)) + "/" + string(type.number(2))));
            for (ProtobufMessage function : message.messages(5)) {
                assertTrue(function.number(1) > 0);
                assertEquals(0, function.number(3), "a system name");
                assertEquals(null, functions.put(function.number(1), function));
            }
            for (ProtobufMessage location : message.messages(4)) {
                assertEquals(1, location.number(2), "the mapping");
                ProtobufMessage line = location.messages(4).get(0);
                ProtobufMessage function = functions.get(line.number(1));
                FrameText text =
                        new FrameText(string(function.number(2)), string(function.number(4)), (int) line.number(2));
                assertFalse(locations.containsValue(text), "a location twice");
                locations.put(location.number(1), text);
            }
        }

        String string(long number) {
            return strings.get((int) number);
        }

        TextView view(String type, TextStacks stacks) {
            int bytes = sampleTypes.indexOf(type + "_bytes/bytes");
            int count = sampleTypes.indexOf(type + "_allocations/count");
            TextView view = new TextView();
            for (ProtobufMessage sample : message.messages(2)) {
                List<Long> ids = sample.packed(1);
                int stack = 0;
                for (int i = ids.size() - 1; i >= 0; i--) {
                    FrameText frame = locations.get(ids.get(i));
                    stack = frame.equals(NO_FRAME) ? stack : stacks.call(stack, frame);
                }
                assertFalse(ids.isEmpty(), "a sample without a location");
                List<Long> values = sample.packed(2);
                assertEquals(sampleTypes.size(), values.size());
                assertTrue(values.stream().anyMatch(value -> value != 0), "a sample of nothing");
                long thread = sample.messages(3).isEmpty()
                        ? TextView.ANY_THREAD
                        : Long.decode(
                                string(sample.messages(3).get(0).number(2)).split(" ")[0]);
                view.add(thread, stack, values.get(bytes), values.get(count));
            }
            return view;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complex-h13-py313-lz4",
                "threads8-h13-py313-lz4",
                "evilnames-h13-py313-lz4",
                "complex-h13-py313-agg-lz4",
                "killed-h13-py313-sigkill-raw",
                "simple-h13-py311-agg-lz4",
                "wide20000-h13-py313-lz4"
            })
    void every_stack_has_its_figures(String name) throws IOException {
        Profile profile = Heapcrest.profile(capture(name));
        TextStacks stacks = new TextStacks();
        ProfileViews expected = new ProfileViews(profile, stacks);
        Decoded merged = new Decoded(exported(profile, View.Kind.PEAK, false));
        assertEquals(
                List.of("peak_allocations/count", "peak_bytes/bytes", "leaked_allocations/count", "leaked_bytes/bytes"),
                merged.sampleTypes);
        same(expected.peak().merged(), merged.view("peak", stacks), stacks);
        same(expected.leaks().merged(), merged.view("leaked", stacks), stacks);
        Decoded split = new Decoded(exported(profile, View.Kind.PEAK, true));
        same(expected.peak(), split.view("peak", stacks), stacks);
        same(expected.leaks(), split.view("leaked", stacks), stacks);
    }

    /** Names of native frames are by module and offset here: their images are not on any machine. */
    @Test
    void native_frames_are_in_their_stacks() throws IOException {
        Profile profile = Heapcrest.profile(capture("nativemix-h13-py313-lz4"));
        TextStacks stacks = new TextStacks();
        TextView peak = ProfileViews.hybrid(profile, profile.figures(View.Kind.PEAK), stacks);
        TextView leaks = ProfileViews.hybrid(profile, profile.figures(View.Kind.LEAKS), stacks);
        assertTrue(
                peak.figures().keySet().stream()
                        .anyMatch(key -> stacks.text(key.stackId()).contains("_multiarray_umath")),
                "numpy's own frames");
        Decoded merged = new Decoded(exported(profile, View.Kind.PEAK, false));
        same(peak.merged(), merged.view("peak", stacks), stacks);
        same(leaks.merged(), merged.view("leaked", stacks), stacks);
        same(peak, new Decoded(exported(profile, View.Kind.PEAK, true)).view("peak", stacks), stacks);
    }

    private static void same(TextView expected, TextView actual, TextStacks stacks) {
        assertEquals(visible(expected, stacks), visible(actual, stacks));
        assertEquals(expected.totalBytes(), actual.totalBytes());
    }

    /** Bytes and counts by thread and stack, as the file has names. */
    private static Map<String, List<Long>> visible(TextView view, TextStacks stacks) {
        Map<String, List<Long>> texts = new TreeMap<>();
        view.figures()
                .forEach((key, figures) -> texts.merge(
                        key.thread() + " " + VisibleText.of(stacks.text(key.stackId())),
                        List.of(figures.bytes(), figures.count()),
                        (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1))));
        return texts;
    }

    @Test
    void temporary_allocations_are_two_more_sample_types() throws IOException {
        Profile profile =
                Heapcrest.profile(capture("complex-h13-py313-lz4"), ProfileOptions.DEFAULT.withTemporaryThreshold(1));
        Decoded decoded = new Decoded(exported(profile, View.Kind.TEMPORARY, false));
        assertEquals(6, decoded.sampleTypes.size());
        TextStacks stacks = new TextStacks();
        same(new ProfileViews(profile, stacks).temporary().merged(), decoded.view("temporary", stacks), stacks);
        assertEquals("temporary_bytes", decoded.string(decoded.message.number(14)));
    }

    @Test
    void the_rest_of_the_message_says_what_ran_and_when() throws IOException {
        Profile profile = Heapcrest.profile(capture("complex-h13-py313-lz4"));
        Decoded decoded = new Decoded(exported(profile, View.Kind.LEAKS, false));
        ProtobufMessage message = decoded.message;
        assertEquals(8, message.messages(2).size());
        assertEquals(32, message.messages(4).size());
        Set<String> names = new HashSet<>();
        message.messages(5)
                .forEach(function ->
                        names.add(decoded.string(function.number(2)) + " " + decoded.string(function.number(4))));
        assertEquals(27, names.size());
        assertEquals(28, message.messages(5).size(), "one file has two functions of one name");
        ProtobufMessage mapping = message.messages(3).get(0);
        assertEquals(1, message.messages(3).size());
        assertEquals("complex.py", decoded.string(mapping.number(5)));
        assertEquals(
                List.of(1L, 1L, 1L, 1L),
                List.of(mapping.number(1), mapping.number(7), mapping.number(8), mapping.number(9)));
        assertEquals(1_795_386_660_663_000_000L, message.number(9));
        assertEquals(43_000_000L, message.number(10));
        assertEquals("leaked_bytes", decoded.string(message.number(14)));
        assertEquals(1, message.number(12));
        ProtobufMessage period = message.messages(11).get(0);
        assertEquals("space bytes", decoded.string(period.number(1)) + " " + decoded.string(period.number(2)));
        assertTrue(decoded.string(message.number(13)).startsWith("pid 2636, complete: /srv/venv-313"));
    }

    @Test
    void functions_tell_the_first_line_of_their_code_object() throws IOException, PlainReader.Refused {
        Path file = capture("complex-h13-py313-lz4");
        List<String> records = new ArrayList<>();
        new PlainReader(PlainContainer.of(Files.readAllBytes(file))).read(Sinks.log(RecordSink.class, records));
        Set<String> functions = new HashSet<>();
        Matcher code = Pattern.compile("codeObject \\d+ (.* -?\\d+) \\[.*").matcher("");
        for (String record : records) {
            if (code.reset(record).matches()) {
                functions.add(code.group(1));
            }
        }
        Decoded decoded = new Decoded(exported(Heapcrest.profile(file), View.Kind.PEAK, false));
        for (ProtobufMessage function : decoded.functions.values()) {
            String text = decoded.string(function.number(2)) + " " + decoded.string(function.number(4)) + " "
                    + function.number(5);
            assertTrue(functions.contains(text), text);
        }
    }

    @Test
    void samples_have_the_labels_of_their_process_where_that_is_asked_for() throws IOException {
        Decoded plain = decoded(CommandRun.of("transform", "-o", "-", "pprof", capture("complex-h13-py313-lz4")));
        assertTrue(plain.message.messages(2).stream()
                .allMatch(sample -> sample.messages(3).isEmpty()));
        Decoded labelled = decoded(CommandRun.of(
                "transform", "--labels", "--split-threads", "-o", "-", "pprof", capture("complex-h13-py313-lz4")));
        for (ProtobufMessage sample : labelled.message.messages(2)) {
            Map<String, String> labels = new HashMap<>();
            for (ProtobufMessage label : sample.messages(3)) {
                assertEquals(0, label.number(3), "a number, which pprof shows in buckets");
                labels.put(labelled.string(label.number(1)), labelled.string(label.number(2)));
            }
            assertEquals("2636", labels.get("pid"));
            assertEquals("3.13", labels.get("python"));
            assertTrue(labels.get("thread").startsWith("0x"), labels.toString());
        }
        assertEquals(
                2,
                CommandRun.of("transform", "--labels", "-o", "-", "csv", capture("complex-h13-py313-lz4"))
                        .exitCode());
    }

    private static Decoded decoded(CommandRun run) throws IOException {
        assertEquals("", run.err());
        return new Decoded(
                new ProtobufMessage(new GZIPInputStream(new ByteArrayInputStream(run.out())).readAllBytes()));
    }

    @Test
    void a_sum_of_captures_has_the_sums_of_their_files(@TempDir Path folder) throws IOException {
        List<Path> captures = List.of(capture("complex-h13-py313-lz4"), capture("threads8-h13-py313-lz4"));
        TextStacks stacks = new TextStacks();
        TextView peak = new TextView();
        TextView leaked = new TextView();
        for (Path each : captures) {
            ProfileViews views = new ProfileViews(Heapcrest.profile(each), stacks);
            views.peak()
                    .merged()
                    .figures()
                    .forEach((key, figures) ->
                            peak.add(TextView.ANY_THREAD, key.stackId(), figures.bytes(), figures.count()));
            views.leaks()
                    .merged()
                    .figures()
                    .forEach((key, figures) ->
                            leaked.add(TextView.ANY_THREAD, key.stackId(), figures.bytes(), figures.count()));
        }
        Path partial = folder.resolve("both.hcp");
        CommandRun merged = CommandRun.of(
                "merge", "--exact-paths", "--partial", partial, "--pprof", "-", captures.get(0), captures.get(1));
        Decoded sum = decoded(merged);
        same(peak, sum.view("peak", stacks), stacks);
        same(leaked, sum.view("leaked", stacks), stacks);
        List<String> comments =
                sum.message.numbers(13).stream().map(sum::string).toList();
        assertEquals("2 captures: 2 complete", comments.get(0));
        assertTrue(comments.get(1).startsWith("threads8-h13-py313-lz4.bin, pid "), comments.toString());
        assertTrue(comments.get(2).startsWith("complex-h13-py313-lz4.bin, pid 2636, complete: "), comments.toString());
        CommandRun transformed = CommandRun.of("transform", "-o", "-", "pprof", partial);
        assertArrayEquals(merged.out(), transformed.out(), transformed.err());
        Decoded labelled = decoded(CommandRun.of("transform", "--labels", "-o", "-", "pprof", partial));
        Set<String> keys = new HashSet<>();
        labelled.message.messages(2).get(0).messages(3).forEach(label -> keys.add(labelled.string(label.number(1))));
        assertTrue(keys.contains("python"), "all have it: " + keys);
        assertFalse(keys.contains("pid"), "not the same: " + keys);
    }

    @Test
    void odd_names_and_memory_without_frames_are_there_and_nothing_is_not() throws IOException {
        CallTree tree = new Profiles.TreeMaker()
                .own(0, 6, 7, 1, 0, 0)
                .node(1, "g\uD800\uD83D\uDE00\0", "x.py", 3)
                .own(0, 6, 10, 1, -4, 2)
                .node(1, "nothing", "x.py", 4)
                .own(0, 6, 0, 0, 0, 0)
                .tree();
        Profile profile = Heapcrest.profile(capture("complex-h13-py313-lz4"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.PPROF.write(new ExportView(profile, tree, View.Kind.PEAK, false), out);
        Decoded decoded = new Decoded(
                new ProtobufMessage(new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes()));
        assertTrue(decoded.strings.contains("g\\ud800\uD83D\uDE00\\x00"), decoded.strings.toString());
        assertTrue(decoded.locations.containsValue(NO_FRAME));
        List<List<Long>> values = decoded.message.messages(2).stream()
                .map(sample -> sample.packed(2))
                .toList();
        assertEquals(List.of(List.of(1L, 7L, 0L, 0L), List.of(1L, 10L, 2L, -4L)), values);
    }

    @Test
    void the_command_writes_the_same_and_names_it() throws IOException {
        CommandRun run = CommandRun.of("transform", "-o", "-", "pprof", capture("complex-h13-py313-lz4"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Heapcrest.export(
                Heapcrest.profile(capture("complex-h13-py313-lz4")), ExportFormat.PPROF, View.Kind.PEAK, false, out);
        assertEquals(0, run.exitCode());
        assertArrayEquals(out.toByteArray(), run.out());
        assertEquals(".pb.gz", ExportFormat.PPROF.suffix());
    }
}
