import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ConfidentialFiles;
import dev.heapcrest.report.PageBudget;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.report.html.FlameGraphReport;
import dev.heapcrest.tree.CallTree;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes a report over a synthetic call graph, and the same tree as rows of text for other viewers. A call graph of 4,000
 * functions, each calling up to six others, is walked from its entry; stacks are cut off at random, so that the tree has
 * the regularity of real programs.
 *
 * <p>{@code java -cp target/heapcrest.jar benchmarks/viewer/SyntheticReport.java NODES REPORT.html [TREE.tsv|- [LIFETIMES]]}
 *
 * <p>With a number of lifetimes the report has memory over time: 1,000 buckets, in one of which each of them begins. A third
 * never end, the others in any bucket after it.
 *
 * <p>Rows of the tree: depth, function, file, line, thread, bytes, allocations (own ones, 0 where there are none).
 */
public final class SyntheticReport {
    private static final int FUNCTIONS = 4000;
    private static final int CALLEES = 6;
    private static final int DEEPEST = 60;
    private static final int THREADS = 4;
    private static final int BUCKETS = 1000;
    private static final String[] FOLDERS = {
        "/srv/shop/shop/",
        "/srv/shop/shop/orders/",
        "/usr/lib/python3.12/json/",
        "/srv/venv/lib/python3.12/site-packages/pandas/"
    };

    private final SplittableRandom random = new SplittableRandom(1);
    private final int[][] callees = new int[FUNCTIONS + 1][];
    private final int[] depths;
    private final int[] frames;

    private SyntheticReport(int nodes) {
        depths = new int[nodes];
        frames = new int[nodes];
    }

    public static void main(String[] arguments) throws IOException {
        SyntheticReport maker = new SyntheticReport(Integer.parseInt(arguments[0]));
        maker.walk();
        CallTree tree = maker.sized();
        History history = History.NONE;
        if (arguments.length > 3) {
            tree = maker.timed(tree, Integer.parseInt(arguments[3]));
            history = maker.buckets(tree);
        }
        try (OutputStream html = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
            FlameGraphReport.write(profile(tree, history), tree, options(), html);
        }
        if (arguments.length > 2 && !arguments[2].equals("-")) {
            rows(tree, Path.of(arguments[2]));
        }
    }

    private void walk() {
        for (int function = 1; function <= FUNCTIONS; function++) {
            int[] chosen = random.ints(1 + random.nextInt(CALLEES), 1, FUNCTIONS + 1)
                    .distinct()
                    .toArray();
            callees[function] = chosen;
        }
        callees[0] = new int[] {1, 2, 3};
        int[] cursor = new int[DEEPEST + 2];
        int[] open = new int[DEEPEST + 2];
        int depth = 0;
        for (int node = 1; node < depths.length; node++) {
            // siblings are distinct: each function's callees are entered once, in order
            if (depth > 0 && random.nextInt(12) == 0) {
                // the outermost frames of a program stay
                depth = Math.max(Math.min(depth, 8), random.nextInt(depth));
            }
            while (depth > 0
                    && (cursor[depth] >= callees[open[depth]].length || depth >= DEEPEST || random.nextInt(9) == 0)) {
                depth--;
            }
            int frame = depth == 0 ? 1 + cursor[0]++ % FUNCTIONS : callees[open[depth]][cursor[depth]++];
            depth++;
            open[depth] = frame;
            cursor[depth] = 0;
            depths[node] = depth;
            frames[node] = frame;
        }
    }

    private CallTree sized() {
        List<int[]> own = new ArrayList<>();
        int subtree = 0;
        for (int node = 1; node < depths.length; node++) {
            // one thread for each subtree of the root: memray would split shared nodes by thread, and have more of them
            subtree += depths[node] == 1 ? 1 : 0;
            boolean leaf = node + 1 == depths.length || depths[node + 1] <= depths[node];
            if (leaf || random.nextInt(5) == 0) {
                int bytes = (int) (Math.pow(random.nextDouble(), 6) * 5_000_000) + 16;
                own.add(new int[] {node, subtree % THREADS, bytes, 1 + random.nextInt(20)});
            }
        }
        int[] nodes = own.stream().mapToInt(value -> value[0]).toArray();
        int[] threads = own.stream().mapToInt(value -> value[1]).toArray();
        long[] bytes = own.stream().mapToLong(value -> value[2]).toArray();
        long[] counts = own.stream().mapToLong(value -> value[3]).toArray();
        byte[] allocators = new byte[nodes.length];
        java.util.Arrays.fill(allocators, (byte) 6);
        return new CallTree(
                depths,
                frames,
                new Names(),
                nodes,
                threads,
                allocators,
                List.of(
                        new Figures(View.PEAK, LongColumn.of(bytes), LongColumn.of(counts)),
                        new Figures(
                                View.LEAKS,
                                LongColumn.of(new long[bytes.length]),
                                LongColumn.of(new long[bytes.length]))));
    }

