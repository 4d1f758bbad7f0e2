package dev.heapcrest.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Rows of tables that are not of call stacks. */
class CsvRowTest {
    @Test
    void texts_are_quoted_visible_and_no_formulas_and_numbers_are_as_they_are() throws IOException {
        StringWriter out = new StringWriter();
        CsvRow row = new CsvRow(out);
        row.text("a,b").text("say \"x\"").number(-5).text("").text("=1+1").end();
        row.text("line\nfeed").number(Long.MIN_VALUE).end();
        assertEquals(
                "\"a,b\",\"say \"\"x\"\"\",-5,,'=1+1\r\n" + "line\\nfeed" + ",-9223372036854775808\r\n",
                out.toString());
    }
}
