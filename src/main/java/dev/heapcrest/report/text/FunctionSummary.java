package dev.heapcrest.report.text;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.report.FunctionTotals;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.tables.TextOrder;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What {@code summary} prints: a row for each function, with memray's columns (docs/capture-format.md, section 14.5). All
 * stacks count; memray stops where it has seen 95 % of the memory, in the order of a hash table.
 */
public final class FunctionSummary {
    /** Columns that rows can be sorted by, from 1. */
    public static final int COLUMNS = 5;

    /** Of what was allocated without a Python frame, as memray calls it. */
    private static final String NOBODY = "???";

    private static final List<String> TITLES =
            List.of("Total Memory", "Total Memory %", "Own Memory", "Own Memory %", "Allocation Count");
    private static final int WIDTH = 18;

    private final List<FunctionTotals.Row> rows;
    private final long bytes;
    private final long count;

    /** @param tree of which the first view is summed up */
    public FunctionSummary(CallTree tree) {
        rows = new ArrayList<>(FunctionTotals.of(tree).rows());
        Figures figures = tree.primary();
        bytes = figures.totalBytes();
        count = figures.totalCount();
        long nobodysBytes = 0;
        long nobodysCount = 0;
        for (int i = 0; i < tree.ownNodes().length && tree.ownNodes()[i] == 0; i++) {
            nobodysBytes += figures.bytes().get(i);
            nobodysCount += figures.counts().get(i);
        }
        if (nobodysCount != 0 || nobodysBytes != 0) {
            rows.add(new FunctionTotals.Row(NOBODY, NOBODY, nobodysBytes, nobodysCount, nobodysBytes, nobodysCount));
        }
        // functions of other views
        rows.removeIf(row -> row.totalCount() == 0 && row.totalBytes() == 0);
    }

    /**
     * The first rows.
     *
     * @param column to sort by, from 1: as in memray those of a share are those of the amount before
     */
    List<FunctionTotals.Row> rows(int column, int limit) {
        TextOrder texts = new TextOrder();
        Comparator<FunctionTotals.Row> order = Comparator.comparingLong((FunctionTotals.Row row) -> amount(row, column))
                .reversed()
                .thenComparing(FunctionTotals.Row::name, texts)
                .thenComparing(FunctionTotals.Row::file, texts);
        return rows.stream().sorted(order).limit(limit).toList();
    }

    private static long amount(FunctionTotals.Row row, int column) {
        return switch (column) {
            case 1, 2 -> row.totalBytes();
            case 3, 4 -> row.selfBytes();
            default -> row.totalCount();
        };
    }

    /**
     * Writes the table. The location comes last, where it may be as long as it is.
     *
     * @param column to sort by, from 1 to {@link #COLUMNS}
     * @param limit most rows
     * @param colours with escapes of a terminal
     */
    public void write(int column, int limit, boolean colours, Appendable out) throws IOException {
        Colour colour = new Colour(colours);
        for (int i = 0; i < TITLES.size(); i++) {
            String title = i == column - 1 ? "<" + TITLES.get(i) + ">" : TITLES.get(i);
            out.append(padded(title)).append(' ');
        }
        out.append(" Location\n");
        for (FunctionTotals.Row row : rows(column, limit)) {
            amount(row.totalBytes(), colour, out);
            amount(row.selfBytes(), colour, out);
            out.append(colour.amount(padded(Long.toString(row.totalCount())), row.totalCount(), count));
            out.append("  ").append(colour.function(ShortText.visible(row.name())));
            out.append(" at ")
                    .append(colour.file(ShortText.visible(row.file())))
                    .append('\n');
        }
        int left = rows.size() - Math.min(limit, rows.size());
        if (left > 0) {
            out.append("%s; -r shows more rows\n".formatted(Quantities.counted(left, "more function")));
        }
    }

    private void amount(long amount, Colour colour, Appendable out) throws IOException {
        out.append(colour.amount(padded(Quantities.fineBytes(amount)), amount, bytes))
                .append(' ');
        String share = bytes == 0 ? "0.00%" : String.format(Locale.ROOT, "%.2f%%", 100.0 * amount / bytes);
        out.append(colour.amount(padded(share), amount, bytes)).append(' ');
    }

    private static String padded(String text) {
        return " ".repeat(Math.max(0, WIDTH - text.length())) + text;
    }
}