    private CallTree timed(CallTree tree, int lifetimes) {
        // own value, birth, death and size in one number, so that they are sorted as they must be
        long[] keys = random.longs(lifetimes, 0, tree.ownNodes().length)
                .map(own -> own << 32 | (long) random.nextInt(2 * BUCKETS) << 16 | random.nextInt(1 << 16))
                .sorted()
                .toArray();
        List<int[]> lives = new ArrayList<>();
        for (long key : keys) {
            int own = (int) (key >> 32);
            int born = (int) (key >> 16) & 0xFFFF;
            int[] before = lives.isEmpty() ? new int[] {-1, 0} : lives.get(lives.size() - 1);
            // of two that begin together the second is left out
            if (before[0] != own || before[1] != born) {
                int life = (int) (key & 0xFFFF);
                int died = born + 1 + life % (2 * BUCKETS - born);
                lives.add(
                        new int[] {own, born, life % 3 == 0 || died >= 2 * BUCKETS ? History.NEVER : died, 16 + life});
            }
        }
        return new CallTree(
                tree.depths(),
                tree.nodeFrames(),
                tree.frames(),
                tree.ownNodes(),
                tree.ownThreads(),
                tree.ownAllocators(),
                tree.figures(),
                new History.Lifetimes(
                        IntColumn.of(lives.stream().mapToInt(life -> life[0]).toArray()),
                        IntColumn.of(lives.stream().mapToInt(life -> life[1]).toArray()),
                        IntColumn.of(lives.stream().mapToInt(life -> life[2]).toArray()),
                        LongColumn.of(lives.stream()
                                .mapToLong(life -> 1 + life[3] % 9)
                                .toArray()),
                        LongColumn.of(lives.stream().mapToLong(life -> life[3]).toArray())));
    }

    private History buckets(CallTree tree) {
        long[] held = new long[2 * BUCKETS + 1];
        for (int i = 0; i < tree.lifetimes().count(); i++) {
            held[tree.lifetimes().born().get(i)] += tree.lifetimes().bytes().get(i);
            held[Math.min(2 * BUCKETS, tree.lifetimes().died().get(i))] -=
                    tree.lifetimes().bytes().get(i);
        }
        long[][] columns = new long[5][BUCKETS];
        long now = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            columns[0][bucket] = 1000;
            columns[1][bucket] = 1000L * bucket + 500;
            now += held[2 * bucket];
            columns[2][bucket] = now;
            now += held[2 * bucket + 1];
            columns[3][bucket] = now;
            columns[4][bucket] = 1_700_000_000_000L + 10L * (bucket + 1);
        }
        return new History(
                new History.Buckets(
                        LongColumn.of(columns[0]),
                        LongColumn.of(columns[1]),
                        LongColumn.of(columns[2]),
                        LongColumn.of(columns[3]),
                        LongColumn.of(columns[4])),
                // the page takes those of the tree
                History.NONE.lifetimes(),
                new History.Range(0, BUCKETS - 1));
    }

    private record Names() implements FrameTable {
        @Override
        public int count() {
            return FUNCTIONS;
        }

        @Override
        public String function(int id) {
            return id % 97 == 0 ? "_find_and_load" : "function_" + id;
        }

        @Override
        public String file(int id) {
            return id % 97 == 0
                    ? "<frozen importlib._bootstrap>"
                    : FOLDERS[id % FOLDERS.length] + "module_" + id / 40 + ".py";
        }

        @Override
        public int line(int id) {
            return 10 + id % 500;
        }
    }

    private static Profile profile(CallTree tree, History history) {
        long now = 1_700_000_000_000L;
        CaptureHeader header = new CaptureHeader(
                13,
                0x030D00F0,
                false,
                false,
                12,
                0,
                now,
                now + 60_000,
                "python -m shop",
                4711,
                1,
                0,
                1,
                false,
                false,
                "/usr/lib/python3.12",
                List.of("/srv/venv/lib/python3.12/site-packages"),
                List.of("/srv/shop", "/usr/lib/python3.12"));
        IntColumn root = IntColumn.of(0);
        IntColumn none = IntColumn.of();
        return new Profile(
                header,
                new Coverage(20, 12, 1000, 1000, 1000, false, List.of()),
                ProfileFrames.copyOf(tree.frames()),
                new Profile.Stacks(root, root),
                new Profile.Threads(
                        LongColumn.of(1, 2, 3, 4), List.of("MainThread", "worker-1", "worker-2", "worker-3")),
                new Profile.Locations(none, none, none),
                List.of(new Figures(View.PEAK, LongColumn.of(), LongColumn.of())),
                1_000_000,
                7,
                Profile.PeakTime.UNKNOWN,
                new Profile.Timeline(LongColumn.of(now, now + 10), LongColumn.of(2, 3), LongColumn.of(1, 2)),
                history,
                false);
    }

    private static ReportOptions options() {
        return new ReportOptions(
                "0.1.0",
                "synthetic.bin",
                "heapcrest flamegraph synthetic.bin",
                1_700_000_100_000L,
                false,
                false,
                ConfidentialFiles.ALL,
                Path.of(""),
                PageBudget.NONE,
                List.of());
    }

    private static void rows(CallTree tree, Path file) throws IOException {
        Map<Integer, int[]> own = new HashMap<>();
        Figures peak = tree.primary();
        for (int i = 0; i < tree.ownNodes().length; i++) {
            own.put(tree.ownNodes()[i], new int[] {
                tree.ownThreads()[i],
                (int) peak.bytes().get(i),
                (int) peak.counts().get(i)
            });
        }
        int[] nothing = {0, 0, 0};
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (int node = 1; node < tree.nodeCount(); node++) {
                int frame = tree.nodeFrames()[node];
                int[] value = own.getOrDefault(node, nothing);
                out.write(tree.depths()[node] + "\t" + tree.frames().function(frame) + "\t"
                        + tree.frames().file(frame) + "\t" + tree.frames().line(frame) + "\t" + value[0] + "\t"
                        + value[1] + "\t" + value[2] + "\n");
            }
        }
    }
}
