package dev.heapcrest.report.html;

import dev.heapcrest.merge.Comparison;
import dev.heapcrest.merge.PeakOfSum;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ComparedProfile;
import dev.heapcrest.report.ComparedSides;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.MergedProfile;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Pages of several captures. Stateless. */
public final class ManyPages {
    private ManyPages() {}

    /**
     * The page of a sum.
     *
     * @param out flushed, not closed
     * @throws IOException what the stream throws
     */
    public static void writeSum(ManyCaptures captures, OutputStream out) throws IOException {
        Profile profile = MergedProfile.of(captures.partial());
        CallTree tree = CallTreeBuilder.build(profile, View.Kind.PEAK);
        List<String> notes = new ArrayList<>(List.of(
                "The figures are sums over several captures. A sum of peaks adds what each process held at its own"
                        + " worst moment; these moments are not the same."));
        PeakOfSum together = captures.peakOfSum();
        if (together != null && tree.find(View.Kind.TOGETHER) != null) {
            notes.add(
                    "The view of the peak of the sum has what the captures held at %s, each at its last memory sample."
                            .formatted(Quantities.instant(together.millis())));
        }
        ReportOptions options = ReportOptions.of(captures.count()).withNotes(notes);
        FlameGraphReport.write(captures, profile, tree, options, out);
    }

    /**
     * The page of what differs.
     *
     * @param first view that the page opens with
     * @param out flushed, not closed
     * @throws IOException what the stream throws
     */
    public static void writeComparison(Comparison comparison, View.Kind first, OutputStream out) throws IOException {
        ComparedSides sides = new ComparedSides(comparison);
        Profile profile = ComparedProfile.of(comparison);
        CallTree tree = CallTreeBuilder.build(profile, first);
        FlameGraphReport.write(sides, profile, tree, ReportOptions.of("diff"), out);
    }
}
