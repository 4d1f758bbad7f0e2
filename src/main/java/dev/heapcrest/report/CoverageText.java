package dev.heapcrest.report;

import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.DamageText;

/** How much of a capture a report covers, in words; the same in the page and on the terminal. */
public final class CoverageText {
    private CoverageText() {}

    /**
     * A sentence without its subject and final stop, for example {@code covers all 336 records, 11,600 bytes} or
     * {@code covers 131 records, 8,646 of 9,000 bytes; the capture ends inside a record at offset 8646}.
     */
    public static String of(Coverage coverage) {
        return amount(coverage) + (coverage.complete() ? "" : "; " + DamageText.of(coverage));
    }

    private static String amount(Coverage coverage) {
        String compressed = coverage.compressed() ? " (compressed)" : "";
        if (coverage.complete()) {
            // not the size of the file, which a pipe does not tell: what follows the trailer is no part of the capture
            return "covers all " + Quantities.counted(coverage.records(), "record") + ", "
                    + Quantities.counted(coverage.inputBytes(), "byte") + compressed;
        }
        String bytes = coverage.inputSizeBytes() < 0
                ? Quantities.counted(coverage.inputBytes(), "byte")
                : Quantities.count(coverage.inputBytes()) + " of "
                        + Quantities.counted(coverage.inputSizeBytes(), "byte");
        return "covers " + Quantities.counted(coverage.records(), "record") + ", " + bytes + compressed;
    }

    /** For example {@code The capture is truncated. This report covers 131 records, ...}. */
    public static String sentence(Coverage coverage) {
        return sentence(coverage, of(coverage));
    }

    /** The same without what is wrong and where, for a place that people see first. */
    public static String shortSentence(Coverage coverage) {
        return sentence(coverage, amount(coverage));
    }

    private static String sentence(Coverage coverage, String covers) {
        String what = "This report " + covers + ".";
        return coverage.complete() ? what : "The capture is " + coverage.state().text() + ". " + what;
    }
}
