package dev.heapcrest.report.text;

import dev.heapcrest.merge.Comparison;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ChangedFunctions;
import dev.heapcrest.report.ComparedSides;
import dev.heapcrest.report.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What differs between two sides as lines for a terminal: totals, and the functions that changed most. */
public final class DiffText {
    private static final int ROWS = 20;

    private final ComparedSides sides;
    private final View.Kind kind;
    private final ChangedFunctions functions;

    private DiffText(Comparison comparison, View.Kind kind, long noiseBytes) {
        sides = new ComparedSides(comparison);
        this.kind = kind;
        functions = ChangedFunctions.of(comparison, kind, noiseBytes);
    }

    /**
     * The lines; the table is of one view.
     *
     * @param noiseBytes smaller changes are left out
     */
    public static List<String> lines(Comparison comparison, View.Kind kind, long noiseBytes) {
        return new DiffText(comparison, kind, noiseBytes).lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (View.Kind each : List.of(View.Kind.PEAK, View.Kind.LEAKS)) {
            lines.add(totals(each));
        }
        lines.add(sides.coverage());
        lines.add("Matched: " + sides.matched(kind));
        List<ChangedFunctions.Row> grown = functions.grown();
        List<ChangedFunctions.Row> shrunk = functions.shrunk();
        table("Grown", grown, lines);
        table("Shrunk", shrunk, lines);
        if (grown.isEmpty() && shrunk.isEmpty()) {
            lines.add("No function changed by " + Quantities.bytes(Math.round(functions.noise())) + " or more.");
        }
        return lines;
    }

    private String totals(View.Kind each) {
        double base = sides.baseBytes(each);
        double changed = sides.newBytes(each);
        return String.format(
                Locale.ROOT,
                "%-21s %10s -> %10s  %s",
                each == View.Kind.PEAK ? "Held at the peak:" : "Held at the end:",
                Quantities.bytes(Math.round(base)),
                Quantities.bytes(Math.round(changed)),
                ComparedSides.change(base, changed));
    }

    private static void table(String heading, List<ChangedFunctions.Row> rows, List<String> lines) {
        if (rows.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%-8s %10s %10s  %s", heading, "base", "new", "function, with what it allocated itself"));
        for (ChangedFunctions.Row row : rows.subList(0, Math.min(rows.size(), ROWS))) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-8s %10s %10s  %s%s",
                    signedShort(row.change()),
                    Quantities.bytes(Math.round(row.base())),
                    Quantities.bytes(Math.round(row.changed())),
                    row.place(),
                    row.word()));
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
