package dev.heapcrest.conformance;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.testing.MemrayQuirk;
import dev.heapcrest.testing.NaiveAggregate;
import dev.heapcrest.testing.NaiveHistory;
import dev.heapcrest.testing.NaiveModel;
import dev.heapcrest.testing.PlainContainer;
import dev.heapcrest.testing.PlainReader;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One capture as three readers see it: we, memray, and the plain reading of docs/capture-format.md. */
final class CaptureCase {
    /** memray's default for the number of memory samples. */
    static final int MAX_MEMORY_RECORDS = 10_000;

    private static final long MODEL_LIMIT_BYTES = 700_000;

    final Path file;
    final TextStacks stacks = new TextStacks();
    final Oracle oracle;

    /** How the plain reader refuses the file; empty if it does not. */
    final Optional<PlainReader.Refusal> refusal;

    private final PlainContainer container;
    private Profile profile;
    private ProfileViews views;
    private PlainReader.Ending ending;
    private final Map<Set<MemrayQuirk>, Model> models = new HashMap<>();

    CaptureCase(Path file) throws IOException {
        this.file = file;
        this.oracle = Oracle.of(file, stacks);
        this.container = PlainContainer.of(Files.readAllBytes(file));
        PlainReader.Refusal refused = null;
        try {
            new PlainReader(container);
        } catch (PlainReader.Refused problem) {
            refused = problem.refusal();
        }
        refusal = Optional.ofNullable(refused);
    }

    /** What the plain reading of a capture says. */
    record Model(
            PlainReader.Ending ending,
            TextView peak,
            TextView leaks,
            Map<Integer, TextView> temporary,
            long peakBytes,
            List<NaiveModel.Point> timeline,
            Map<Long, String> threadNames) {

        TextView view(String name) {
            return switch (name) {
                case "peak" -> peak;
                case "leaks" -> leaks;
                default -> temporary.get(Integer.valueOf(name.substring("temporary".length())));
            };
        }
    }

    /** The model is too slow for captures of millions of records. */
    boolean modelIsCheap() throws IOException {
        return Files.size(file) < MODEL_LIMIT_BYTES;
    }

    Model model(Set<MemrayQuirk> quirks) throws IOException {
        Model known = models.get(quirks);
        if (known == null) {
            known = readModel(quirks);
            models.put(EnumSet.copyOf(quirks.isEmpty() ? EnumSet.noneOf(MemrayQuirk.class) : quirks), known);
        }
        return known;
    }

    private Model readModel(Set<MemrayQuirk> quirks) throws IOException {
        PlainReader reader;
        try {
            reader = new PlainReader(container);
        } catch (PlainReader.Refused problem) {
            throw new AssertionError(problem);
        }
        if (reader.header().aggregated()) {
            NaiveAggregate naive = new NaiveAggregate(reader.header(), stacks, quirks);
            PlainReader.Ending end = reader.readAggregated(naive);
            return new Model(
                    end,
                    naive.peak(),
                    naive.leaks(),
                    Map.of(),
                    naive.peakBytes(),
                    naive.timeline(MAX_MEMORY_RECORDS),
                    naive.threadNames());
        }
        NaiveModel naive = new NaiveModel(reader.header(), stacks, quirks);
        PlainReader.Ending end = reader.read(naive);
        Map<Integer, TextView> temporary = new TreeMap<>();
        for (int threshold : new int[] {0, 1, 2, 7}) {
            temporary.put(threshold, naive.temporary(threshold));
        }
        return new Model(
                end,
                naive.peak(),
                naive.leaks(),
                temporary,
                naive.peakBytes(),
                naive.timeline(MAX_MEMORY_RECORDS),
                naive.threadNames());
    }

    /** Memory over time as the plain reader sees it. */
    NaiveHistory history() {
        try {
            PlainReader reader = new PlainReader(container);
            NaiveModel naive = new NaiveModel(reader.header(), stacks, Set.of());
            reader.read(naive);
            return naive.history();
        } catch (PlainReader.Refused problem) {
            throw new AssertionError(problem);
        }
    }

    /** How far the plain reader came. */
    PlainReader.Ending ending() throws IOException {
        if (ending == null && modelIsCheap()) {
            ending = model(Set.of()).ending();
        }
        if (ending == null) {
            try {
                PlainReader reader = new PlainReader(container);
                ending = reader.header().aggregated()
                        ? reader.readAggregated(new Silent.Aggregated())
                        : reader.read(new Silent.Records());
            } catch (PlainReader.Refused problem) {
                throw new AssertionError(problem);
            }
        }
        return ending;
    }

    /** We cannot open it, as memray could not. */
    boolean refusedByBoth() throws IOException {
        try {
            Capture.open(file).close();
            return false;
        } catch (CaptureException refused) {
            return oracle.refused();
        }
    }

    /** What the program allocated, as the plain reader sees it. */
    RunTotals plainTotals(Set<MemrayQuirk> quirks) {
        try {
            PlainReader reader = new PlainReader(container);
            NaiveModel naive = new NaiveModel(reader.header(), stacks, quirks);
            reader.read(naive);
            return RunTotals.of(naive);
        } catch (PlainReader.Refused problem) {
            throw new AssertionError(problem);
        }
    }

    PlainContainer container() {
        return container;
    }

    /** The profile with temporary allocations of threshold 1. */
    Profile profile() throws IOException {
        if (profile == null) {
            profile = profile(1);
        }
        return profile;
    }

    Profile profile(int temporaryThreshold) throws IOException {
        try (Capture capture = Capture.open(file)) {
            int threshold = capture.header().aggregated() ? -1 : temporaryThreshold;
            return HeapProfiler.profile(
                    capture,
                    ProfileOptions.DEFAULT.withTemporaryThreshold(threshold).withMaxMemoryRecords(MAX_MEMORY_RECORDS));
        }
    }

    ProfileViews views() throws IOException {
        if (views == null) {
            views = new ProfileViews(profile(), stacks);
        }
        return views;
    }

    TextView ours(String name) throws IOException {
        return switch (name) {
            case "peak" -> views().peak();
            case "leaks" -> views().leaks();
            default -> views().temporary();
        };
    }

    /** Sets of quirks that can make a difference in this capture, smallest first. */
    List<Set<MemrayQuirk>> possibleQuirks() throws IOException {
        int version = profile().header().version();
        int minor = profile().header().pythonVersion() >>> 16 & 0xFF;
        if (version >= 12 && minor <= 9) {
            return List.of(
                    EnumSet.of(MemrayQuirk.EMPTY_TABLE_IS_LINE_0),
                    EnumSet.of(MemrayQuirk.SIGNED_ADDRESS_INCREMENTS),
                    EnumSet.of(MemrayQuirk.EMPTY_TABLE_IS_LINE_0, MemrayQuirk.SIGNED_ADDRESS_INCREMENTS));
        }
        return version < 10 ? List.of(EnumSet.of(MemrayQuirk.NO_PEAK_TEST_AFTER_FREE)) : List.of();
    }
}
