package dev.heapcrest.report;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Profile;
import java.util.ArrayList;
import java.util.List;

/** What a reader of the page must know about a capture of this kind, in full sentences. */
public final class CaptureNotes {
    private CaptureNotes() {}

    /** None where there is nothing to know. */
    public static List<String> of(Profile profile) {
        CaptureHeader header = profile.header();
        List<String> notes = new ArrayList<>();
        NativeSummary natives = NativeSummary.of(profile);
        if (natives.lacking()) {
            notes.add(unnamed(natives));
        }
        if (header.aggregated()) {
            notes.add("The capture is aggregated: memory at the peak and at the end is exact, but it holds no single"
                    + " allocations, so there are no temporary ones to show.");
        }
        if (profile.pathsLeftOut()) {
            notes.add("Made with --private: absolute paths, user names, arguments of the command line and source lines"
                    + " are left out. Files are named below the directory of packages, the standard library or the"
                    + " program; … is a directory that was left out.");
        }
        if (clockSetBack(profile.timeline())) {
            notes.add(
                    "The clock was set back while the program ran. Memory over time goes on where it was: moments after"
                            + " that are right by their distance, not by the clock.");
        }
        return notes;
    }

    /** Says how much of the peak stands on native frames without a name, and why; or why no native frame is shown. */
    public static String unnamed(NativeSummary natives) {
        String known = natives.frames() == 0
                ? "Stacks show Python frames alone: where native frames belong among them is known by the symbols of"
                        + " Python's interpreter (without: " + natives.lacks() + ")."
                : Quantities.share(natives.unnamedBytes(), natives.bytes())
                        + " of the peak is in stacks with native frames that have no name (" + natives.text() + ").";
        return known + " The table of images in the statistics says what was found. How to give them names is in"
                + " docs/native.md. All figures are complete.";
    }

    private static boolean clockSetBack(Profile.Timeline timeline) {
        for (int i = 1; i < timeline.count(); i++) {
            if (timeline.epochMillis().get(i) < timeline.epochMillis().get(i - 1)) {
                return true;
            }
        }
        return false;
    }
}
