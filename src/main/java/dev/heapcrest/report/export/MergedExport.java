package dev.heapcrest.report.export;

import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialTree;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.MergedProfile;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sum of many captures in the formats of {@link ExportFormat}. Stateless. */
public final class MergedExport {
    /** Comments of more captures than this would be longer than the rest. */
    private static final int MOST_COMMENTS = 100;

    private MergedExport() {}

    /**
     * Writes the whole export and flushes; {@code out} stays open. {@link ExportFormat#CSV} has columns of its own, for a sum
     * does not know threads and allocators.
     *
     * @param kind a view of the sum
     * @param labels each row has the labels that all captures have in common, in formats with labels
     * @param limits {@link Limit#EXPORT_BYTES} counts
     * @throws ExportTooLargeException if it has more bytes
     * @throws IOException if {@code out} does
     */
    public static void write(
            ExportFormat format,
            ManyCaptures captures,
            View.Kind kind,
            boolean fullPaths,
            boolean labels,
            Limits limits,
            OutputStream out)
            throws IOException {
        if (format == ExportFormat.CSV) {
            ExportBudget budget = new ExportBudget(0, limits.of(Limit.EXPORT_BYTES), 1);
            Writer text =
                    new BufferedWriter(new OutputStreamWriter(budget.bound(out), StandardCharsets.UTF_8), 1 << 16);
            csv(captures.partial().tree(), budget, text);
            text.flush();
            return;
        }
        Profile profile = MergedProfile.of(captures.partial());
        format.write(
                new ExportView(
                        profile,
                        CallTreeBuilder.build(profile, kind),
                        kind,
                        false,
                        fullPaths,
                        labels ? inCommon(captures.partial()) : new TreeMap<>(),
                        comments(captures)),
                limits,
                out);
    }

    /**
     * A writer that stops where an export of captures of so many bytes is too large. JSON repeats the names of a function
     * for each of its lines, and those of captures for each call stack.
     *
     * @param inputBytes of all captures and partials
     * @param limits of which {@link Limit#EXPORT_BYTES} counts
     */
    public static Writer bounded(Writer out, long inputBytes, Limits limits) {
        ExportBudget budget = new ExportBudget(inputBytes, limits.of(Limit.EXPORT_BYTES), 1);
        return new FilterWriter(out) {
            @Override
            public void write(int c) throws IOException {
                budget.take(1);
                out.write(c);
            }

            @Override
            public void write(char[] chars, int offset, int length) throws IOException {
                budget.take(length);
                out.write(chars, offset, length);
            }

            @Override
            public void write(String text, int offset, int length) throws IOException {
                budget.take(length);
                out.write(text, offset, length);
            }
        };
    }

    private static SortedMap<String, String> inCommon(Partial partial) {
        SortedMap<String, String> labels = new TreeMap<>();
        boolean first = true;
        for (CaptureRow row : partial.rows()) {
            if (row.counts()) {
                if (first) {
                    labels.putAll(row.labels());
                }
                labels.entrySet()
                        .removeIf(label -> !label.getValue().equals(row.labels().get(label.getKey())));
                first = false;
            }
        }
        return labels;
    }

    /** One for each capture: name, process id, state and command line. */
    private static List<String> comments(ManyCaptures captures) {
        List<String> comments = new ArrayList<>();
        comments.add(captures.coverage());
        for (CaptureRow row : captures.largestFirst()) {
            if (comments.size() > MOST_COMMENTS) {
                comments.add("...");
                return comments;
            }
            Map<String, String> labels = row.labels();
            comments.add(row.name() + ", pid " + labels.getOrDefault("pid", "?") + ", "
                    + row.state().text() + ": " + labels.getOrDefault("script", row.problem()));
        }
        return comments;
    }

    /**
     * A row for each call stack that holds something itself. Bytes and allocations of each view, how many captures have the
     * stack, the largest of them at its peak with all below the stack, and whose that is.
     */
    private static void csv(PartialTree tree, ExportBudget budget, Writer out) throws IOException {
        for (View.Kind kind : tree.views()) {
            String name = Pprof.name(kind);
            out.write(name + "_bytes," + name + "_allocations,");
        }
        out.write("captures,largest_peak_bytes,largest_capture,stack_trace\r\n");
        FrameTable frames = tree.frames();
        String[] texts = new String[frames.count() + 1];
        boolean[] quotedFrames = new boolean[texts.length];
        int[] parents = tree.parents();
        int[] path = new int[64];
        for (int node = 0; node < tree.nodeCount(); node++) {
            int depth = tree.depth(node);
            if (depth >= path.length) {
                path = Arrays.copyOf(path, 2 * depth);
            }
            path[depth] = tree.frame(node);
            if (parents[node] >= 0 && texts[path[depth]] == null) {
                texts[path[depth]] = Csv.frameText(frames, path[depth]);
                budget.take(texts[path[depth]].length());
                quotedFrames[path[depth]] = Csv.needsQuotes(texts[path[depth]]);
            }
            if (!holds(tree, node)) {
                continue;
            }
            for (View.Kind kind : tree.views()) {
                out.write(tree.bytes(kind, node) + "," + tree.count(kind, node) + ",");
            }
            boolean known = tree.captures(node) > 0;
            out.write(tree.captures(node) + "," + tree.largestBytes(View.Kind.PEAK, node) + ",");
            Csv.field(known ? tree.largestCapture(View.Kind.PEAK, node) : "", out);
            out.write(',');
            boolean quoted = false;
            for (int level = 1; level <= depth; level++) {
                quoted |= quotedFrames[path[level]];
            }
            int[] stack = path;
            Csv.stack(depth, level -> texts[stack[level + 1]], quoted, out);
            out.write("\r\n");
        }
    }

    private static boolean holds(PartialTree tree, int node) {
        for (View.Kind kind : tree.views()) {
            if (tree.bytes(kind, node) != 0 || tree.count(kind, node) != 0) {
                return true;
            }
        }
        return false;
    }
}
