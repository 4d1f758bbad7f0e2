package org.example;

import dev.heapcrest.Heapcrest;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.export.ExportFormat;
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
        Profile profile = Heapcrest.profile(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Heapcrest.export(profile, ExportFormat.COLLAPSED, View.Kind.PEAK, false, out);
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
