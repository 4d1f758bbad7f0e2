package dev.heapcrest.report.check;

import dev.heapcrest.report.XmlText;
import dev.heapcrest.report.check.Verdict.Growth;
import dev.heapcrest.report.check.Verdict.Outcome;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** JUnit's XML, as Jenkins and GitLab read it. */
public final class JUnitXml {
    private JUnitXml() {}

    /** A test case for each capture and metric. The writer is left open. */
    public static void write(List<Verdict> verdicts, Writer out) throws IOException {
        long failed = CheckReports.count(verdicts, Outcome.FAILED);
        long errors = CheckReports.count(verdicts, Outcome.ERROR);
        long skipped = CheckReports.count(verdicts, Outcome.SKIPPED);
        String counts = " tests=\"" + verdicts.size() + "\" failures=\"" + failed + "\" errors=\"" + errors
                + "\" skipped=\"" + skipped + "\"";
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"heapcrest check\"" + counts + ">\n");
        out.write("<testsuite name=\"heapcrest check\"" + counts + ">\n");
        for (Verdict verdict : verdicts) {
            out.write("<testcase classname=\"heapcrest." + verdict.key() + "\" name=\"" + XmlText.of(verdict.capture())
                    + "\" time=\"" + verdict.millis() / 1000 + "." + thousandths(verdict.millis()) + "\">");
            element(verdict, out);
            out.write("</testcase>\n");
        }
        out.write("</testsuite>\n</testsuites>\n");
    }

    private static String thousandths(long millis) {
        return Long.toString(1000 + millis % 1000).substring(1);
    }

    private static void element(Verdict verdict, Writer out) throws IOException {
        String message = XmlText.of(verdict.sentence());
        switch (verdict.outcome()) {
            case FAILED -> {
                out.write("<failure type=\"" + verdict.against() + "\" message=\"" + message + "\">" + message);
                for (Growth growth : verdict.places()) {
                    out.write('\n');
                    out.write(XmlText.of(CheckReports.growthText(growth)));
                }
                out.write("</failure>");
            }
            case ERROR -> out.write("<error type=\"unreadable\" message=\"" + message + "\">" + message + "</error>");
            case SKIPPED -> out.write("<skipped message=\"" + message + "\"/>");
            case WARNED, IMPROVED -> out.write("<system-out>" + message + "</system-out>");
            default -> {}
        }
    }
}
