package dev.heapcrest.report.export;

import dev.heapcrest.report.VisibleText;
import java.io.IOException;
import java.io.Writer;

/** A row of a table as CSV, with the rules of the CSV of call stacks. One row after the other; not thread-safe. */
public final class CsvRow {
    private final Writer out;
    private boolean begun;

    /** @param out gets the fields as they come; is not closed */
    public CsvRow(Writer out) {
        this.out = out;
    }

    /** Adds a text: control characters are visible, and what a spreadsheet would take for a formula is marked as a text. */
    public CsvRow text(String text) throws IOException {
        separate();
        Csv.field(Csv.noFormula(VisibleText.of(text)), out);
        return this;
    }

    /** Adds a number. */
    public CsvRow number(long number) throws IOException {
        separate();
        out.write(Long.toString(number));
        return this;
    }

    private void separate() throws IOException {
        if (begun) {
            out.write(',');
        }
        begun = true;
    }

    /** Ends the row. */
    public void end() throws IOException {
        out.write("\r\n");
        begun = false;
    }
}
