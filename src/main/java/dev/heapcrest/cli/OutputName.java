package dev.heapcrest.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Default names of reports, by memray's rule (docs/capture-format.md, section 15). */
final class OutputName {
    private OutputName() {}

    /**
     * The capture's name with its last suffix replaced, without a leading {@code memray-}, after
     * {@code memray-KIND-}, in the capture's directory.
     *
     * @param capture null for standard input: its report goes to the working directory as {@code stdin}
     * @param kind for example {@code flamegraph}
     * @param suffix for example {@code .html}
     */
    static Path beside(@Nullable Path capture, String kind, String suffix) {
        Path path = capture == null ? Path.of("stdin") : capture;
        String name = withSuffix(String.valueOf(path.getFileName()), suffix);
        String stem = name.startsWith("memray-") ? name.substring("memray-".length()) : name;
        return path.resolveSibling("memray-" + kind + "-" + stem);
    }

    /** As Python's {@code PurePath.with_suffix} before 3.14: a dot at the start or at the end makes no suffix. */
    private static String withSuffix(String name, String suffix) {
        int dot = name.lastIndexOf('.');
        return (dot > 0 && dot < name.length() - 1 ? name.substring(0, dot) : name) + suffix;
    }
}
