package dev.heapcrest.report.export;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.report.CoverageText;
import dev.heapcrest.report.FileKind;
import dev.heapcrest.report.Headline;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.report.XmlText;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture of a view, for READMEs and mails: the headline, the call tree from the top down, and what is left out. No
 * script, nothing that is loaded from elsewhere; light or dark as the reader has it. A box is as wide as its bytes, to a
 * hundredth of a pixel. At most {@link #MOST_ROWS} rows of boxes of at least a pixel are drawn: that bounds the file.
 */
final class Svg implements TreeExport {
    private static final int WIDTH = 1200;
    private static final int MARGIN = 10;
    private static final int INNER = WIDTH - 2 * MARGIN;
    private static final int ROW = 18;
    private static final int MOST_ROWS = 200;
    /** Of a letter of the monospaced font in boxes: 0.6 of its 11 px. */
    private static final double LETTER = 6.6;
    /** Letters of the headline's 13 px in a line. */
    private static final int LINE = 165;

    private static final int LINE_HEIGHT = 18;
    /** UTF-16 units of names in tooltips; a name may have megabytes. */
    private static final int NAME = 300;

    private static final int LEGEND_NAME = 24;

    /** The page's fills of its six hues that are farthest apart, and its grey (model/colours.js). */
    private static final String[] LIGHT = {"#ffdd9a", "#89b6ef", "#feb993", "#6cd2d1", "#dcdbff", "#e99a9a", "#cacad0"};

    private static final String[] DARK = {"#815e17", "#133c6c", "#783e19", "#005455", "#5f5c99", "#642326", "#4f4f54"};

    private static final int GREY = LIGHT.length - 1;

    /** @param node -1 for a thread and for all */
    private record Box(int row, long start, long bytes, long count, int node, String name) {}

    /** Own values of a thread or of all: places in {@link OwnByThread}. */
    private record Part(int from, int to, long bytes, long count) {}

    private final Map<String, FileKind.Place> places = new HashMap<>();
    private final List<Box> boxes = new ArrayList<>();
    private long whole;
    private long narrow;
    private long narrowBytes;
    private long deep;
    private long deepBytes;
    private long negativeBytes;

    @Override
    public void write(ExportView view, Writer out) throws IOException {
        OwnByThread rows = new OwnByThread(view);
        List<Part> parts = parts(view.figures(), rows);
        for (Part part : parts) {
            whole += part.bytes();
        }
        boxes.add(new Box(0, 0, whole, view.figures().totalCount(), -1, "all"));
        int firstRow = view.splitThreads() ? 1 : 0;
        Layout layout = new Layout(view, rows, firstRow);
        long start = 0;
        for (Part part : parts) {
            if (view.splitThreads()) {
                if (tooNarrow(part.bytes())) {
                    narrow++;
                    narrowBytes += part.bytes();
                    continue;
                }
                String name = "thread " + view.threadLabel(rows.thread(part.from()));
                boxes.add(new Box(firstRow, start, part.bytes(), part.count(), -1, name));
            }
            layout.lay(part, start);
            start += part.bytes();
        }
        String[] modules = modules(view);
        draw(view, modules, ranked(modules), out);
    }

    /** Threads that hold anything, largest first; all as one where they are merged. */
    private List<Part> parts(Figures figures, OwnByThread rows) {
        List<Part> parts = new ArrayList<>();
        for (int from = 0, end; from < rows.count(); from = end) {
            end = rows.endOfThread(from);
            long bytes = 0;
            for (int at = from, next; at < end; at = next) {
                next = rows.endOfNode(at);
                long own = rows.sum(figures.bytes(), at, next);
                bytes += Math.max(0, own);
                negativeBytes += Math.max(0, -own);
            }
            if (bytes > 0) {
                parts.add(new Part(from, end, bytes, rows.sum(figures.counts(), from, end)));
            }
        }
        parts.sort(Comparator.comparingLong(Part::bytes).reversed());
        return parts;
    }

    private boolean tooNarrow(long bytes) {
        return (double) bytes * INNER < whole;
    }

    /**
     * Lays the boxes of one part after the other. It goes from each own value up through its callers, of which only those of
     * drawn rows count: no more than {@link #MOST_ROWS} steps for each, however deep a recursion is and however many threads
     * share it. 33 bytes a node.
     */
    private final class Layout {
        private final OwnByThread rows;
        private final Figures figures;
        private final int firstRow;
        private final int[] depths;
        private final int[] parents;
        /** By node: itself, or what is drawn no more and calls it. */
        private final int[] cutOff;

        private final boolean[] seen;
        private final long[] bytes;
        private final long[] counts;
        /** Where the next child begins. */
        private final long[] next;

        /** @param firstRow of the root, whose box is there already */
        Layout(ExportView view, OwnByThread rows, int firstRow) {
            this.rows = rows;
            this.firstRow = firstRow;
            figures = view.figures();
            depths = view.tree().depths();
            parents = view.tree().parents();
            cutOff = new int[depths.length];
            for (int node = 1; node < depths.length; node++) {
                cutOff[node] = firstRow + depths[node] <= MOST_ROWS ? node : cutOff[parents[node]];
            }
            seen = new boolean[depths.length];
            bytes = new long[depths.length];
            counts = new long[depths.length];
            next = new long[depths.length];
        }

        void lay(Part part, long start) {
            int[] nodes = totals(part);
            next[0] = start;
            int skipped = Integer.MAX_VALUE;
            for (int node : nodes) {
                if (node == 0 || depths[node] > skipped) {
                    continue;
                }
                skipped = depths[node];
                if (bytes[node] == 0) {
                    continue;
                }
                if (tooNarrow(bytes[node])) {
                    narrow++;
                    narrowBytes += bytes[node];
                } else if (firstRow + depths[node] >= MOST_ROWS) {
                    deep++;
                    deepBytes += bytes[node];
                } else {
                    skipped = Integer.MAX_VALUE;
                    next[node] = next[parents[node]];
                    boxes.add(new Box(firstRow + depths[node], next[node], bytes[node], counts[node], node, ""));
                }
                next[parents[node]] += bytes[node];
            }
            for (int node : nodes) {
                seen[node] = false;
                bytes[node] = 0;
                counts[node] = 0;
            }
        }

        /** Nodes of a part in preorder. What is below 0, as in some aggregated captures, has no width. */
        private int[] totals(Part part) {
            IntArrayList nodes = new IntArrayList();
            for (int at = part.from(), end; at < part.to(); at = end) {
                end = rows.endOfNode(at);
                long ownBytes = Math.max(0, rows.sum(figures.bytes(), at, end));
                long ownCount = rows.sum(figures.counts(), at, end);
                for (int node = cutOff[rows.node(at)]; node >= 0; node = parents[node]) {
                    if (!seen[node]) {
                        seen[node] = true;
                        nodes.add(node);
                    }
                    bytes[node] += ownBytes;
                    counts[node] += ownCount;
                }
            }
            int[] preorder = nodes.toIntArray();
            Arrays.sort(preorder);
            return preorder;
        }
    }

    /** By box; "" where it has none. */
    private String[] modules(ExportView view) {
        FrameTable frames = view.tree().frames();
        FileKind.Sorter sorter = new FileKind.Sorter(view.profile().header());
        String[] modules = new String[boxes.size()];
        for (int i = 0; i < modules.length; i++) {
            int node = boxes.get(i).node();
            modules[i] = node < 0 ? "" : module(frames, view.tree().nodeFrames()[node], sorter);
        }
        return modules;
    }

    private String module(FrameTable frames, int frame, FileKind.Sorter sorter) {
        int image = frames.image(frame);
        return image != 0
                ? frames.images().get(image - 1).name()
                : places.computeIfAbsent(frames.file(frame), sorter::place).module();
    }

    /** The modules of the largest area that have a colour of their own. */
    private List<String> ranked(String[] modules) {
        Map<String, Double> areas = new HashMap<>();
        for (int i = 0; i < modules.length; i++) {
            areas.merge(modules[i], (double) boxes.get(i).bytes(), Double::sum);
        }
        areas.remove("");
        List<String> ranked = new ArrayList<>(areas.keySet());
        ranked.sort(Comparator.comparingDouble((String module) -> -areas.getOrDefault(module, 0.0))
                .thenComparing(Comparator.naturalOrder()));
        return ranked.subList(0, Math.min(GREY, ranked.size()));
    }

    private void draw(ExportView view, String[] modules, List<String> ranked, Writer out) throws IOException {
        List<String> lines = lines(headline(view));
        int rows = 1 + boxes.stream().mapToInt(Box::row).max().orElse(0);
        int top = MARGIN + lines.size() * LINE_HEIGHT + 4;
        int bottom = top + rows * ROW + 4;
        int height = bottom + 2 * LINE_HEIGHT + MARGIN;
        out.write("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + height
                + "\" viewBox=\"0 0 " + WIDTH + " " + height + "\" role=\"img\">\n");
        out.write("<title>" + text(headline(view)) + "</title>\n<style>\n");
        rules(LIGHT, "#ffffff", "#1b1b20", out);
        out.write("text{font:13px system-ui,sans-serif}\n.b text{font:11px ui-monospace,Menlo,Consolas,monospace}\n");
        out.write("@media (prefers-color-scheme:dark){\n");
        rules(DARK, "#17171b", "#f5f5f7", out);
        out.write("}\n</style>\n<rect class=\"s\" width=\"" + WIDTH + "\" height=\"" + height + "\"/>\n");
        for (int i = 0; i < lines.size(); i++) {
            line(MARGIN, MARGIN + i * LINE_HEIGHT + 13, lines.get(i), out);
        }
        out.write("<g class=\"b\">\n");
        for (int i = 0; i < boxes.size(); i++) {
            int rank = ranked.indexOf(modules[i]);
            box(view, boxes.get(i), top, rank < 0 ? GREY : rank, out);
        }
        out.write("</g>\n");
        legend(ranked, bottom, out);
        line(MARGIN, bottom + LINE_HEIGHT + 13, leftOut(), out);
        out.write("</svg>\n");
    }

    private static void rules(String[] fills, String ground, String text, Writer out) throws IOException {
        out.write(".s{fill:" + ground + "}\ntext{fill:" + text + "}\n.b rect{stroke:" + ground + ";stroke-width:.5}\n");
        for (int i = 0; i < fills.length; i++) {
            out.write(".c" + i + "{fill:" + fills[i] + "}\n");
        }
    }

    private void box(ExportView view, Box box, int top, int colour, Writer out) throws IOException {
        FrameTable frames = view.tree().frames();
        String name = box.name();
        String place = "";
        if (box.node() >= 0) {
            int frame = view.tree().nodeFrames()[box.node()];
            name = frames.function(frame);
            place = "\n" + shown(frames.file(frame)) + (frames.line(frame) > 0 ? ":" + frames.line(frame) : "");
        }
        long left = hundredths(box.start());
        long width = hundredths(box.start() + box.bytes()) - left;
        int y = top + box.row() * ROW;
        String amount = Quantities.exactBytes(box.bytes()) + ", " + Quantities.roundShare(box.bytes(), whole) + ", "
                + Quantities.counted(box.count(), "allocation");
        out.write("<g><title>" + XmlText.of(shown(name) + place + "\n" + amount) + "</title><rect class=\"c" + colour
                + "\" x=\"" + decimal(left + 100 * MARGIN) + "\" y=\"" + y + "\" width=\"" + decimal(width)
                + "\" height=\"" + ROW + "\"/>");
        String label = fitting(shown(name), (int) ((width / 100.0 - 6) / LETTER));
        if (!label.isEmpty()) {
            out.write("<text x=\"" + decimal(left + 100 * MARGIN + 300) + "\" y=\"" + (y + 13) + "\">"
                    + XmlText.of(label) + "</text>");
        }
        out.write("</g>\n");
    }

    private static String shown(String name) {
        return VisibleText.of(ShortText.of(name, NAME));
    }

    private long hundredths(long bytes) {
        return whole == 0 ? 100L * INNER : Math.round((double) bytes / whole * INNER * 100);
    }

    private static String decimal(long hundredths) {
        String fraction = Long.toString(100 + hundredths % 100).substring(1);
        return hundredths / 100 + "." + fraction;
    }

    /** The text, or its beginning; "" where not even three letters fit. Letters of East Asia are two wide. */
    private static String fitting(String text, int room) {
        int cells = 0;
        int end = 0;
        int beforeCut = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            cells += c < 0x1100 ? 1 : 2;
            if (cells > room) {
                return room < 3 ? "" : text.substring(0, beforeCut) + "…";
            }
            end += Character.charCount(c);
            beforeCut = cells < room ? end : beforeCut;
        }
        return text;
    }

    private void legend(List<String> ranked, int top, Writer out) throws IOException {
        int x = MARGIN;
        int named = ranked.size();
        for (int i = 0; i <= named; i++) {
            int colour = i < named ? i : GREY;
            out.write("<rect class=\"c" + colour + "\" x=\"" + x + "\" y=\"" + (top + 3)
                    + "\" width=\"12\" height=\"12\"/>");
            String name = i < named ? ShortText.of(ranked.get(i), LEGEND_NAME) : "others";
            line(x + 16, top + 13, ShortText.of(VisibleText.of(name), LEGEND_NAME), out);
            x += INNER / (GREY + 1);
        }
    }

    private String leftOut() {
        List<String> parts = new ArrayList<>();
        if (narrow > 0) {
            parts.add(part(narrow, "narrower than a pixel", narrowBytes));
        }
        if (deep > 0) {
            parts.add(part(deep, "below row " + MOST_ROWS, deepBytes));
        }
        if (negativeBytes > 0) {
            parts.add("stacks with " + Quantities.exactBytes(negativeBytes) + " less than nothing");
        }
        return parts.isEmpty() ? "Nothing is left out." : "Left out: " + String.join("; ", parts) + ".";
    }

    /** Boxes on a left out box are not counted: their bytes are among its own. */
    private String part(long count, String why, long bytes) {
        return Quantities.count(count) + (count == 1 ? " branch " : " branches ") + why + ", with "
                + Quantities.exactBytes(bytes) + ", " + Quantities.roundShare(bytes, whole);
    }

    private static String headline(ExportView view) {
        if (view.comments().isEmpty()) {
            String headline = Headline.of(view.profile(), view.kind());
            return view.profile().coverage().complete()
                    ? headline
                    : headline + " " + CoverageText.shortSentence(view.profile().coverage());
        }
        String sum = switch (view.kind()) {
            case LEAKS, BASE_LEAKS -> "not given back";
            case TOGETHER -> "held at one moment";
            default -> "the sum of peaks";
        };
        return view.comments().get(0) + "; " + sum + ": "
                + Quantities.exactBytes(view.figures().totalBytes()) + " in "
                + Quantities.counted(view.figures().totalCount(), "allocation") + ".";
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : VisibleText.of(text).split(" ", -1)) {
            if (line.length() > 0 && line.length() + word.length() >= LINE) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(ShortText.of(word, LINE));
        }
        lines.add(line.toString());
        return lines;
    }

    private static void line(int x, int y, String text, Writer out) throws IOException {
        out.write("<text x=\"" + x + "\" y=\"" + y + "\">" + text(text) + "</text>\n");
    }

    private static String text(String text) {
        return XmlText.of(VisibleText.of(text));
    }
}
