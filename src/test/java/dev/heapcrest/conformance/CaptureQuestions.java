package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.Damage;
import dev.heapcrest.capture.DamageText;
import dev.heapcrest.capture.Rule;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.testing.MemrayQuirk;
import dev.heapcrest.testing.NaiveModel;
import dev.heapcrest.testing.PlainReader;
import dev.heapcrest.testing.TextView;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.function.Executable;

/** The questions about one capture; nothing of it outlives its tests. */
final class CaptureQuestions {
    private final CaptureCase capture;
    private final Agreement agreement;

    CaptureQuestions(CaptureCase capture, Verdicts verdicts) {
        this.capture = capture;
        this.agreement = new Agreement(capture, verdicts);
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
            new TreeQuestions(capture, agreement).tests().forEach(tests::add);
            new ReporterQuestions(capture, agreement).tests().forEach(tests::add);
        }
        new TemporalQuestions(capture, agreement).tests().forEach(tests::add);
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
        agreement.agreed("refused");
    }

    private void headerAndCoverage() throws Exception {
        PlainReader plain = new PlainReader(capture.container());
        PlainReader.Ending ending = capture.ending();
        Coverage coverage = capture.profile().coverage();
        assertAll(
                () -> assertEquals(plain.header(), capture.profile().header()),
                () -> assertEquals(ending.end().name(), coverage.state().name(), () -> ending + " / " + coverage),
                () -> assertEquals(ending.allocationRecords(), coverage.allocationRecords(), "allocation records"),
                () -> assertEquals(plain.compressed(), coverage.compressed()),
                () -> assertEquals(coverage.complete(), DamageText.of(coverage).isEmpty(), "" + coverage));
        if (plain.header().version() >= 7) {
            assertEquals(ending.records(), coverage.records(), "records");
        }
        if (plain.header().version() >= 8) {
            assertEquals(ending.offset(), coverage.streamBytes(), "end of the last whole record");
        }
        long fileBytes = Files.size(capture.file);
        for (Damage damage : coverage.damages()) {
            String text = DamageText.of(coverage);
            if (damage.rule().text().startsWith("lz4_")) {
                assertEquals(Damage.Stream.FILE, damage.stream(), text);
                // of a block that the file ends in its beginning is read all the same
                boolean cut = damage.rule() == Rule.LZ4_BLOCK_CUT;
                assertTrue((cut || damage.offset() >= coverage.inputBytes()) && damage.offset() <= fileBytes, text);
                assertTrue(text.contains(" file offset " + damage.offset()), text);
            } else {
                assertEquals(coverage.streamBytes(), damage.offset(), text);
                assertEquals(plain.compressed(), damage.stream() == Damage.Stream.DECOMPRESSED, text);
            }
            assertTrue(text.contains(" offset " + coverage.streamBytes()), text);
        }
    }

    private void naiveModel() throws IOException {
        CaptureCase.Model model = capture.model(Agreement.NO_QUIRKS);
        List<Executable> checks = new ArrayList<>();
        checks.add(() -> agreement.requireSame("peak", capture.ours("peak"), model.peak()));
        checks.add(() -> agreement.requireSame("leaks", capture.ours("leaks"), model.leaks()));
        for (int threshold : model.temporary().keySet()) {
            checks.add(() -> agreement.requireSame(
                    "temporary " + threshold,
                    new ProfileViews(capture.profile(threshold), capture.stacks).temporary(),
                    model.temporary().get(threshold)));
        }
        checks.add(() -> assertEquals(model.peakBytes(), capture.profile().peakBytes(), "peak bytes"));
        checks.add(() -> assertEquals(model.timeline(), capture.views().timeline(), "timeline"));
        assertAll(checks);
    }

    private void metadata() throws IOException {
        JsonObject expected = capture.oracle.metadata();
        Profile profile = capture.profile();
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
        if (agreement.lostByMemray()) {
            agreement.differs("totals", agreement.damageReason());
            return;
        }
        assertAll(
                () -> assertEquals(
                        expected.get("total_allocations").getAsLong(),
                        profile.coverage().allocationRecords(),
                        "allocation records"),
                () -> assertEquals(expected.get("peak_memory").getAsLong(), profile.peakBytes(), "peak memory"));
        agreement.agreed("metadata");
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
        if (!theirs.equals(ours) && agreement.lostByMemray()) {
            assertEquals(capture.model(Agreement.NO_QUIRKS).timeline(), ours);
            agreement.differs("memory samples", agreement.damageReason());
            return;
        }
        assertEquals(theirs, ours);
        agreement.agreed("memory samples");
    }

    private void view(String view, String grouping) throws IOException {
        boolean aggregated = capture.profile().header().aggregated();
        boolean merged = grouping.equals("merged");
        TextView ours = capture.ours(view);
        TextView theirs = capture.oracle.view(view, grouping).orElseThrow();
        if (aggregated) {
            // memray's counts of aggregated captures are too low; the sum in the file is the measure
            JsonElement count = capture.oracle.totals().get(view + "_allocations_in_file");
            if (count != null) {
                assertEquals(count.getAsLong(), ours.totalCount(), "allocations in the file");
            }
            agreement.requireAgreement(
                    view,
                    grouping,
                    (merged ? ours.merged() : ours).bytesOnly(),
                    (merged ? theirs.merged() : theirs).bytesOnly(),
                    model -> (merged ? model.merged() : model).bytesOnly());
            return;
        }
        agreement.requireAgreement(
                view,
                grouping,
                merged ? ours.merged() : ours,
                merged ? theirs.merged() : theirs,
                model -> merged ? model.merged() : model);
    }

    private void threadNames() throws IOException {
        List<Executable> checks = new ArrayList<>();
        if (agreement.lostByMemray()) {
            return;
        }
        capture.oracle.view("peak", "by_thread");
        // the last word have views that read to the end: at the peak a thread may not have had its name yet
        capture.oracle.view("leaks", "by_thread");
        capture.oracle.view("temporary1", "by_thread");
        capture.oracle
                .threadNames()
                .forEach((thread, theirs) -> checks.add(() -> {
                    String ours = capture.views().threadName(thread);
                    // releases before 1.13 print the thread's id
                    String expected = theirs.equals("0x" + Long.toHexString(thread)) ? "" : theirs;
                    assertEquals(expected, ours, "name of thread " + thread);
                }));
        assertAll(checks);
        agreement.agreed("thread names");
    }

    private void stats(JsonObject memray) throws IOException {
        JsonObject said = StatsQuestions.ours(capture.file);
        StatsQuestions.requireSameCapture(said, memray);
        RunTotals ours = RunTotals.of(capture.file);
        List<String> differences = StatsQuestions.differences(said, memray);
        if (differences.isEmpty() && StatsQuestions.differences(ours, memray).isEmpty()) {
            agreement.agreed("stats");
            return;
        }
        for (Set<MemrayQuirk> quirks : capture.possibleQuirks()) {
            if (StatsQuestions.differences(capture.plainTotals(quirks), memray).isEmpty()) {
                ours.requireSame(capture.plainTotals(Agreement.NO_QUIRKS));
                // what the command prints are these sums, or its lines alone differ
                assertEquals(
                        List.of(),
                        differences.stream()
                                .filter(difference -> !difference.startsWith("top_allocations_"))
                                .toList());
                agreement.differs("stats", "memray: " + quirks);
                return;
            }
        }
        differences.addAll(StatsQuestions.differences(ours, memray));
        fail(Agreement.summary(differences));
    }
}
