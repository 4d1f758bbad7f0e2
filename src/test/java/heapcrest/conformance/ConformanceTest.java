package heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import heapcrest.aggregate.HeapProfile;
import heapcrest.capture.Capture;
import heapcrest.capture.CaptureException;
import heapcrest.capture.CaptureHeader;
import heapcrest.capture.Coverage;
import heapcrest.testing.FrameText;
import heapcrest.testing.MemrayQuirk;
import heapcrest.testing.NaiveModel;
import heapcrest.testing.PlainReader;
import heapcrest.testing.View;
import heapcrest.tree.CallTree;
import heapcrest.tree.CallTreeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Every figure against memray's own, for every capture of testdata/captures and, with {@code -Dcaptures=DIR}, of another
 * folder laid out the same way. A difference passes only if the plain reading of the format document gives our answer,
 * and gives memray's answer when told to repeat a known mistake of memray's.
 */
class ConformanceTest {
    private static final Path TESTDATA = Path.of("testdata/captures");
    private static final Set<MemrayQuirk> NO_QUIRKS = Set.of();

    @TestFactory
    Stream<DynamicNode> testdataAgreesWithMemray() throws IOException {
        return folder(TESTDATA, Path.of("target/conformance.md"));
    }

    @TestFactory
    Stream<DynamicNode> anotherFolderAgreesWithMemray() throws IOException {
        String folder = System.getProperty("captures", "");
        if (folder.isEmpty() || folder.startsWith("${")) {
            return Stream.empty();
        }
        return folder(Path.of(folder), Path.of("target/conformance-captures.md"));
    }

