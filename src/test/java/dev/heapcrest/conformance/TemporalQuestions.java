package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.NaiveHistory;
import dev.heapcrest.testing.TextView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/**
 * Memory over time of one capture: against the plain profile, whatever the number of buckets; and where memray was asked,
 * against {@code flamegraph --temporal} with a bucket for each of memray's intervals. A difference passes only as one of
 * memray's known mistakes (docs/differences-from-memray.md), which the plain reading makes as well when told to.
 */
final class TemporalQuestions {
    private static final String BY_THREAD = "by_thread";

    private final CaptureCase capture;
    private final Agreement agreement;

    TemporalQuestions(CaptureCase capture, Agreement agreement) {
        this.capture = capture;
        this.agreement = agreement;
    }

    Stream<DynamicNode> tests() throws IOException {
        List<DynamicNode> tests = new ArrayList<>();
        if (capture.profile().header().aggregated()) {
            return tests.stream();
        }
        tests.add(dynamicTest("over time as in the plain profile", this::plainProfile));
        Optional<JsonObject> answer = Oracle.temporal(capture.file);
        if (answer.isPresent() && answer.get().getAsJsonObject("views").has("peak_merged")) {
            JsonObject views = answer.get().getAsJsonObject("views");
            for (String grouping : List.of("merged", BY_THREAD)) {
                tests.add(dynamicTest(
                        "temporal peak " + grouping, () -> peaks(views.getAsJsonObject("peak_" + grouping), grouping)));
                tests.add(dynamicTest(
                        "temporal leaks " + grouping,
                        () -> leaks(views.getAsJsonObject("leaks_" + grouping), grouping)));
            }
        }
        return tests.stream();
    }

    private Profile profile(int buckets) throws IOException {
        try (Capture open = Capture.open(capture.file)) {
            return HeapProfiler.profile(
                    open, ProfileOptions.DEFAULT.withHistory(new HistoryOptions(buckets, null, null)));
        }
    }

    private void plainProfile() throws IOException {
        Profile plain = capture.profile();
        for (int buckets : new int[] {2, 7, HistoryOptions.DEFAULT_BUCKETS}) {
            Profile profile = profile(buckets);
            ProfileViews views = new ProfileViews(profile, capture.stacks);
            agreement.requireSame("peak of " + buckets, views.peak(), capture.ours("peak"));
            agreement.requireSame("leaks of " + buckets, views.leaks(), capture.ours("leaks"));
            assertEquals(plain.peakBytes(), profile.peakBytes());
            assertEquals(plain.peakRecord(), profile.peakRecord());
            assertEquals(plain.peakTime(), profile.peakTime());
            assertEquals(plain.timeline(), profile.timeline());
            assertEquals(plain.coverage(), profile.coverage());
            History history = profile.history();
            assertEquals(
                    plain.coverage().allocationRecords(),
                    history.buckets().records().sum());
            assertTrue(history.buckets().count() <= buckets);
            // came in at any time and is still there
            TextView never = views.lifetimes(i -> history.lifetimes().died().get(i) == History.NEVER, true);
            assertEquals(views.leaks().totalBytes(), never.totalBytes());
            assertEquals(views.leaks().totalCount(), never.totalCount());
        }
    }

    private void peaks(JsonObject view, String grouping) throws IOException {
        Profile profile = profile(HistoryOptions.MOST_BUCKETS);
        ProfileViews views = new ProfileViews(profile, capture.stacks);
        History.Lifetimes lifetimes = profile.history().lifetimes();
        JsonArray marks = view.getAsJsonArray("high_water_mark_by_snapshot");
        int count = marks.size();
        assertEquals(count, profile.history().buckets().count(), "buckets");
        NaiveHistory naive = capture.history();
        TreeSet<String> reasons = new TreeSet<>();
        for (int k = 0; k < count; k++) {
            long ours = profile.history().buckets().markBytes().get(k);
            assertEquals(naive.markBytes(k), ours, "bucket " + k);
            if (ours != marks.get(k).getAsLong()) {
                assertEquals(count - 1, k, "a mark that differs");
                assertEquals(naive.largestBeforeFallInLast(), marks.get(k).getAsLong(), "M1");
                reasons.add("M1");
            }
        }
        List<TextView> theirs = held(view, count, grouping);
        for (int k = 0; k < count; k++) {
            int instant = 2 * k;
            TextView ours = views.lifetimes(
                    i -> lifetimes.born().get(i) <= instant
                            && instant < lifetimes.died().get(i),
                    grouping.equals(BY_THREAD));
            if (ours.differences(theirs.get(k), capture.stacks).isEmpty()) {
                continue;
            }
            TextView right = naive.held(k, false, grouping.equals(BY_THREAD));
            agreement.requireSame("bucket " + k + " against the plain reading", ours, right);
            TextView mistaken = naive.held(k, true, grouping.equals(BY_THREAD));
            if (!mistaken.differences(theirs.get(k), capture.stacks).isEmpty()) {
                fail("bucket " + k + ": " + Agreement.summary(ours.differences(theirs.get(k), capture.stacks)));
            }
            reasons.add("M3");
        }
        close("temporal peak " + grouping, reasons);
    }

