package dev.heapcrest.report.check;

import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.report.check.Verdict.Outcome;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A headline and a table: for GITHUB_STEP_SUMMARY, comments and mails. */
public final class MarkdownTable {
    private static final int ROWS = 20;
    /** GitHub drops a summary of more than 1 MiB as a whole. */
    private static final int MOST_BYTES = 64 << 10;

    /** For the headline and what follows the table. */
    private static final int REST_BYTES = 4 << 10;

    private MarkdownTable() {}

    /** Worst first, at most 20 rows, below 64 KiB. The writer is left open. */
    public static void write(List<Verdict> verdicts, Writer out) throws IOException {
        StringBuilder text = new StringBuilder("### ")
                .append(CheckReports.headline(verdicts))
                .append("\n\n");
        List<Verdict> sorted = CheckReports.sorted(verdicts);
        int told = 0;
        int bytes = 0;
        if (!sorted.isEmpty()) {
            text.append("| | capture | metric | limit or baseline | now | change |\n|---|---|---|---:|---:|---:|\n");
        }
        for (; told < Math.min(ROWS, sorted.size()); told++) {
            String row = row(sorted.get(told));
            bytes += row.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_BYTES - REST_BYTES) {
                break;
            }
            text.append(row);
        }
        if (told < sorted.size()) {
            text.append("\nand ").append(sorted.size() - told).append(" more\n");
        }
        out.write(text.toString());
    }

    private static String row(Verdict verdict) {
        Metric metric = verdict.metric();
        String change = "";
        if (verdict.compared()) {
            long more = verdict.now() - verdict.reference();
            change = (more < 0 ? "" : "+")
                    + Quantities.count(more)
                    + (verdict.reference() == 0 ? "" : " (" + Judge.percent(verdict.reference(), verdict.now()) + ")");
        } else if (verdict.outcome() == Outcome.ERROR || verdict.reference() < 0) {
            change = code(verdict.sentence());
        }
        return "| " + verdict.outcome().text() + " | " + code(verdict.capture()) + " | "
                + (metric == null ? "" : metric.text()) + " | "
                + (verdict.reference() < 0 ? "" : Quantities.count(verdict.reference())) + " | "
                + (metric == null ? "" : Quantities.count(verdict.now())) + " | " + change + " |\n";
    }

    /** A code span in a cell: its fence is longer than any run of backticks in it, and pipes do not end the cell. */
    static String code(String text) {
        String visible = VisibleText.of(text);
        int longest = 0;
        int run = 0;
        for (int i = 0; i < visible.length(); i++) {
            run = visible.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        String padding = longest > 0 ? " " : "";
        return fence + padding + visible.replace("|", "\\|") + padding + fence;
    }
}
