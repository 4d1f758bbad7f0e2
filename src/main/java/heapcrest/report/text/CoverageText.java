package heapcrest.report.text;

import heapcrest.capture.Coverage;

/** How much of a capture a report covers, in a sentence. */
public final class CoverageText {
    private CoverageText() {}

    /** For example {@code covers 336 records, 5,000 of 11,622 bytes; ends inside a record at offset 4,711}. */
    public static String sentence(Coverage coverage) {
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
