package heapcrest.report.text;

import heapcrest.capture.Coverage;

/** How much of a capture a report covers, in a sentence. */
public final class CoverageText {
    private CoverageText() {}

    /**
     * For example {@code covers all 336 records, 11,622 bytes} or {@code covers 131 records, 8,646 of 9,000 bytes; the
     * capture ends inside a record at offset 8646}.
     */
    public static String sentence(Coverage coverage) {
        if (coverage.complete()) {
            long size = coverage.inputSizeBytes() < 0 ? coverage.inputBytes() : coverage.inputSizeBytes();
            return "covers all " + Amounts.counted(coverage.records(), "record") + ", " + Amounts.counted(size, "byte")
                    + (coverage.compressed() ? " (compressed)" : "");
        }
        String covered = "covers " + Amounts.counted(coverage.records(), "record") + ", ";
        String of = coverage.inputSizeBytes() < 0 ? "" : " of " + Amounts.count(coverage.inputSizeBytes());
        String bytes = of.isEmpty()
                ? Amounts.counted(coverage.inputBytes(), "byte")
                : Amounts.count(coverage.inputBytes()) + of + " bytes";
        String compressed = coverage.compressed() ? " (compressed)" : "";
        String problem = coverage.problem() == null ? "" : "; " + coverage.problem();
        return covered + bytes + compressed + problem;
    }

    /** {@code complete}, {@code truncated} or {@code damaged}. */
    public static String state(Coverage coverage) {
        return switch (coverage.end()) {
            case COMPLETE -> "complete";
            case TRUNCATED -> "truncated";
            case CORRUPT -> "damaged";
        };
    }
}
