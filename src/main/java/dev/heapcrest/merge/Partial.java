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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static final long MILLIS_OF_DAY = 86_400_000L;
    /** Those before it have four digits. */
    private static final long MILLIS_OF_YEAR_10000 = 253_402_300_800_000L;

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
        SortedMap<String, String> labels = labels(header, origin.labels());
        UnaryOperator<String> portable = options.portableFiles() ? new PortableFiles(header) : UnaryOperator.identity();
        PartialTree ordered = PartialTreeBuilder.build(
                tree,
                file -> portable.apply(origin.files().apply(file)),
                options.splitCaptures() ? origin.name() + " (process " + header.pid() + ")" : "",
                origin.identity());
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

    private static long[] one(CaptureRow.State state) {
        long[] states = new long[CaptureRow.State.values().length];
        states[state.number()] = 1;
        return states;
    }

    /** What is so as a rule has no label. */
    private static SortedMap<String, String> labels(CaptureHeader header, Map<String, String> given) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("pid", Integer.toString(header.pid()));
        labels.put("script", header.commandLine());
        if (!header.pythonVersionText().isEmpty()) {
            labels.put("python", header.pythonVersionText());
        }
        labels.put("allocator", header.pythonAllocatorName());
        labels.put("header", Integer.toString(header.version()));
        labels.put("day", day(header.startMillis()));
        if (header.pythonAllocatorsTraced()) {
            labels.put("python_allocators", "traced");
        }
        if (header.nativeTraces()) {
            labels.put("native", "traced");
        }
        if (header.aggregated()) {
            labels.put("format", "aggregated");
        }
        labels.putAll(given);
        return labels;
    }

    /** "2026-11-29", UTC; "" where the year has not four digits. */
    private static String day(long millis) {
        if (millis < 0 || millis >= MILLIS_OF_YEAR_10000) {
            return "";
        }
        return LocalDate.ofEpochDay(millis / MILLIS_OF_DAY).toString();
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
