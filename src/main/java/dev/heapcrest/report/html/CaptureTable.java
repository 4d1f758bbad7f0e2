package dev.heapcrest.report.html;

import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The table of the captures of a merged page, as variables of the template. Text is made visible here. Stateless. */
final class CaptureTable {
    private static final int MOST_ROWS = 1000;

    private CaptureTable() {}

    /** Variables of the section; null for a page of one capture. */
    static @Nullable Map<String, Object> of(@Nullable ManyCaptures many) {
        if (many == null) {
            return null;
        }
        List<CaptureRow> rows = many.largestFirst();
        long left = many.partial().captures() - Math.min(rows.size(), MOST_ROWS);
        return Map.of(
                "captures",
                rows.stream().limit(MOST_ROWS).map(CaptureTable::row).toList(),
                "more",
                left == 0 ? "" : Quantities.count(left) + " more are counted, but not listed here.");
    }

    private static Map<String, String> row(CaptureRow row) {
        boolean read = row.counts();
        String pid = Objects.requireNonNullElse(row.labels().get("pid"), "");
        String python = Objects.requireNonNullElse(row.labels().get("python"), "");
        return Map.of(
                "name", VisibleText.of(row.name()),
                "pid", VisibleText.of(pid),
                "python", VisibleText.of(python),
                "start", read ? Quantities.instant(row.startMillis()) : "",
                "peak", read ? Quantities.bytes(row.peakBytes()) : "",
                "peakCount", read ? Quantities.count(row.peakCount()) : "",
                "leaked", read ? Quantities.bytes(row.leakedBytes()) : "",
                "state", row.state().text(),
                "problem", VisibleText.of(row.problem()));
    }
}
