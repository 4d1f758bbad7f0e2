package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.NativeImage;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.symbols.MemraySymbols;
import dev.heapcrest.symbols.SymbolSettings;
import dev.heapcrest.symbols.SymbolSource;
import dev.heapcrest.symbols.Symbols;
import dev.heapcrest.symbols.pack.PackReader;
import dev.heapcrest.symbols.pack.PackedSymbols;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import dev.heapcrest.tree.FrameRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hybrid stacks of captures that come with memray's native answers, with those answers as symbols: what is left to
 * differ is how stacks are merged. One difference is ours: what memray calls {@code <unknown>} is called by module and
 * offset.
 */
class NativeConformanceTest {
    static final Path CAPTURES = Path.of("testdata/captures-native");

    @TempDir
    Path folder;

    private static final FrameText UNKNOWN = new FrameText("<unknown>", "<unknown>", 0);

    static List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(CAPTURES)) {
            return files.filter(file -> file.toString().endsWith(".bin"))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    List<DynamicTest> nativeCaptures() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path capture : captures()) {
            String name = Oracle.name(capture);
            tests.add(dynamicTest("hybrid stacks of " + name, () -> hybridStacks(capture)));
            tests.add(dynamicTest("trees of " + name, () -> trees(capture)));
            tests.add(dynamicTest("without symbols " + name, () -> withoutSymbols(capture)));
            tests.add(dynamicTest("with a pack or with the files " + name, () -> packOrFiles(capture)));
            if (!name.contains("-agg-")) {
                tests.add(dynamicTest("over time " + name, () -> overTime(capture)));
            }
        }
        assertEquals(19, tests.size(), "four captures, one of them aggregated");
        return tests;
    }

    /** Of the files that ran, a pack of them, and whatever tools are there: profile and page are the same. */
    private void packOrFiles(Path capture) throws IOException {
        Path root = CAPTURES.resolve("root");
        Path pack = folder.resolve(capture.getFileName() + ".symbols");
        CommandRun made = CommandRun.of("symbols", "-q", "-o", pack, "--sysroot", root, capture);
        assertEquals(0, made.exitCode(), made.err());
        Profile withFiles = profile(
                capture, Symbols.ofFiles(SymbolSettings.of(System.getenv()).withSysroot(root)));
        Profile withPack;
        try (InputStream in = Files.newInputStream(pack)) {
            withPack = profile(capture, new PackedSymbols(PackReader.read(in), SymbolSource.NONE));
        }
        assertTrue(withFiles.frames().images().stream().anyMatch(NativeImage::found), "files were found");
        assertEquals(withFiles, withPack);
        assertEquals(page(withFiles), page(withPack));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        withFiles.writeTo(written);
        assertEquals(withFiles, Profile.readFrom(new ByteArrayInputStream(written.toByteArray())));
    }

    private static String page(Profile profile) {
        return Profiles.html(profile, CallTreeBuilder.build(profile, View.Kind.PEAK), Profiles.options());
    }

    private static Profile profile(Path file, SymbolSource symbols) throws IOException {
        return profile(file, ProfileOptions.DEFAULT, symbols);
    }

    private static Profile profile(Path file, ProfileOptions options, SymbolSource symbols) throws IOException {
        try (Capture capture = Capture.open(file)) {
            return HeapProfiler.profile(capture, options, symbols);
        }
    }

    /** As memray writes it: {@code <unknown>} for what we call by module and offset. */
    private static FrameText asMemray(FrameTable frames, int frameId) {
        int image = frames.image(frameId);
        if (image == 0) {
            return TextTree.text(frames, frameId);
        }
        NativeImage of = frames.images().get(image - 1);
        return of.unnamed(frames.function(frameId)) ? UNKNOWN : TextTree.text(frames, frameId);
    }

    private static void hybridStacks(Path capture) throws IOException {
        JsonObject answers = Oracle.natives(capture);
        TextStacks stacks = new TextStacks();
        TextView theirs = new TextView();
        int natives = 0;
        for (JsonElement element : answers.getAsJsonArray("records")) {
            JsonObject rec = element.getAsJsonObject();
            theirs.add(
                    rec.get("tid").getAsLong(),
                    stacks.id(frames(rec.getAsJsonArray("hybrid_stack"))),
                    rec.get("bytes").getAsLong(),
                    0);
            natives += rec.getAsJsonArray("native_stack").size();
        }
        assertTrue(natives > 100, natives + " native frames");
        Profile profile = profile(capture, new MemraySymbols(answers));
        TextView ours =
                ProfileViews.hybrid(profile, profile.figures(View.Kind.PEAK), stacks, NativeConformanceTest::asMemray);
        assertEquals(List.of(), ours.bytesOnly().differences(theirs, stacks));
    }

    private static List<FrameText> frames(JsonArray stack) {
        List<FrameText> frames = new ArrayList<>();
        stack.forEach(frame -> frames.add(Oracle.frame(frame.getAsJsonArray())));
        return frames;
    }

    private static void trees(Path file) throws IOException {
        Profile profile = profile(file, new MemraySymbols(Oracle.natives(file)));
        JsonObject trees = Oracle.trees(file).orElseThrow();
        TextStacks stacks = new TextStacks();
        for (String name : List.of("default", "leaks", "split_threads")) {
            CallTree tree = CallTreeBuilder.build(profile, name.equals("leaks") ? View.Kind.LEAKS : View.Kind.PEAK);
            boolean byThread = name.equals("split_threads");
            TextView theirs = TextTree.ofMemray(trees.getAsJsonObject(name), byThread, frame -> true, stacks)
                    .orElseThrow();
            TextView ours = TextTree.of(tree, 0, profile, byThread, stacks, (frames, frameId) -> {
                FrameText text = asMemray(frames, frameId);
                return FrameRules.cpythonInternal(text.function(), text.file()) ? null : text;
            });
            assertEquals(List.of(), ours.bytesOnly().differences(theirs.bytesOnly(), stacks), name);
            TextTree.requireDistinctSiblings(tree);
        }
    }

    /** Merged stacks keep their lifetimes: what lived at the peak is the peak, what never died the leaks. */
    private static void overTime(Path file) throws IOException {
        SymbolSource symbols = new MemraySymbols(Oracle.natives(file));
        TextStacks stacks = new TextStacks();
        Profile plain = profile(file, ProfileOptions.DEFAULT, symbols);
        TextView peak = ProfileViews.hybrid(plain, plain.figures(View.Kind.PEAK), stacks);
        TextView leaks = ProfileViews.hybrid(plain, plain.figures(View.Kind.LEAKS), stacks);
        for (int most : new int[] {2, HistoryOptions.DEFAULT_BUCKETS}) {
            Profile profile =
                    profile(file, ProfileOptions.DEFAULT.withHistory(new HistoryOptions(most, null, null)), symbols);
            History history = profile.history();
            int instant = 2 * largest(history.buckets().markBytes());
            assertEquals(plain.peakBytes(), history.buckets().markBytes().get(instant / 2));
            History.Lifetimes lifetimes = history.lifetimes();
            TextView lived = lifetimes(
                    profile,
                    stacks,
                    i -> lifetimes.born().get(i) <= instant
                            && instant < lifetimes.died().get(i));
            TextView never = lifetimes(profile, stacks, i -> lifetimes.died().get(i) == History.NEVER);
            assertEquals(List.of(), lived.differences(peak, stacks), most + " buckets");
            assertEquals(List.of(), never.differences(leaks, stacks), most + " buckets");
        }
    }

    private static int largest(LongColumn bytes) {
        int largest = 0;
        for (int i = 1; i < bytes.size(); i++) {
            // a tie is the later one, as the peak is
            largest = bytes.get(i) >= bytes.get(largest) ? i : largest;
        }
        return largest;
    }

    private static TextView lifetimes(Profile profile, TextStacks stacks, IntPredicate chosen) {
        History.Lifetimes lifetimes = profile.history().lifetimes();
        long[] bytes = new long[profile.locations().count()];
        long[] counts = new long[bytes.length];
        for (int i = 0; i < lifetimes.count(); i++) {
            if (chosen.test(i)) {
                bytes[lifetimes.locations().get(i)] += lifetimes.bytes().get(i);
                counts[lifetimes.locations().get(i)] += lifetimes.counts().get(i);
            }
        }
        Figures figures =
                new Figures(profile.figures(View.Kind.PEAK).view(), LongColumn.of(bytes), LongColumn.of(counts));
        return ProfileViews.hybrid(profile, figures, stacks);
    }

    private static void withoutSymbols(Path file) throws IOException {
        Profile profile = profile(file, SymbolSource.NONE);
        FrameTable frames = profile.frames();
        int natives = 0;
        for (int frame = 1; frame <= frames.count(); frame++) {
            if (frames.image(frame) != 0) {
                NativeImage image = frames.images().get(frames.image(frame) - 1);
                natives++;
                assertFalse(image.found());
                assertTrue(image.unnamed(frames.function(frame)), frames.function(frame));
                assertEquals(image.path(), frames.file(frame));
                assertEquals(0, frames.line(frame));
            }
        }
        assertTrue(natives > 0, "native frames");
        TextStacks stacks = new TextStacks();
        Oracle oracle = Oracle.of(file, stacks);
        TextView python = oracle.view("peak", "by_thread").orElseThrow();
        assertEquals(
                List.of(),
                new ProfileViews(profile, stacks).peak().bytesOnly().differences(python.bytesOnly(), stacks));
    }
}
