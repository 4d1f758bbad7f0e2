package dev.heapcrest.merge;

import dev.heapcrest.profile.View;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * What differs between two partials, as one tree in depth-first preorder: each node is a place in the base, in the new
 * side, or in both. Values are means over the captures of a side, so that one capture compares with ten, or sums. The difference of
 * the two sides the other way round is the same with the other sign. 24 bytes a node beside the partials. Immutable; safe
 * for any number of threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Comparison {
    private final Partial base;
    private final Partial changed;
    private final boolean sums;
    private final double baseScale;
    private final double newScale;
    private final int[] depths;
    private final int[] baseNodes;
    private final int[] newNodes;

    private Comparison(Partial base, Partial changed, Scale scale, IntArrayList[] columns) {
        this.base = base;
        this.changed = changed;
        depths = columns[0].toIntArray();
        baseNodes = columns[1].toIntArray();
        newNodes = columns[2].toIntArray();
        sums = scale.sums();
        newScale = 1.0 / divisor(changed);
        double plain = 1.0 / divisor(base);
        double baseTotal = base.tree().totalBytes(View.Kind.PEAK) * plain;
        double newTotal = changed.tree().totalBytes(View.Kind.PEAK) * newScale;
        baseScale = scale.normalized() && baseTotal > 0 ? plain * (newTotal / baseTotal) : plain;
    }

    /**
     * What figures are multiplied by.
     *
     * @param normalized scale the base so that its peak is that of the new side
     * @param sums compare sums over the captures of a side instead of means
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Scale(boolean normalized, boolean sums) {
        /** Means, as they are. */
        public static final Scale MEANS = new Scale(false, false);
    }

    /** Whether sums are compared, and not means. */
    public boolean sums() {
        return sums;
    }

    /** What figures of a side are divided by, but for normalizing: its captures, or 1 for sums. */
    public long divisor(Partial side) {
        return sums ? 1 : Math.max(1, side.readable());
    }

    /** What became of a place. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum State {
        /** Both sides have it, with the same bytes. */
        SAME,
        /** Both sides have it, the new one with more bytes. */
        GROWN,
        /** Both sides have it, the new one with fewer bytes. */
        SHRUNK,
        /** The base does not have it. */
        NEW,
        /** The new side does not have it. */
        VANISHED;

        /** Name for programs, for example {@code vanished}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Compares two partials.
     *
     * @param rule which frames are the same place
     * @throws IllegalArgumentException if the partials have different options
     */
    public static Comparison of(Partial base, Partial changed, MatchRule rule, Scale scale) {
        if (!base.options().equals(changed.options())) {
            throw new IllegalArgumentException("partials of different options are not compared: "
                    + base.options().text() + "; and " + changed.options().text());
        }
        return new Comparison(base, changed, scale, new Walk(base.tree(), changed.tree(), rule).columns());
    }

    /** Goes through both trees at once, callers first. */
    private static final class Walk {
        private final int[] baseEnds;
        private final int[] changedEnds;
        private final FrameMatching matching;
        private final IntArrayList[] columns = {new IntArrayList(), new IntArrayList(), new IntArrayList()};
        /** Triples of depth and nodes that wait, the next one last. */
        private final IntArrayList waiting = new IntArrayList();

        Walk(PartialTree base, PartialTree changed, MatchRule rule) {
            baseEnds = ends(base);
            changedEnds = ends(changed);
            matching = new FrameMatching(base, baseEnds, changed, changedEnds, rule);
        }

        /** The node after the last one below each. */
        private static int[] ends(PartialTree tree) {
            int[] ends = new int[tree.nodeCount()];
            int[] parents = tree.parents();
            for (int node = ends.length - 1; node >= 0; node--) {
                ends[node] = Math.max(ends[node], node + 1);
                if (node > 0) {
                    ends[parents[node]] = Math.max(ends[parents[node]], ends[node]);
                }
            }
            return ends;
        }

        IntArrayList[] columns() {
            wait(0, 0, 0);
            IntArrayList ofBase = new IntArrayList();
            IntArrayList ofChanged = new IntArrayList();
            while (!waiting.isEmpty()) {
                int changedNode = waiting.popInt();
                int baseNode = waiting.popInt();
                int depth = waiting.popInt();
                columns[0].add(depth);
                columns[1].add(baseNode);
                columns[2].add(changedNode);
                children(baseEnds, baseNode, ofBase);
                children(changedEnds, changedNode, ofChanged);
                int before = waiting.size();
                matching.match(ofBase, ofChanged, (a, b) -> wait(depth + 1, a, b));
                reverse(before);
            }
            return columns;
        }

        private void wait(int depth, int baseNode, int changedNode) {
            waiting.add(depth);
            waiting.add(baseNode);
            waiting.add(changedNode);
        }

        private static void children(int[] ends, int node, IntArrayList children) {
            children.clear();
            if (node < 0) {
                return;
            }
            int child = node + 1;
            while (child < ends[node]) {
                children.add(child);
                child = ends[child];
            }
        }

        /** The first of those that wait from here on comes next. */
        private void reverse(int from) {
            int[] array = waiting.elements();
            for (int i = from, j = waiting.size() - 3; i < j; i += 3, j -= 3) {
                for (int k = 0; k < 3; k++) {
                    int swapped = array[i + k];
                    array[i + k] = array[j + k];
                    array[j + k] = swapped;
                }
            }
        }
    }

    public Partial base() {
        return base;
    }

    /** The new side. */
    public Partial changed() {
        return changed;
    }

    /** What base figures are multiplied by: 1 over the number of captures, and more where they are normalized. */
    public double baseScale() {
        return baseScale;
    }

    /** What figures of the new side are multiplied by. */
    public double newScale() {
        return newScale;
    }

    public int nodeCount() {
        return depths.length;
    }

    /** Depth of a node, 0 of the root. */
    public int depth(int node) {
        return depths[node];
    }

    /** The node in the tree of the base; -1 where it does not have the place. */
    public int baseNode(int node) {
        return baseNodes[node];
    }

    /** The node in the tree of the new side; -1 where it does not have the place. */
    public int newNode(int node) {
        return newNodes[node];
    }

    /** Bytes of the base, own ones, unscaled. */
    public long baseBytes(View.Kind kind, int node) {
        return baseNodes[node] < 0 ? 0 : base.tree().bytes(kind, baseNodes[node]);
    }

    /** Bytes of the new side, own ones, unscaled. */
    public long newBytes(View.Kind kind, int node) {
        return newNodes[node] < 0 ? 0 : changed.tree().bytes(kind, newNodes[node]);
    }

    /** New mean minus base mean of two unscaled figures; exact for one capture a side. */
    public double change(long baseFigure, long newFigure) {
        return newScale == 1 && baseScale == 1
                ? (double) Math.subtractExact(newFigure, baseFigure)
                : newFigure * newScale - baseFigure * baseScale;
    }

    /**
     * How much captures of the base differ at a node with all below it: bytes of the largest less those of the smallest, where one
     * that does not have the node counts with none. 0 where the base is one capture, or sums are compared. Unscaled.
     */
    public long baseSpread(View.Kind kind, int node) {
        return spread(base, kind, baseNodes[node]);
    }

    /** The same of the new side. */
    public long newSpread(View.Kind kind, int node) {
        return spread(changed, kind, newNodes[node]);
    }

    private long spread(Partial side, View.Kind kind, int node) {
        if (sums || node < 0 || side.readable() < 2) {
            return 0;
        }
        PartialTree tree = side.tree();
        // aggregated captures may hold less than nothing
        boolean ofAll = tree.captures(node) == side.readable();
        long smallest = tree.smallestBytes(kind, node);
        long largest = tree.largestBytes(kind, node);
        long spread = (ofAll ? largest : Math.max(0, largest)) - (ofAll ? smallest : Math.min(0, smallest));
        // beyond 63 bits it is as large as can be
        return spread < 0 ? Long.MAX_VALUE : spread;
    }

    /** What became of a node, by two unscaled figures of it. Less than half a unit of a mean is none. */
    public State state(int node, long baseFigure, long newFigure) {
        if (baseNodes[node] < 0) {
            return State.NEW;
        }
        if (newNodes[node] < 0) {
            return State.VANISHED;
        }
        double change = change(baseFigure, newFigure);
        return change >= 0.5 ? State.GROWN : change <= -0.5 ? State.SHRUNK : State.SAME;
    }

    /** Own bytes of the base at places that both sides have. */
    public long matchedBaseBytes(View.Kind kind) {
        long sum = 0;
        for (int node = 0; node < nodeCount(); node++) {
            sum += newNodes[node] < 0 ? 0 : baseBytes(kind, node);
        }
        return sum;
    }

    /** Own bytes of the new side at places that both sides have. */
    public long matchedNewBytes(View.Kind kind) {
        long sum = 0;
        for (int node = 0; node < nodeCount(); node++) {
            sum += baseNodes[node] < 0 ? 0 : newBytes(kind, node);
        }
        return sum;
    }
}
