package dev.heapcrest.report.text;

import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PeakOfSum;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sums of many captures as lines for a terminal. Stateless. */
public final class MergeText {
    private static final int LARGEST = 5;

    private MergeText() {}

    /**
     * The lines.
     *
     * @param peakOfSum null where it is not known
     * @param groups empty where nobody asked for groups
     */
    public static List<String> lines(Partial partial, @Nullable PeakOfSum peakOfSum, List<CaptureGroups.Group> groups) {
        List<String> lines = new ArrayList<>();
        lines.add(coverage(partial));
        lines.add("Sum of peaks:    " + held(partial, View.Kind.PEAK) + ", each capture at its own peak");
        lines.add("Peak of the sum: " + peakOfSum(partial, peakOfSum));
        lines.add("Leaked:          " + held(partial, View.Kind.LEAKS));
        List<CaptureRow> rows = partial.rows().stream()
                .filter(CaptureRow::counts)
                .sorted(Comparator.comparingLong(CaptureRow::peakBytes).reversed())
                .toList();
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

    /** "5 of 6 captures: 3 complete, 2 truncated; 1 could not be read". */
    public static String coverage(Partial partial) {
        long all = partial.captures();
        long failed = partial.captures(CaptureRow.State.FAILED);
        StringBuilder text = new StringBuilder(
                failed == 0
                        ? Quantities.counted(all, "capture")
                        : Quantities.count(all - failed) + " of " + Quantities.counted(all, "capture"));
        String separator = ": ";
        for (CaptureRow.State state : CaptureRow.State.values()) {
            long count = partial.captures(state);
            if (count > 0 && state != CaptureRow.State.FAILED) {
                text.append(separator)
                        .append(Quantities.count(count))
                        .append(' ')
                        .append(state.text());
                separator = ", ";
            }
        }
        if (failed > 0) {
            text.append("; ").append(Quantities.count(failed)).append(" could not be read");
        }
        return text.toString();
    }

    private static String held(Partial partial, View.Kind kind) {
        return Quantities.exactBytes(partial.tree().totalBytes(kind)) + " in "
                + Quantities.counted(partial.tree().totalCount(kind), "allocation");
    }

    private static String peakOfSum(Partial partial, @Nullable PeakOfSum peak) {
        if (peak == null) {
            return partial.hosts() > 1
                    ? "not computed for several hosts without --across-hosts"
                    : "not known: no capture has usable memory samples, or there are too many of them";
        }
        String of = peak.captures() == partial.readable()
                ? ""
                : ", of the " + Quantities.counted(peak.captures(), "capture") + " with usable memory samples";
        String hosts = partial.hosts() > 1 ? ", " + partial.hosts() + " hosts, clocks assumed equal" : "";
        return Quantities.exactBytes(peak.bytes()) + " at " + Quantities.instant(peak.millis())
                + "; no moment held more"
                + " than " + Quantities.exactBytes(peak.boundBytes()) + of + hosts + " (samples at most "
                + Quantities.duration(partial.largestGapMillis()) + " apart)";
    }

    private static String right(String text) {
        return " ".repeat(Math.max(0, 8 - text.length())) + text;
    }
}
