package dev.heapcrest.merge;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Adds partials. What comes first and what is added to what makes no difference: the sums of pairs of like size are kept
 * and added when another of their size comes, so that many small ones are never added to one large one. Not thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Merging {
    private final PartialOptions options;
    /** Sums; each of at least twice as many nodes as the next. */
    private final List<Partial> sums = new ArrayList<>();

    /** @param options of all that will be added */
    public Merging(PartialOptions options) {
        this.options = options;
    }

    /**
     * Adds one.
     *
     * @throws IllegalArgumentException if its options are others
     * @throws ArithmeticException if a sum has more than 63 bits
     */
    public void add(Partial partial) {
        requireOptions(options, partial.options);
        Partial sum = partial;
        while (!sums.isEmpty() && size(last()) < 2 * size(sum)) {
            Partial before = last();
            sums.remove(sums.size() - 1);
            sum = merge(before, sum);
        }
        sums.add(sum);
    }

    private Partial last() {
        return sums.get(sums.size() - 1);
    }

    /** Nodes of all trees that are kept meanwhile. */
    public long nodeCount() {
        long nodes = 0;
        for (Partial each : sums) {
            nodes += each.tree.nodeCount();
        }
        return nodes;
    }

    private static long size(Partial partial) {
        return 1L + partial.tree.nodeCount();
    }

    /**
     * The sum of all that was added.
     *
     * @throws ArithmeticException if it has more than 63 bits
     */
    public Partial result() {
        Partial sum = Partial.empty(options);
        for (int i = sums.size() - 1; i >= 0; i--) {
            sum = merge(sum, sums.get(i));
        }
        sums.clear();
        sums.add(sum);
        return sum;
    }

    /**
     * The sum of two.
     *
     * @throws IllegalArgumentException if their options differ
     * @throws ArithmeticException if a sum has more than 63 bits
     */
    public static Partial merge(Partial a, Partial b) {
        requireOptions(a.options, b.options);
        long[] states = new long[a.states.length];
        for (int i = 0; i < states.length; i++) {
            states[i] = Math.addExact(a.states[i], b.states[i]);
        }
        return new Partial(
                a.options,
                merge(a.tree, b.tree),
                rows(a.rows, b.rows),
                states,
                Math.addExact(a.peakMemoryBytes, b.peakMemoryBytes),
                Math.max(a.largestGapMillis, b.largestGapMillis),
                a.heap.plus(b.heap));
    }

    private static PartialTree merge(PartialTree a, PartialTree b) {
        if (a.captures[0] == 0) {
            return b;
        }
        return b.captures[0] == 0 ? a : TreeMerging.merge(a, b);
    }

    private static List<CaptureRow> rows(List<CaptureRow> a, List<CaptureRow> b) {
        List<CaptureRow> rows = new ArrayList<>(a);
        rows.addAll(b);
        if (rows.size() > Partial.MOST_ROWS) {
            rows.sort(CaptureRow.BY_PEAK);
            rows = rows.subList(0, Partial.MOST_ROWS);
        }
        rows.sort(CaptureRow.BY_IDENTITY);
        return rows;
    }

    private static void requireOptions(PartialOptions expected, PartialOptions given) {
        if (!expected.equals(given)) {
            throw new IllegalArgumentException(
                    "partials of different options are not added: " + expected.text() + "; and " + given.text());
        }
    }
}
