package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.symbols.ImageAddresses;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.ImageState;
import dev.heapcrest.symbols.SymbolKind;
import dev.heapcrest.symbols.SymbolSource;
import dev.heapcrest.symbols.SymbolTable;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The shape of hybrid stacks where the images are not there: memray's, made with all images, tells which run of native
 * frames is where between which Python frames.
 *
 * <p>Nothing is known of the images but where the interpreter's loop is. It follows from the captures: of all ranges of the
 * interpreter's addresses it is the only one that each native stack has as many of as its thread has frames that entered
 * the loop (in versions 6 to 8 always 6 more, for frames that were cut when written). With the loop named and every other
 * address by itself, runs of addresses are where memray has runs of names. One run must have the same names wherever it
 * is, and so translated the stacks must be memray's, all of them, with their bytes and numbers. What stays are stacks of
 * one Python stack and equal figures, whose runs are nowhere else: any of them may be any of memray's.
 *
 * <p>Aggregated captures are left out: memray has a row for each list of images, which we sum up.
 */
class HybridShapeTest {
    /** What we call the file of native frames. */
    private static final String NATIVE = "(native)";

    private static final String LOOP = "_PyEval_EvalFrameDefault";

    /** Return addresses in the interpreter's loop, from the first to the last that a capture has. */
    private record LoopSymbols(long first, long last) implements SymbolSource {
        @Override
        public SymbolTable symbolize(List<ImageAddresses> wanted) {
            SymbolTable.Builder table = new SymbolTable.Builder();
            for (ImageAddresses each : wanted) {
                String path = each.image().path();
                table.image(new ImageReport(each.image(), ImageState.FOUND, path, "", SymbolKind.DWARF, "", ""));
                for (long offset : each.offsets()) {
                    table.address();
                    boolean loop = path.contains("/libpython3") && first <= offset && offset <= last;
                    table.level((loop ? "loop" : path) + "@" + Long.toHexString(offset), NATIVE, 0);
                    if (loop) {
                        table.level(LOOP, NATIVE, 0);
                    }
                }
            }
            return table.build();
        }
    }

    /** A stack in pieces: its Python frames, and the native ones before, between and after them. */
    private record Stack(TextView.Figures figures, List<FrameText> python, List<List<FrameText>> runs) {
        static Stack of(TextView.Figures figures, List<FrameText> innermostFirst) {
            List<FrameText> python = new ArrayList<>();
            List<List<FrameText>> runs = new ArrayList<>(List.of(new ArrayList<>()));
            for (FrameText frame : innermostFirst) {
                if (isPython(frame.file())) {
                    python.add(frame);
                    runs.add(new ArrayList<>());
                } else {
                    runs.get(runs.size() - 1).add(frame);
                }
            }
            return new Stack(figures, python, runs);
        }

        private static boolean isPython(String file) {
            return file.endsWith(".py") || (file.startsWith("<") && !file.equals("<unknown>"));
        }

        /** Whether it can be that stack, as far as names are known. */
        boolean fits(Stack other, Names names) {
            for (int i = 0; i < runs.size(); i++) {
                if (!names.allow(runs.get(i), other.runs.get(i))) {
                    return false;
                }
            }
            return figures.equals(other.figures);
        }
    }

    /** What runs of addresses are called. */
    private static final class Names {
        private final Map<List<FrameText>, List<FrameText>> ofRuns = new HashMap<>();

        /**
         * Whether these can be the names of a run. Each address has one at least, and runs that begin or end with the same
         * addresses begin or end with the same names.
         */
        boolean allow(List<FrameText> run, List<FrameText> named) {
            List<FrameText> known = ofRuns.get(run);
            if (known != null) {
                return known.equals(named);
            }
            return least(run) <= named.size()
                    && (!run.isEmpty() || named.isEmpty())
                    && ofRuns.entrySet().stream()
                            .allMatch(other -> agree(run, named, other.getKey(), other.getValue()));
        }

        private static boolean agree(
                List<FrameText> run, List<FrameText> named, List<FrameText> otherRun, List<FrameText> otherNamed) {
            int first = common(run, otherRun, false);
            int last = common(run, otherRun, true);
            return common(named, otherNamed, false) >= least(run.subList(0, first))
                    && common(named, otherNamed, true) >= least(run.subList(run.size() - last, run.size()));
        }

        /** Elements at the beginning, or at the end, that are the same. */
        private static int common(List<FrameText> one, List<FrameText> other, boolean fromEnd) {
            int same = 0;
            while (same < Math.min(one.size(), other.size())
                    && one.get(fromEnd ? one.size() - 1 - same : same)
                            .equals(other.get(fromEnd ? other.size() - 1 - same : same))) {
                same++;
            }
            return same;
        }