    private static Stream<DynamicNode> folder(Path folder, Path table) throws IOException {
        List<Path> captures = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".bin")).sorted().forEach(captures::add);
        }
        Verdicts verdicts = new Verdicts();
        Stream<DynamicNode> containers = captures.stream().map(file -> container(file, verdicts));
        DynamicNode closing = dynamicTest("closing table", () -> {
            assertTrue(!captures.isEmpty(), "no captures in " + folder);
            verdicts.write(table, "Captures of " + folder.normalize() + " against memray");
        });
        return Stream.concat(containers, Stream.of(closing));
    }

    private static DynamicContainer container(Path file, Verdicts verdicts) {
        return dynamicContainer(Oracle.name(file), Stream.of(0).flatMap(any -> {
            try {
                return new Questions(new CaptureCase(file), verdicts).tests();
            } catch (IOException problem) {
                throw new AssertionError(problem);
            }
        }));
    }

    /** The questions about one capture; nothing of it outlives its tests. */
    private static final class Questions {
        private final CaptureCase capture;
        private final Verdicts verdicts;
        private final String name;

        Questions(CaptureCase capture, Verdicts verdicts) {
            this.capture = capture;
            this.verdicts = verdicts;
            this.name = Oracle.name(capture.file);
        }

        Stream<DynamicNode> tests() throws IOException {
            List<DynamicNode> tests = new ArrayList<>();
            if (capture.refusal.isPresent() || capture.refusedByBoth()) {
                tests.add(dynamicTest("is refused", this::isRefused));
                return tests.stream();
            }
            tests.add(dynamicTest("header and coverage", this::headerAndCoverage));
            if (capture.modelIsCheap()) {
                tests.add(dynamicTest("naive model", this::naiveModel));
            }
            if (!capture.oracle.refused()) {
                tests.add(dynamicTest("metadata", this::metadata));
                tests.add(dynamicTest("memory samples", this::memorySamples));
                for (String view : List.of("peak", "leaks", "temporary1")) {
                    for (String grouping : List.of("merged", "by_thread")) {
                        if (capture.oracle.view(view, grouping).isPresent()) {
                            tests.add(dynamicTest(view + " " + grouping, () -> view(view, grouping)));
                        }
                    }
                }
                tests.add(dynamicTest("thread names", this::threadNames));
                Optional<JsonObject> stats = Oracle.stats(capture.file);
                if (stats.isPresent()) {
                    tests.add(dynamicTest("stats", () -> stats(stats.get())));
                }
                Optional<JsonObject> trees = Oracle.trees(capture.file);
                if (trees.isPresent() && !trees.get().getAsJsonObject("default").has("error")) {
                    tests.add(dynamicTest("tree shape", this::treeShape));
                    trees.get()
                            .keySet()
                            .forEach(tree -> addTree(tests, tree, trees.get().getAsJsonObject(tree)));
                }
            }
            return tests.stream();
        }

        private void isRefused() throws IOException {
            CaptureException refused = assertThrows(
                    CaptureException.class, () -> Capture.open(capture.file).close());
            if (!capture.container().compressed() && capture.refusal.isPresent()) {
                Class<?> expected = switch (capture.refusal.get()) {
                    case NOT_A_CAPTURE -> CaptureException.NotACapture.class;
                    case UNSUPPORTED -> CaptureException.Unsupported.class;
                    case TRUNCATED_HEADER -> CaptureException.TruncatedHeader.class;
                    case MALFORMED_HEADER -> CaptureException.MalformedHeader.class;
                };
                assertEquals(expected, refused.getClass(), refused.getMessage());
            }
            assertTrue(refused.getMessage().length() > 20, refused.getMessage());
            verdicts.agreed(name, "refused");
        }

        private void headerAndCoverage() throws Exception {
            PlainReader plain = new PlainReader(capture.container());
            PlainReader.Ending ending = capture.ending();
            Coverage coverage = capture.profile().coverage();
            assertAll(
                    () -> assertEquals(plain.header(), capture.profile().header()),
                    () -> assertEquals(ending.end().name(), coverage.end().name(), () -> ending + " / " + coverage),
                    () -> assertEquals(ending.allocationRecords(), coverage.allocationRecords(), "allocation records"),
                    () -> assertEquals(plain.compressed(), coverage.compressed()),
                    () -> assertEquals(coverage.complete(), coverage.problem() == null, "" + coverage));
            if (plain.header().version() >= 7) {
                assertEquals(ending.records(), coverage.records(), "records");
            }
            if (plain.header().version() >= 8) {
                assertEquals(ending.offset(), coverage.streamBytes(), "end of the last whole record");
            }
            if (!coverage.complete()) {
                assertNotNull(coverage.problem());
                assertTrue(coverage.problem().matches(".*\\d.*"), "names the offset: " + coverage.problem());
            }
        }

        private void naiveModel() throws IOException {
            CaptureCase.Model model = capture.model(NO_QUIRKS);
            List<Executable> checks = new ArrayList<>();
            checks.add(() -> requireSame("peak", capture.ours("peak"), model.peak()));
            checks.add(() -> requireSame("leaks", capture.ours("leaks"), model.leaks()));
            for (int threshold : model.temporary().keySet()) {
                checks.add(() -> requireSame(
                        "temporary " + threshold,
                        new ProfileViews(capture.profile(threshold), capture.stacks).temporary(),
                        model.temporary().get(threshold)));
            }
            checks.add(() -> assertEquals(model.peakBytes(), capture.profile().peakBytes(), "peak bytes"));
            checks.add(() -> assertEquals(model.timeline(), capture.views().timeline(), "timeline"));
            assertAll(checks);
        }

        private void requireSame(String question, View ours, View expected) {
            List<String> differences = ours.differences(expected, capture.stacks);
            if (!differences.isEmpty()) {
                fail(question + ": " + summary(differences));
            }
        }

        private static String summary(List<String> differences) {
            return differences.size() + " differ:\n  "
                    + String.join("\n  ", differences.subList(0, Math.min(12, differences.size())));
        }

        private void metadata() throws IOException {
            JsonObject expected = capture.oracle.metadata();
            HeapProfile profile = capture.profile();
            CaptureHeader header = profile.header();
            List<Executable> checks = new ArrayList<>();
            checks.add(() -> assertEquals(expected.get("start_time_ms").getAsLong(), header.startMillis()));
            checks.add(() -> assertEquals(expected.get("end_time_ms").getAsLong(), header.endMillis()));
            checks.add(() -> assertEquals(expected.get("command_line").getAsString(), header.commandLine()));
            checks.add(() -> assertEquals(expected.get("pid").getAsInt(), header.pid()));
            checks.add(() -> assertEquals(expected.get("total_frames").getAsLong(), header.frameCount()));
            checks.add(() -> assertEquals(
                    expected.get("python_allocator").getAsString().replace('_', ' '),
                    header.pythonAllocatorName().replace('_', ' ')));
            if (expected.has("main_thread_id")) {
                checks.add(() -> assertEquals(expected.get("main_thread_id").getAsLong(), header.mainThreadId()));
            }
            if (expected.has("has_native_traces")) {
                checks.add(() -> assertEquals(expected.get("has_native_traces").getAsBoolean(), header.nativeTraces()));
            }
            if (expected.has("trace_python_allocators")) {
                checks.add(() -> assertEquals(
                        expected.get("trace_python_allocators").getAsBoolean(), header.pythonAllocatorsTraced()));
            }
            if (expected.has("file_format")) {
                checks.add(() ->
                        assertEquals(expected.get("file_format").getAsString().startsWith("AGG"), header.aggregated()));
            }
            assertAll(checks);
            if (lostByMemray()) {
                verdicts.differs(name, "totals", damageReason());
                return;
            }
            assertAll(
                    () -> assertEquals(
                            expected.get("total_allocations").getAsLong(),
                            profile.coverage().allocationRecords(),
                            "allocation records"),
                    () -> assertEquals(expected.get("peak_memory").getAsLong(), profile.peakBytes(), "peak memory"));
            verdicts.agreed(name, "metadata");
        }

        /**
         * The stream is damaged, and memray went on reading nonsense or lost whole blocks. Captures of killed programs
         * are not meant: they end early, and memray reads all there is.
         */
        private boolean lostByMemray() throws IOException {
            if (capture.ending().end() == PlainReader.End.CORRUPT || answersAnotherFile()) {
                return true;
            }
            return cutFrame()
                    && capture.oracle.metadata().get("total_allocations").getAsLong()
                            < capture.ending().allocationRecords();
        }

        private boolean cutFrame() {
            return capture.container().compressed() && !capture.container().whole();
        }

        /** The LZ4 frames of the file are whole and hold no trailer, but memray counted one. */
        private boolean answersAnotherFile() throws IOException {
            return capture.ending().end() == PlainReader.End.TRUNCATED
                    && capture.container().compressed()
                    && capture.container().whole()
                    && capture.oracle.recordCounts().has("TRAILER");
        }

        private String damageReason() throws IOException {
            if (answersAnotherFile()) {
                return "memray's answer was recorded from a longer file: it counts a trailer, this one ends before";
            }
            return cutFrame()
                    ? "cut inside a frame: memray drops records that are there"
                    : "damaged: " + capture.ending().problem() + " behind offset "
                            + capture.ending().offset() + "; memray does not notice";
        }

        private void memorySamples() throws IOException {
            Optional<JsonArray> expected = capture.oracle.memorySnapshots();
            if (expected.isEmpty()) {
                return;
            }
            List<NaiveModel.Point> theirs = new ArrayList<>();
            for (JsonElement element : expected.get()) {
                JsonArray point = element.getAsJsonArray();
                theirs.add(new NaiveModel.Point(
                        capture.profile().header().startMillis() + point.get(0).getAsLong(),
                        point.get(1).getAsLong(),
                        point.get(2).getAsLong()));
            }
            List<NaiveModel.Point> ours = capture.views().timeline();
            if (!theirs.equals(ours) && lostByMemray()) {
                assertEquals(capture.model(NO_QUIRKS).timeline(), ours);
                verdicts.differs(name, "memory samples", damageReason());
                return;
            }
            assertEquals(theirs, ours);
            verdicts.agreed(name, "memory samples");
        }

        private void view(String view, String grouping) throws IOException {
            boolean aggregated = capture.profile().header().aggregated();
            boolean merged = grouping.equals("merged");
            View ours = capture.ours(view);
            View theirs = capture.oracle.view(view, grouping).orElseThrow();
            if (aggregated) {
                // memray's counts of aggregated captures are too low; the sum in the file is the measure
                JsonElement count = capture.oracle.totals().get(view + "_allocations_in_file");
                if (count != null) {
                    assertEquals(count.getAsLong(), ours.totalCount(), "allocations in the file");
                }
                requireAgreement(
                        view,
                        grouping,
                        (merged ? ours.merged() : ours).bytesOnly(),
                        (merged ? theirs.merged() : theirs).bytesOnly(),
                        model -> (merged ? model.merged() : model).bytesOnly());
                return;
            }
            requireAgreement(
                    view,
                    grouping,
                    merged ? ours.merged() : ours,
                    merged ? theirs.merged() : theirs,
                    model -> merged ? model.merged() : model);
        }

        private interface Shape {
            View of(View byThread);
        }

        /** Agreement, or a difference with a proven reason. */
        private void requireAgreement(String view, String grouping, View ours, View theirs, Shape shape)
                throws IOException {
            String question = view + " " + grouping;
            List<String> differences = ours.differences(theirs, capture.stacks);
            if (differences.isEmpty()) {
                verdicts.agreed(name, question);
                return;
            }
            View plain = shape.of(capture.model(NO_QUIRKS).view(view));
            if (lostByMemray()) {
                requireSame(question + " against the records before the damage", ours, plain);
                verdicts.differs(name, question, damageReason());
                return;
            }
            for (Set<MemrayQuirk> quirks : capture.possibleQuirks()) {
                View mistaken = shape.of(capture.model(quirks).view(view));
                if (mistaken.differences(theirs, capture.stacks).isEmpty()) {
                    requireSame(question + " against the naive model", ours, plain);
                    verdicts.differs(name, question, "memray: " + quirks);
                    return;
                }
            }
            fail(question + ": " + summary(differences));
        }

        private void threadNames() throws IOException {
            List<Executable> checks = new ArrayList<>();
            if (lostByMemray()) {
                return;
            }
            capture.oracle.view("peak", "by_thread");
            capture.oracle.view("leaks", "by_thread");
            capture.oracle
                    .threadNames()
                    .forEach((thread, theirs) -> checks.add(() -> {
                        String ours = capture.views().threadName(thread);
                        // releases before 1.13 print the thread's id
                        String expected = theirs.equals("0x" + Long.toHexString(thread)) ? "" : theirs;
                        assertEquals(expected, ours, "name of thread " + thread);
                    }));
            assertAll(checks);
            verdicts.agreed(name, "thread names");
        }

        private void stats(JsonObject memray) throws IOException {
            StatsQuestions.requireSameCapture(capture.profile(), memray);
            RunTotals ours = RunTotals.of(capture.file);
            if (StatsQuestions.differences(ours, memray).isEmpty()) {
                verdicts.agreed(name, "stats");
                return;
            }
            for (Set<MemrayQuirk> quirks : capture.possibleQuirks()) {
                if (StatsQuestions.differences(capture.plainTotals(quirks), memray)
                        .isEmpty()) {
                    ours.requireSame(capture.plainTotals(NO_QUIRKS));
                    verdicts.differs(name, "stats", "memray: " + quirks);
                    return;
                }
            }
            fail(summary(StatsQuestions.differences(ours, memray)));
        }

        private CallTree tree(CallTree.Kind kind) throws IOException {
            return CallTreeBuilder.build(capture.profile(), kind);
        }

        private void treeShape() throws IOException {
            TextTree.requireDistinctSiblings(tree(CallTree.Kind.PEAK));
            TextTree.requireDistinctSiblings(tree(CallTree.Kind.LEAKS));
        }

        private void addTree(List<DynamicNode> tests, String treeName, JsonObject tree) {
            String view = treeName.contains("leaks") ? "leaks" : treeName.contains("temporary") ? "temporary1" : "peak";
            boolean byThread = treeName.contains("split_threads");
            if (tree.has("error")) {
                return;
            }
            tests.add(dynamicTest("flags of tree " + treeName, () -> {
                TreeFlags.require(tree, treeName.startsWith("inverted"));
                verdicts.agreed(name, "flags of tree " + treeName);
            }));
            // temporal trees have no figures
            if (treeName.startsWith("temporal")) {
                return;
            }
            tests.add(dynamicTest("tree " + treeName, () -> {
                if (treeName.startsWith("inverted")) {
                    invertedTree(treeName, view, tree);
                } else {
                    tree(treeName, view, byThread, tree);
                }
            }));
        }

        /** memray's tree; of native captures its Python frames alone, for ours has no others. */
        private View memrayTree(JsonObject tree, boolean byThread) throws IOException {
            Set<FrameText> python = TextTree.frames(capture.profile().frames());
            boolean nativeTraces = capture.profile().header().nativeTraces();
            return TextTree.ofMemray(tree, byThread, frame -> !nativeTraces || python.contains(frame), capture.stacks)
                    .orElseThrow();
        }

        private static CallTree.Kind kind(String view) {
            return switch (view) {
                case "leaks" -> CallTree.Kind.LEAKS;
                case "peak" -> CallTree.Kind.PEAK;
                default -> CallTree.Kind.TEMPORARY;
            };
        }

        private static int metric(CallTree tree, CallTree.Kind kind) {
            for (int i = 0; i < tree.metrics().size(); i++) {
                if (tree.metrics().get(i).kind() == kind) {
                    return i;
                }
            }
            throw new AssertionError("no metric " + kind);
        }

        private void tree(String treeName, String view, boolean byThread, JsonObject memrayTree) throws IOException {
            View theirs = memrayTree(memrayTree, byThread);
            CallTree tree = tree(kind(view));
            assertEquals(kind(view), tree.metrics().get(0).kind());
            View ours = TextTree.of(tree, metric(tree, kind(view)), capture.profile(), byThread, capture.stacks);
            compareTrees(treeName, view, ours, theirs, model -> TextTree.of(model, byThread, capture.stacks));
        }

        private void invertedTree(String treeName, String view, JsonObject memrayTree) throws IOException {
            View theirs = memrayTree(memrayTree, false);
            CallTree tree = tree(kind(view));
            View ours = TextTree.inverted(tree, metric(tree, kind(view)), capture.stacks);
            compareTrees(treeName, view, ours, theirs, model -> TextTree.inverted(model, capture.stacks));
        }

        private void compareTrees(String treeName, String view, View ours, View theirs, Shape shape)
                throws IOException {
            boolean aggregated = capture.profile().header().aggregated();
            requireAgreement(
                    view,
                    "tree " + treeName,
                    aggregated ? ours.bytesOnly() : ours,
                    aggregated ? theirs.bytesOnly() : theirs,
                    model -> aggregated ? shape.of(model).bytesOnly() : shape.of(model));
        }
    }
}
