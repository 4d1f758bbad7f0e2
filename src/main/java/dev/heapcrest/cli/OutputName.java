package dev.heapcrest.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of reports: the default ones by memray's rule (docs/capture-format.md, section 15). */
final class OutputName {
    private static final Pattern FORKED = Pattern.compile(".\\.\\d+$");

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
        return named(path, kind, withSuffix(String.valueOf(path.getFileName()), suffix));
    }

    /** The same with the capture's own suffix before the new one, as memray calls its statistics: {@code x.bin.json}. */
    static Path after(@Nullable Path capture, String kind, String suffix) {
        Path path = capture == null ? Path.of("stdin") : capture;
        return named(path, kind, path.getFileName() + suffix);
    }

    /**
     * The same for one of many captures. The files of {@code memray run --follow-fork} differ in a number only,
     * {@code x.bin.26664}, which memray's rule takes for a suffix: here it stays.
     */
    static Path ofMany(Path capture, String kind, String suffix) {
        String name = String.valueOf(capture.getFileName());
        return FORKED.matcher(name).find() ? named(capture, kind, name + suffix) : beside(capture, kind, suffix);
    }

    private static Path named(Path path, String kind, String name) {
        String stem = name.startsWith("memray-") ? name.substring("memray-".length()) : name;
        return path.resolveSibling("memray-" + kind + "-" + stem);
    }

    /** As Python's {@code PurePath.with_suffix} before 3.14: a dot at the start or at the end makes no suffix. */
    private static String withSuffix(String name, String suffix) {
        int dot = name.lastIndexOf('.');
        return (dot > 0 && dot < name.length() - 1 ? name.substring(0, dot) : name) + suffix;
    }

    /** Where what is written of a capture goes. */
    interface Naming {
        Path of(String capture) throws CommandFailure;
    }

    /**
     * Refuses two captures whose reports would have one name: the second would fail, or replace the first.
     *
     * @param captures as typed
     * @param what they are made to, for the message
     */
    static void checkDistinct(List<String> captures, String what, Naming naming) throws CommandFailure {
        Map<Path, String> known = new HashMap<>();
        for (String capture : captures) {
            Path path = naming.of(capture).toAbsolutePath().normalize();
            String other = known.put(path, capture);
            if (other != null) {
                throw CommandFailure.usage(
                        "argument results: the %s of %s and %s would both be %s".formatted(what, other, capture, path));
            }
        }
    }
}
