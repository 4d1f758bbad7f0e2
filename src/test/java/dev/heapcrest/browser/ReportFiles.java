package dev.heapcrest.browser;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ConfidentialFiles;
import dev.heapcrest.report.PageBudget;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.report.html.FlameGraphReport;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes reports of the captures in testdata, through the stages that the command uses. */
final class ReportFiles {
    private ReportFiles() {}

    static Path of(String capture, Path directory) throws IOException {
        return of(capture, directory, false, ProfileOptions.DEFAULT);
    }

    /** As {@code --inverted} makes it. */
    static Path inverted(String capture, Path directory) throws IOException {
        return of(capture, directory, true, ProfileOptions.DEFAULT);
    }

    /** As {@code --temporal} makes it. */
    static Path overTime(String capture, Path directory) throws IOException {
        return of(capture, directory, false, ProfileOptions.DEFAULT.withHistory(HistoryOptions.DEFAULT));
    }

    private static Path of(String capture, Path directory, boolean inverted, ProfileOptions profiling)
            throws IOException {
        Path file = directory.resolve(capture + ".html");
        try (Capture input = Capture.open(Path.of("testdata", "captures", capture + ".bin"));
                OutputStream output = new BufferedOutputStream(Files.newOutputStream(file))) {
            Profile profile = HeapProfiler.profile(input, profiling);
            CallTree tree = CallTreeBuilder.build(profile, View.Kind.PEAK);
            FlameGraphReport.write(profile, tree, options(capture, inverted), output);
        }
        return file;
    }

    private static ReportOptions options(String capture, boolean inverted) {
        return new ReportOptions(
                "0.1.0",
                capture + ".bin",
                "heapcrest flamegraph " + capture + ".bin",
                1_700_000_000_000L,
                inverted,
                false,
                false,
                ConfidentialFiles.ALL,
                Path.of("testdata"),
                PageBudget.DEFAULT,
                List.of());
    }
}
