package heapcrest.report;

import heapcrest.capture.Coverage;

/** Says how much of a capture a report covers. */
public final class CoverageText {
    private CoverageText() {}

    /** One sentence, for example "Covers all 1,234 records of the capture." */
    public static String of(Coverage coverage) {
        String records = Quantities.count(coverage.records());
        if (coverage.complete()) {
            return "Covers all " + records + " records of the capture.";
        }
        String size = coverage.inputSizeBytes() < 0
                ? ""
                : ", " + Quantities.bytes(coverage.inputBytes()) + " of " + Quantities.bytes(coverage.inputSizeBytes());
        String end = coverage.end() == Coverage.End.TRUNCATED ? "is cut off" : "is damaged";
        String problem = coverage.problem() == null ? "" : ": " + VisibleText.of(coverage.problem());
        return "The capture " + end + problem + ". This report covers the " + records + " records before that" + size
                + ".";
    }
}