        /** Fewest names: what the loop has inlined may be nothing. */
        private static int least(List<FrameText> run) {
            return (int) run.stream()
                    .filter(frame -> !frame.function().startsWith("loop@"))
                    .count();
        }

        void learn(List<FrameText> run, List<FrameText> named) {
            assertEquals(named, ofRuns.computeIfAbsent(run, any -> named), () -> "names of " + run);
        }
    }

    private record Group(long thread, List<FrameText> python) {}

    private static Map<Group, List<Stack>> byPythonStack(List<Oracle.Held> held, TextStacks stacks) {
        Map<Group, List<Stack>> groups = new HashMap<>();
        for (Oracle.Held each : held) {
            Stack stack = Stack.of(new TextView.Figures(each.bytes(), each.count()), stacks.frames(each.stackId()));
            groups.computeIfAbsent(new Group(each.thread(), stack.python()), any -> new ArrayList<>())
                    .add(stack);
        }
        return groups;
    }

    @ParameterizedTest
    @CsvSource({
        "nativemix-h7-py38-m1.1.0-native-lz4, 6e574, 73d12",
        "nativemix-h8-py310-m1.3.1-native-lz4, 6622b, 6e1bf",
        "nativemix-h9-py311-m1.4.0-native-lz4, fc226, 105308",
        "nativemix-h10-py311-m1.8.0-native-lz4, fc226, 105308",
        "nativemix-h11-py311-m1.11.0-native-lz4, fc226, 105308",
        "nativemix-h11-py311-m1.18.0-native-lz4, fc226, 105308",
        "nativemix-h12-py311-m1.19.3-native-lz4, fc226, 105308",
        "nativemix-h13-py313-lz4, 8cef6, 9490b",
        "leaks-h13-py313-native-raw, 8cef6, 9490b",
        "simple-h13-py313-native-lz4, 8cef6, 9490b"
    })
    void runs_of_native_frames_are_where_memray_has_them(String name, String first, String last) throws IOException {
        Path file = CommandRun.CAPTURES.resolve(name + ".bin");
        Profile profile;
        try (Capture capture = Capture.open(file)) {
            profile = HeapProfiler.profile(
                    capture,
                    ProfileOptions.DEFAULT,
                    new LoopSymbols(Long.parseLong(first, 16), Long.parseLong(last, 16)));
        }
        TextStacks stacks = new TextStacks();
        Names names = new Names();
        for (View.Kind kind : List.of(View.Kind.PEAK, View.Kind.LEAKS)) {
            List<Oracle.Held> ours = new ArrayList<>();
            ProfileViews.hybrid(profile, profile.figures(kind), stacks)
                    .figures()
                    .forEach((key, sum) ->
                            ours.add(new Oracle.Held(key.thread(), key.stackId(), sum.bytes(), sum.count())));
            List<Oracle.Held> theirs = Oracle.of(file, stacks).hybrid(kind == View.Kind.PEAK ? "peak" : "leaks");
            same(byPythonStack(ours, stacks), byPythonStack(theirs, stacks), names);
        }
        assertTrue(names.ofRuns.size() > 5, names.ofRuns.size() + " runs");
    }

    private static void same(Map<Group, List<Stack>> ours, Map<Group, List<Stack>> theirs, Names names) {
        assertEquals(theirs.keySet(), ours.keySet(), "Python frames");
        int all = count(ours);
        int before;
        do {
            before = count(ours);
            for (Map.Entry<Group, List<Stack>> group : ours.entrySet()) {
                List<Stack> candidates = theirs.get(group.getKey());
                group.getValue().removeIf(stack -> {
                    List<Stack> fitting = candidates.stream()
                            .filter(other -> stack.fits(other, names))
                            .toList();
                    assertTrue(!fitting.isEmpty(), () -> "memray has no " + stack + " but " + candidates);
                    if (fitting.stream().map(Stack::runs).distinct().count() > 1) {
                        return false;
                    }
                    for (int i = 0; i < stack.runs().size(); i++) {
                        names.learn(stack.runs().get(i), fitting.get(0).runs().get(i));
                    }
                    candidates.remove(fitting.get(0));
                    return true;
                });
            }
        } while (count(ours) < before);
        ours.forEach((group, stacks) -> assertEquals(figures(theirs.get(group)), figures(stacks), "the rest"));
        assertTrue(count(ours) * 8 <= all, () -> count(ours) + " of " + all + " could be several of memray's");
    }

    private static List<TextView.Figures> figures(List<Stack> stacks) {
        return stacks.stream()
                .map(Stack::figures)
                .sorted(Comparator.comparingLong(TextView.Figures::bytes).thenComparing(TextView.Figures::count))
                .toList();
    }

    private static int count(Map<Group, List<Stack>> groups) {
        return groups.values().stream().mapToInt(List::size).sum();
    }
}
