package example;

import dev.heapcrest.Heapcrest;
import dev.heapcrest.merge.Merging;
import dev.heapcrest.merge.PartialOptions;
import dev.heapcrest.merge.PeakOfSum;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.report.export.ExportFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a program outside can do with the library; docs/library.md shows its parts. */
final class LargestHolders {
    private LargestHolders() {}

    // docs/library.md: functions
    /** Bytes that each function held by itself at the peak. */
    static Map<String, Long> byFunction(Path capture) throws IOException {
        Profile profile = Heapcrest.profile(capture);
        Figures peak = profile.figures(View.Kind.PEAK);
        Map<String, Long> held = new HashMap<>();
        for (int location = 0; location < profile.locations().count(); location++) {
            int stack = profile.locations().stacks().get(location);
            String function = stack == 0
                    ? "(no Python frame)"
                    : profile.frames().function(profile.stacks().frames().get(stack));
            held.merge(function, peak.bytes().get(location), Long::sum);
        }
        return held;
    }
    // end

    // docs/library.md: reports
    /** Writes a page and collapsed stacks of one pass over a capture. */
    static void writeBoth(Path capture, Path folder) throws IOException {
        ProfileOptions options = ProfileOptions.DEFAULT.withTemporaryThreshold(1);
        Profile profile = Heapcrest.profile(capture, options);
        try (OutputStream page = Files.newOutputStream(folder.resolve("leaks.html"))) {
            Heapcrest.writePage(profile, View.Kind.LEAKS, ReportOptions.of("nightly.bin"), page);
        }
        try (OutputStream stacks = Files.newOutputStream(folder.resolve("temporary.txt"))) {
            Heapcrest.export(profile, ExportFormat.COLLAPSED, View.Kind.TEMPORARY, false, stacks);
        }
    }
    // end

    // docs/library.md: cancel
    /** Reads at most so many bytes of a capture; the profile is that of what was read. */
    static Profile beginning(Path capture, long bytes) throws IOException {
        ProfileOptions options =
                ProfileOptions.DEFAULT.withProgress((inputBytes, inputSizeBytes, records) -> inputBytes < bytes);
        return Heapcrest.profile(capture, options);
    }
    // end

    // docs/library.md: together
    /** What the processes of a family held together at one moment; null where their captures do not tell. */
    static @Nullable PeakOfSum together(List<Path> captures) throws IOException {
        Merging merging = new Merging(PartialOptions.DEFAULT);
        for (Path capture : captures) {
            merging.add(Heapcrest.partial(capture, PartialOptions.DEFAULT));
        }
        return merging.result().peakOfSum(false);
    }
    // end
}
