package dev.heapcrest.report;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialTree;
import dev.heapcrest.merge.PortableFiles;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.profile.View;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * The figures of many captures in the form of one profile, for reports that draw a tree. It has one thread and no memory
 * over time: threads mean nothing across processes, and what one capture says of its moments is not said of the sum. Where
 * captures are kept apart, each capture is a thread, so that readers can choose some of them. Stateless.
 */
public final class MergedProfile {
    private static final int MALLOC = 3;

    private MergedProfile() {}

    /** Of a partial with at least one capture that could be read. */
    public static Profile of(Partial partial) {
        PartialTree tree = partial.tree();
        int nodes = tree.nodeCount();
        int[] frames = new int[nodes];
        int[] parents = tree.parents();
        parents[0] = 0;
        boolean split = partial.options().splitCaptures();
        int[] holding = holding(tree);
        int[] threads = new int[holding.length];
        List<String> names = new ArrayList<>();
        int next = 0;
        for (int node = 0; node < nodes; node++) {
            frames[node] = tree.frame(node);
            if (split && tree.depth(node) == 1) {
                names.add(tree.frames().function(frames[node]));
            }
            if (next < holding.length && holding[next] == node) {
                threads[next++] = Math.max(0, names.size() - 1);
            }
        }
        if (names.isEmpty()) {
            names.add("");
        }
        // numbers from 1, as 0 is all threads
        long[] ids = LongStream.rangeClosed(1, names.size()).toArray();
        List<Figures> figures = new ArrayList<>();
        for (View.Kind kind : tree.views()) {
            figures.add(new Figures(
                    new View(kind, View.NO_PARAMETER),
                    column(holding, node -> tree.bytes(kind, node)),
                    column(holding, node -> tree.count(kind, node))));
        }
        return new Profile(
                header(partial),
                new Coverage(0, 0, 0, 0, -1, false, List.of()),
                ProfileFrames.copyOf(tree.frames()),
                new Profile.Stacks(IntColumn.of(parents), IntColumn.of(frames)),
                new Profile.Threads(split ? LongColumn.of(ids) : LongColumn.of(0), names),
                new Profile.Locations(
                        IntColumn.of(holding), IntColumn.of(threads), IntColumn.of(new int[holding.length])),
                figures,
                tree.totalBytes(View.Kind.PEAK),
                -1,
                Profile.PeakTime.UNKNOWN,
                Profile.Timeline.EMPTY,
                false);
    }

    /** Nodes that hold something themselves in some view. */
    private static int[] holding(PartialTree tree) {
        IntArrayList holding = new IntArrayList();
        for (int node = 0; node < tree.nodeCount(); node++) {
            for (View.Kind kind : tree.views()) {
                if (tree.bytes(kind, node) != 0 || tree.count(kind, node) != 0) {
                    holding.add(node);
                    break;
                }
            }
        }
        return holding.toIntArray();
    }

    private static LongColumn column(int[] nodes, IntToLongFunction figure) {
        long[] figures = new long[nodes.length];
        Arrays.setAll(figures, i -> figure.applyAsLong(nodes[i]));
        return LongColumn.of(figures);
    }

    static CaptureHeader header(Partial partial) {
        List<CaptureRow> rows =
                partial.rows().stream().filter(CaptureRow::counts).toList();
        boolean malloc = all(rows, row -> "malloc".equals(row.labels().get("allocator")));
        return new CaptureHeader(
                0,
                0,
                false,
                false,
                0,
                0,
                rows.stream().mapToLong(CaptureRow::startMillis).min().orElse(0),
                rows.stream().mapToLong(CaptureRow::endMillis).max().orElse(0),
                ManyCaptures.command(rows),
                0,
                0,
                0,
                malloc ? MALLOC : 0,
                all(rows, row -> "traced".equals(row.labels().get("python_allocators"))),
                false,
                PortableFiles.LIBRARY,
                List.of(PortableFiles.PACKAGES),
                List.of());
    }

    private static boolean all(List<CaptureRow> rows, Predicate<CaptureRow> rule) {
        return !rows.isEmpty() && rows.stream().allMatch(rule);
    }
}
