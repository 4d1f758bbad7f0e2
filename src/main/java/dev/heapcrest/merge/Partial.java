package dev.heapcrest.merge;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.DamageText;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.HeapSpans;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The figures of any number of captures, added up. Partials are added in any order and grouping, and the result is the
 * same to the byte: a fleet makes one for each capture, and adds them as they come.
 *
 * <p>A value: it owns all that it names. Immutable; safe for any number of threads. 84 bytes a node of the tree, 12 to 20
 * and the texts a frame, 48 bytes an instant of memory over time, and a row for each of at most {@link #MOST_ROWS}
 * captures.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Partial {
    /** Rows that are kept: those of the largest peaks. The others are counted. */
    public static final int MOST_ROWS = 10_000;

    /** The label that names the host of a capture; captures do not tell it. */
    public static final String HOST = "host";

    final PartialOptions options;
    final PartialTree tree;
    /** By identity. */
    final List<CaptureRow> rows;
    /** Captures by the number of their state. */
    final long[] states;
    /** Sum of {@link CaptureRow#peakMemoryBytes} of all captures. */
    final long peakMemoryBytes;

    final long largestGapMillis;
    final SummedHeap heap;

    Partial(
            PartialOptions options,
            PartialTree tree,
            List<CaptureRow> rows,
            long[] states,
            long peakMemoryBytes,
            long largestGapMillis,
            SummedHeap heap) {
        this.options = options;
        this.tree = tree;
        this.rows = List.copyOf(rows);
        this.states = states;
        this.peakMemoryBytes = peakMemoryBytes;
        this.largestGapMillis = largestGapMillis;
        this.heap = heap;
    }

    /** Of no capture: what is added to it stays as it is. */
    public static Partial empty(PartialOptions options) {
        List<PartialFigures> figures = new ArrayList<>();
        for (View.Kind kind : PartialTreeBuilder.VIEWS) {
            figures.add(new PartialFigures(kind, new long[1], new long[1], new long[1], new long[1], new int[1]));
        }
        return new Partial(
                options,
                new PartialTree(PartialFrames.NONE, new int[1], new int[1], new int[1], new String[0], figures),
                List.of(),
                new long[CaptureRow.State.values().length],
                0,
                0,
                SummedHeap.NONE);
    }

    /**
     * Where a capture came from.
     *
     * @param name its file name
     * @param identity {@link CaptureIdentity}
     * @param labels beside those that its header gives
     * @param files gives each file another name before all else; {@link UnaryOperator#identity()} for none
     */
    public record Origin(String name, String identity, SortedMap<String, String> labels, UnaryOperator<String> files) {
        /** Labels are copied. */
        public Origin {
            labels = new TreeMap<>(labels);
        }
    }

    /**
     * Of one capture.
     *
     * @param profile with peak and leaks
     * @param tree of the profile
     * @param spans of the same capture
     */
    public static Partial of(PartialOptions options, Origin origin, Profile profile, CallTree tree, HeapSpans spans) {
        CaptureHeader header = profile.header();
        SortedMap<String, String> labels = CaptureLabels.of(header);
        labels.putAll(origin.labels());
        UnaryOperator<String> portable = portable(options, header);
        PartialTree ordered = PartialTreeBuilder.build(
                NodeBudget.fold(tree, options.mostNodes()),
                file -> portable.apply(origin.files().apply(file)),
                level(options, origin, header),
                origin.identity(),
                PartialTreeBuilder.VIEWS);
        Coverage coverage = profile.coverage();
        Figures peak = profile.figures(View.Kind.PEAK);
        Figures leaks = profile.figures(View.Kind.LEAKS);
        CaptureRow.State state = CaptureRow.State.valueOf(coverage.state().name());
        CaptureRow row = new CaptureRow(
                origin.identity(),
                origin.name(),
                state,
                peak.totalBytes(),
                peak.totalCount(),
                leaks.totalBytes(),
                leaks.totalCount(),
                profile.peakBytes(),
                header.startMillis(),
                header.endMillis(),
                coverage.allocationRecords(),
                spans.largestGapMillis(),
                labels,
                coverage.complete() ? "" : DamageText.of(coverage));
        HeapSteps steps = HeapSteps.of(header, spans, profile.peakBytes());
        return new Partial(
                options,
                ordered,
                List.of(row),
                one(state),
                profile.peakBytes(),
                spans.largestGapMillis(),
                steps == null
                        ? SummedHeap.NONE
                        : SummedHeap.of(Objects.requireNonNullElse(labels.get(HOST), ""), steps));
    }

    /**
     * Of a capture of which nothing could be read: it is counted and listed.
     *
     * @param problem why, a sentence without its final stop
     */
    public static Partial failed(PartialOptions options, Origin origin, String problem) {
        CaptureRow row = new CaptureRow(
                origin.identity(),
                origin.name(),
                CaptureRow.State.FAILED,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                origin.labels(),
                problem);
        return new Partial(
                options, empty(options).tree, List.of(row), one(CaptureRow.State.FAILED), 0, 0, SummedHeap.NONE);
    }

    private static UnaryOperator<String> portable(PartialOptions options, CaptureHeader header) {
        return options.portableFiles() ? new PortableFiles(header) : UnaryOperator.identity();
    }

    private static String level(PartialOptions options, Origin origin, CaptureHeader header) {
        return options.splitCaptures() ? origin.name() + " (process " + header.pid() + ")" : "";
    }

    private static long[] one(CaptureRow.State state) {
        long[] states = new long[CaptureRow.State.values().length];
        states[state.number()] = 1;
        return states;
    }

    /**
     * A tree without rows, which is added to others like it and then {@linkplain #withTogether joined} with a sum.
     *
     * @param tree what one capture held at an instant: a tree whose view is {@link View.Kind#TOGETHER}
     */
    public static Partial heldTogether(PartialOptions options, Origin origin, CaptureHeader header, CallTree tree) {
        UnaryOperator<String> portable = portable(options, header);
        return together(
                options,
                PartialTreeBuilder.build(
                        NodeBudget.fold(tree, options.mostNodes()),
                        file -> portable.apply(origin.files().apply(file)),
                        level(options, origin, header),
                        origin.identity(),
                        List.of(View.Kind.TOGETHER)));
    }

    /**
     * The same of bytes whose stacks are not known, as one box.
     *
     * @param text name of the box
     */
    public static Partial heldTogether(
            PartialOptions options, Origin origin, CaptureHeader header, String text, long bytes) {
        return together(
                options,
                PartialTreeBuilder.box(
                        View.Kind.TOGETHER, level(options, origin, header), text, origin.identity(), bytes));
    }

    /**
     * The same of the captures of a partial.
     *
     * @param name of the partial
     * @param text name of the box
     */
    public static Partial heldTogether(PartialOptions options, String name, String text, long bytes) {
        return together(
                options,
                PartialTreeBuilder.box(View.Kind.TOGETHER, options.splitCaptures() ? name : "", text, "", bytes));
    }

    private static Partial together(PartialOptions options, PartialTree tree) {
        return new Partial(options, tree, List.of(), new long[CaptureRow.State.values().length], 0, 0, SummedHeap.NONE);
    }

    /**
     * This sum, whose tree has the view {@link View.Kind#TOGETHER} as well. It is for reports: it cannot be written, or
     * added to others, for the moment that it tells of is that of these captures only.
     *
     * @param together sum of what the captures held at that moment; the view is left out where they held nothing
     */
    public Partial withTogether(Partial together) {
        if (together.tree.owners.length == 0) {
            return this;
        }
        return new Partial(
                options,
                TreeMerging.beside(tree, together.tree),
                rows,
                states,
                peakMemoryBytes,
                largestGapMillis,
                heap);
    }

    /**
     * What its captures held at an instant: at the last memory sample of each.
     *
     * @param millis ms since 1970
     * @throws ArithmeticException if a sum has more than 63 bits
     */
    public long heapBytesAt(long millis) {
        long sum = 0;
        for (HeapSteps each : heap.byHost().values()) {
            sum = Math.addExact(sum, each.lowerAt(millis));
        }
        return sum;
    }

    /** What shaped it. */
    public PartialOptions options() {
        return options;
    }

    /** The figures by call stack. */
    public PartialTree tree() {
        return tree;
    }

    /** The captures of the largest peaks, all if they are not more than {@link #MOST_ROWS}; by identity. */
    public List<CaptureRow> rows() {
        return rows;
    }

    /** How many captures are in a state, those without a row included. */
    public long captures(CaptureRow.State state) {
        return states[state.number()];
    }

    /** How many captures there are, failed ones included. */
    public long captures() {
        long sum = 0;
        for (long each : states) {
            sum += each;
        }
        return sum;
    }

    /** How many captures have figures. */
    public long readable() {
        return captures() - captures(CaptureRow.State.FAILED);
    }

    /** Longest time between two memory samples of one capture, ms. */
    public long largestGapMillis() {
        return largestGapMillis;
    }

    /** How many hosts the captures of {@link #peakOfSum} name. */
    public int hosts() {
        return heap.byHost().size();
    }

    /**
     * The peak of the sum.
     *
     * @param acrossHosts add up captures of several hosts, as if their clocks agreed
     * @return null where no capture tells, several hosts are not to be added, or there were too many instants
     */
    public @Nullable PeakOfSum peakOfSum(boolean acrossHosts) {
        if (heap.byHost().isEmpty() || (heap.byHost().size() > 1 && !acrossHosts)) {
            return null;
        }
        HeapSteps all = HeapSteps.NONE;
        for (HeapSteps each : heap.byHost().values()) {
            all = all.plus(each);
        }
        HeapSteps.Peak peak = all.peak();
        return new PeakOfSum(
                peak.bytes(), Math.min(peak.boundBytes(), peakMemoryBytes), peak.millis(), heap.captures());
    }

    /**
     * Writes it as docs/partial-format.md describes, not compressed. Equal partials give equal bytes.
     *
     * @param stream flushed, not closed
     * @throws IOException what the stream throws
     */
    public void writeTo(OutputStream stream) throws IOException {
        PartialWriter.write(this, stream);
    }

    /**
     * Reads what {@link #writeTo} wrote, also through gzip.
     *
     * @param stream read to its end, not closed
     * @throws PartialFormatException if it is no partial, was damaged or cut, or is of a version that is not known
     * @throws IOException what the stream throws
     */
    public static Partial readFrom(InputStream stream) throws IOException {
        return PartialReader.read(stream);
    }
}
