package dev.heapcrest.report.html;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.CaptureNotes;
import dev.heapcrest.report.ComparedSides;
import dev.heapcrest.report.CoverageText;
import dev.heapcrest.report.Headline;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.FoldedTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page says of itself, beside its figures: rules and sentences that payload, summary and templates share.
 *
 * @param many the captures of which the profile is the sum; null where it is of one, or a comparison
 * @param compared the two sides of a comparison; null where it is none
 */
record PageFacts(
        Profile profile,
        CallTree tree,
        ReportOptions options,
        @Nullable ManyCaptures many,
        @Nullable ComparedSides compared) {
    /** memray's number for the allocator that gives memory back when the program does. */
    private static final int MALLOC = 3;

    /** The sentence that the page begins with. */
    String headline() {
        View.Kind kind = tree.primary().view().kind();
        if (compared != null) {
            return compared.headline(kind);
        }
        return many == null ? Headline.of(profile, kind) : many.headline(kind);
    }

    /** What a browser shows in a tab. */
    String browserTitle() {
        if (compared != null) {
            return compared.title();
        }
        return many == null ? Headline.title(profile) : many.title();
    }

    /** How much of the capture is in the report, or of how many captures it is; a sentence. */
    String coverage() {
        if (compared != null) {
            return compared.coverage();
        }
        return many == null ? CoverageText.sentence(profile.coverage()) : many.coverage() + ".";
    }

    /** The same without what is wrong and where, for a place that people see first. */
    String shortCoverage() {
        return many == null && compared == null ? CoverageText.shortSentence(profile.coverage()) : coverage();
    }

    boolean complete() {
        if (compared != null) {
            return compared.complete();
        }
        return many == null ? profile.coverage().complete() : many.complete();
    }

    /** The title by memray's rule, for example "inverted flamegraph report (memory leaks)". */
    String title() {
        if (compared != null) {
            return "difference of two sides";
        }
        String suffix = tree.primary().view().kind().memrayTitle();
        return (options.inverted() ? "inverted " : "")
                + (options.table() ? "table report" : "flamegraph report")
                + (suffix.isEmpty() ? "" : " (" + suffix + ")");
    }

    /**
     * Python's own allocator keeps memory that the program gave back, and the capture cannot tell
     * (docs/capture-format.md, section 14.3).
     */
    boolean leaksUncertain() {
        CaptureHeader header = profile.header();
        return header.pythonAllocator() != MALLOC && !header.pythonAllocatorsTraced();
    }

    /** What a reader must know of a capture of this kind, and what the options add. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(CaptureNotes.of(profile));
        notes.addAll(options.notes());
        return notes;
    }

    /** Says that figures below 0 are not drawn; null where there are none, as it is but in damaged captures. */
    @Nullable
    String debtsText() {
        long places = 0;
        long bytes = 0;
        for (int i = 0; i < tree.ownNodes().length; i++) {
            long own = tree.primary().bytes().get(i);
            if (own < 0 || tree.primary().counts().get(i) < 0) {
                places++;
                bytes += Math.min(0, own);
            }
        }
        return places == 0
                ? null
                : Quantities.counted(places, "figure") + " of this capture "
                        + (places == 1 ? "is" : "are") + " below 0, together " + Quantities.exactBytes(bytes)
                        + ". No box can show that: the graphs leave them out. The table and the statistics count them.";
    }

    /** Says what was folded; null if nothing was. */
    @Nullable
    String foldingText(@Nullable FoldedTree folding) {
        if (folding == null) {
            return null;
        }
        return "This tree is too large to be shown whole: " + Quantities.count(folding.foldedNodes())
                + " boxes of less than " + Quantities.bytes(foldedBelowBytes(folding)) + " each are folded into "
                + Quantities.count(folding.boxCount())
                + " boxes that say how many smaller ones they stand for. All totals are exact. The option --full keeps"
                + " every box.";
    }

    /** Size from which on all boxes of the view shown first stayed. */
    long foldedBelowBytes(FoldedTree folding) {
        return (long) Math.ceil(folding.threshold() * (double) tree.primary().totalBytes());
    }
}
