package dev.heapcrest.report.text;

import dev.heapcrest.merge.Comparison;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialTree;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What differs between two sides as lines for a terminal: totals, and the functions that changed most. */
public final class DiffText {
    private static final int ROWS = 20;
    /** Changes below that, and below a thousandth of the larger total, are noise. */
    private static final long DEFAULT_NOISE_BYTES = 4096;

    private final Comparison comparison;
    private final View.Kind kind;
    private final double noise;

    private DiffText(Comparison comparison, View.Kind kind) {
        this.comparison = comparison;
        this.kind = kind;
        double larger = Math.max(
                total(comparison.base(), comparison.baseScale()), total(comparison.changed(), comparison.newScale()));
        noise = Math.max(DEFAULT_NOISE_BYTES, larger / 1000);
    }

    private double total(Partial side, double scale) {
        return side.tree().totalBytes(kind) * scale;
    }

    /** The lines; the table is of one view. */
    public static List<String> lines(Comparison comparison, View.Kind kind) {
        return new DiffText(comparison, kind).lines();
    }

    private static final class Row {
        final String place;
        double base;
        double changed;
        boolean inBase;
        boolean inNew;

        Row(String place) {
            this.place = place;
        }

        double change() {
            return changed - base;
        }
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (View.Kind each : List.of(View.Kind.PEAK, View.Kind.LEAKS)) {
            lines.add(totals(each));
        }
        lines.add(sides());
        lines.add("Matched: "
                + Quantities.share(
                        comparison.matchedBaseBytes(kind),
                        comparison.base().tree().totalBytes(kind))
                + " of the base, "
                + Quantities.share(
                        comparison.matchedNewBytes(kind),
                        comparison.changed().tree().totalBytes(kind))
                + " of the new side");
        List<Row> rows = new ArrayList<>(rows().values());
        List<Row> grown = rows.stream()
                .filter(row -> row.change() >= noise)
                .sorted(Comparator.comparingDouble(Row::change).reversed().thenComparing(row -> row.place))
                .toList();
        List<Row> shrunk = rows.stream()
                .filter(row -> row.change() <= -noise)
                .sorted(Comparator.comparingDouble(Row::change).thenComparing(row -> row.place))
                .toList();
        table("Grown", grown, lines);
        table("Shrunk", shrunk, lines);
        if (grown.isEmpty() && shrunk.isEmpty()) {
            lines.add("No function changed by " + Quantities.bytes(Math.round(noise)) + " or more.");
        }
        return lines;
    }

    private String totals(View.Kind each) {
        double base = comparison.base().tree().totalBytes(each) * comparison.baseScale();
        double changed = comparison.changed().tree().totalBytes(each) * comparison.newScale();
        return String.format(
                Locale.ROOT,
                "%-21s %10s -> %10s  %s",
                each == View.Kind.PEAK ? "Held at the peak:" : "Held at the end:",
                Quantities.bytes(Math.round(base)),
                Quantities.bytes(Math.round(changed)),
                change(base, changed));
    }

    /** "+4.2 MB, +4.8 %"; "new" where there was nothing. */
    private static String change(double base, double changed) {
        String bytes = signed(changed - base);
        if (base <= 0) {
            return changed > 0 ? bytes + ", new" : bytes;
        }
        return bytes + String.format(Locale.ROOT, ", %+.1f %%", 100 * (changed - base) / base);
    }

    private static String signed(double bytes) {
        long rounded = Math.round(bytes);
        return (rounded > 0 ? "+" : "") + Quantities.bytes(rounded);
    }

    private String sides() {
        String each = comparison.base().readable() == 1 && comparison.changed().readable() == 1
                ? ""
                : "; figures are means per capture";
        boolean normalized =
                comparison.baseScale() * Math.max(1, comparison.base().readable()) != 1;
        return "Base: " + new ManyCaptures(comparison.base(), null).coverage() + ". New: "
                + new ManyCaptures(comparison.changed(), null).coverage() + each
                + (normalized
                        ? String.format(
                                Locale.ROOT,
                                "; the base is multiplied by %.4f",
                                comparison.baseScale() * comparison.base().readable())
                        : "")
                + ".";
    }

    /** Own bytes by function. */
    private Map<String, Row> rows() {
        Map<String, Row> rows = new HashMap<>();
        for (int node = 0; node < comparison.nodeCount(); node++) {
            long base = comparison.baseBytes(kind, node);
            long changed = comparison.newBytes(kind, node);
            if (base != 0 || changed != 0) {
                Row row = rows.computeIfAbsent(place(node), Row::new);
                row.base += base * comparison.baseScale();
                row.changed += changed * comparison.newScale();
                row.inBase |= base != 0;
                row.inNew |= changed != 0;
            }
        }
        return rows;
    }

    private String place(int node) {
        if (node == 0) {
            return "(no Python frame)";
        }
        boolean isNew = comparison.newNode(node) >= 0;
        PartialTree tree = (isNew ? comparison.changed() : comparison.base()).tree();
        int frame = tree.frame(isNew ? comparison.newNode(node) : comparison.baseNode(node));
        return VisibleText.of(tree.frames().function(frame)) + " ("
                + VisibleText.of(tree.frames().file(frame)) + ")";
    }

    private static void table(String heading, List<Row> rows, List<String> lines) {
        if (rows.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%-8s %10s %10s  %s", heading, "base", "new", "function, with what it allocated itself"));
        for (Row row : rows.subList(0, Math.min(rows.size(), ROWS))) {
            String word = !row.inBase ? ", new" : !row.inNew ? ", vanished" : "";
            lines.add(String.format(
                    Locale.ROOT,
                    "%-8s %10s %10s  %s%s",
                    signedShort(row.change()),
                    Quantities.bytes(Math.round(row.base)),
                    Quantities.bytes(Math.round(row.changed)),
                    row.place,
                    word));
        }
        if (rows.size() > ROWS) {
            lines.add("         ... " + Quantities.count(rows.size() - ROWS) + " more");
        }
    }

    private static String signedShort(double bytes) {
        long rounded = Math.round(bytes);
        return (rounded > 0 ? "+" : "") + Quantities.shortBytes(rounded);
    }
}
