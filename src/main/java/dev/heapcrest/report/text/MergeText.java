package dev.heapcrest.report.text;

import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.VisibleText;
import java.util.ArrayList;
import java.util.List;

/** The sums of many captures as lines for a terminal. Stateless. */
public final class MergeText {
    private static final int LARGEST = 5;

    private MergeText() {}

    /**
     * The lines.
     *
     * @param groups empty where nobody asked for groups
     */
    public static List<String> lines(ManyCaptures captures, List<CaptureGroups.Group> groups) {
        Partial partial = captures.partial();
        List<String> lines = new ArrayList<>();
        lines.add(captures.coverage());
        lines.add("Sum of peaks:    " + held(partial, View.Kind.PEAK) + ", each capture at its own peak");
        lines.add("Peak of the sum: " + captures.peakOfSumText());
        if (partial.tree().views().contains(View.Kind.TOGETHER)) {
            lines.add("Held together:   " + held(partial, View.Kind.TOGETHER) + ", then, by call stack");
        }
        lines.add("Leaked:          " + held(partial, View.Kind.LEAKS));
        List<CaptureRow> rows =
                captures.largestFirst().stream().filter(CaptureRow::counts).toList();
        if (rows.size() > 1) {
            lines.add("Largest peaks:");
            for (CaptureRow row : rows.subList(0, Math.min(rows.size(), LARGEST))) {
                lines.add("  %s  %s%s"
                        .formatted(
                                right(Quantities.bytes(row.peakBytes())),
                                VisibleText.of(row.name()),
                                row.state() == CaptureRow.State.COMPLETE
                                        ? ""
                                        : " (" + row.state().text() + ")"));
            }
        }
        if (!groups.isEmpty()) {
            lines.add("Groups, by sum of peaks:");
            for (CaptureGroups.Group group : groups) {
                lines.add("  %s  %s  %s, largest %s"
                        .formatted(
                                right(Quantities.bytes(group.peakBytes())),
                                VisibleText.of(group.labels().toString()),
                                Quantities.counted(group.captures(), "capture"),
                                Quantities.bytes(group.largestPeakBytes())));
            }
        }
        return lines;
    }

    private static String held(Partial partial, View.Kind kind) {
        return Quantities.exactBytes(partial.tree().totalBytes(kind)) + " in "
                + Quantities.counted(partial.tree().totalCount(kind), "allocation");
    }

    private static String right(String text) {
        return " ".repeat(Math.max(0, 8 - text.length())) + text;
    }
}