    private void close(String question, TreeSet<String> reasons) {
        if (reasons.isEmpty()) {
            agreement.agreed(question);
        } else {
            agreement.differs(question, "memray: " + String.join(", ", reasons));
        }
    }

    private interface Visitor {
        void entry(long thread, int stackId, int born, int died, long bytes, long count);
    }

    private void forEach(JsonObject view, String grouping, Visitor visitor) {
        for (JsonElement element : view.getAsJsonArray("records")) {
            JsonObject row = element.getAsJsonObject();
            List<FrameText> stack = new ArrayList<>();
            for (JsonElement frame : row.getAsJsonArray("stack")) {
                stack.add(Oracle.frame(frame.getAsJsonArray()));
            }
            int id = NaiveHistory.withAllocator(
                    capture.stacks,
                    capture.stacks.id(stack),
                    row.get("allocator").getAsString());
            long thread = grouping.equals(BY_THREAD) ? row.get("thread_id").getAsLong() : TextView.ANY_THREAD;
            for (JsonElement interval : row.getAsJsonArray("intervals")) {
                JsonArray entry = interval.getAsJsonArray();
                int died =
                        entry.get(1).isJsonNull() ? History.NEVER : entry.get(1).getAsInt();
                visitor.entry(
                        thread,
                        id,
                        entry.get(0).getAsInt(),
                        died,
                        entry.get(3).getAsLong(),
                        entry.get(2).getAsLong());
            }
        }
    }

    private List<TextView> held(JsonObject view, int count, String grouping) {
        List<TextView> held = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            held.add(new TextView());
        }
        forEach(view, grouping, (thread, stackId, born, died, bytes, number) -> {
            for (int k = born; k < Math.min(died, count); k++) {
                held.get(k).add(thread, stackId, bytes, number);
            }
        });
        return held;
    }

    private void leaks(JsonObject view, String grouping) throws IOException {
        Profile profile = profile(HistoryOptions.MOST_BUCKETS);
        ProfileViews views = new ProfileViews(profile, capture.stacks);
        History.Lifetimes lifetimes = profile.history().lifetimes();
        TreeMap<Long, TextView> theirs = new TreeMap<>();
        forEach(
                view,
                grouping,
                (thread, stackId, born, died, bytes, number) -> theirs.computeIfAbsent(
                                span(born, died), any -> new TextView())
                        .add(thread, stackId, bytes, number));
        TreeSet<Long> spans = new TreeSet<>(theirs.keySet());
        for (int i = 0; i < lifetimes.count(); i++) {
            long span = span(lifetimes, i);
            if (span >= 0) {
                spans.add(span);
            }
        }
        TreeSet<String> reasons = new TreeSet<>();
        for (long span : spans) {
            TextView ours = views.lifetimes(i -> span(lifetimes, i) == span, grouping.equals(BY_THREAD));
            TextView answer = theirs.getOrDefault(span, new TextView());
            List<String> differences = ours.differences(answer, capture.stacks);
            if (differences.isEmpty()) {
                continue;
            }
            // only counts, and only where mappings were cut
            agreement.requireSame("bytes of " + span, ours.bytesOnly(), answer.bytesOnly());
            assertTrue(differences.stream().allMatch(line -> line.contains("MMAP")), differences.toString());
            assertTrue(capture.history().cutsMappings(), differences.toString());
            reasons.add("M6");
        }
        close("temporal leaks " + grouping, reasons);
    }

    /** Interval of birth and of death; -1 where both are one. */
    private static long span(History.Lifetimes lifetimes, int i) {
        int born = lifetimes.born().get(i) >> 1;
        int died = lifetimes.died().get(i) == History.NEVER
                ? History.NEVER
                : lifetimes.died().get(i) >> 1;
        return born == died ? -1 : span(born, died);
    }

    private static long span(int born, int died) {
        return (long) born << Integer.SIZE | died;
    }
}
