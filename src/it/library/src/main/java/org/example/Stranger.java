package org.example;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.export.ExportFormat;
import dev.heapcrest.report.export.ExportView;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another program that has Heapcrest as a dependency. An exception fails its build. */
public final class Stranger {
    /** memray's answer for that capture: NAME.tree.json.gz beside it. */
    private static final String CAPTURE = "simple-h13-py313-raw.bin";

    private static final long PEAK_BYTES = 215_668;

    private Stranger() {}

    public static void main(String[] arguments) throws IOException {
        mustBeAbsent("dev.heapcrest.cli.Main");
        mustBeAbsent("picocli.CommandLine");
        mustBeAbsent("org.slf4j.nop.NOPServiceProvider");
        String stacks = collapsed(Path.of(arguments[0], CAPTURE));
        long bytes = stacks.lines()
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        if (bytes != PEAK_BYTES) {
            throw new IllegalStateException(CAPTURE + ": " + bytes + " bytes, not " + PEAK_BYTES + ":\n" + stacks);
        }
    }

    private static String collapsed(Path file) throws IOException {
        Profile profile;
        try (Capture capture = Capture.open(file)) {
            profile = HeapProfiler.profile(capture, ProfileOptions.DEFAULT, ReadProgress.NONE);
        }
        CallTree tree = CallTreeBuilder.build(profile, View.Kind.PEAK);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.COLLAPSED.write(new ExportView(profile, tree, View.Kind.PEAK, false), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void mustBeAbsent(String className) {
        try {
            Class.forName(className);
        } catch (ClassNotFoundException absent) {
            return;
        }
        throw new IllegalStateException(className + " came with the library");
    }
}
