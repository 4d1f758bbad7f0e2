package dev.heapcrest.report.check;

import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.report.check.Verdict.Growth;
import dev.heapcrest.report.check.Verdict.Outcome;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GitHub's workflow commands that mark lines of a change. */
public final class GitHubAnnotations {
    /** GitHub shows ten of a kind for a step. */
    private static final int MOST = 9;

    private GitHubAnnotations() {}

    /**
     * The nine worst failures and the nine worst warnings, and how many more there are.
     *
     * @param root folder of the sources; files outside of it are not named, since GitHub could not show them
     */
    public static void write(List<Verdict> verdicts, @Nullable Path root, Writer out) throws IOException {
        annotations("error", CheckReports.sorted(verdicts), root, out, Outcome.FAILED, Outcome.ERROR);
        annotations("warning", CheckReports.sorted(verdicts), root, out, Outcome.WARNED, Outcome.IMPROVED);
    }

    private static void annotations(
            String command, List<Verdict> verdicts, @Nullable Path root, Writer out, Outcome first, Outcome second)
            throws IOException {
        List<Verdict> told = verdicts.stream()
                .filter(verdict -> verdict.outcome() == first || verdict.outcome() == second)
                .toList();
        for (Verdict verdict : told.subList(0, Math.min(MOST, told.size()))) {
            annotation(command, verdict, root, out);
        }
        if (told.size() > MOST) {
            out.write("::" + command + " title=Memory::and " + (told.size() - MOST) + " more\n");
        }
    }

    private static void annotation(String command, Verdict verdict, @Nullable Path root, Writer out)
            throws IOException {
        StringBuilder line = new StringBuilder("::").append(command).append(' ');
        Growth worst = verdict.places().isEmpty() ? null : verdict.places().get(0);
        String file = worst == null ? null : fileBelow(root, worst.place().source());
        if (worst != null && file != null) {
            line.append("file=").append(property(file)).append(',');
            if (worst.place().line() > 0) {
                line.append("line=").append(worst.place().line()).append(',');
            }
        }
        line.append("title=").append(property(title(verdict))).append("::");
        String text = VisibleText.of(verdict.capture()) + ": " + VisibleText.of(verdict.sentence());
        if (worst != null) {
            text += "; most: " + CheckReports.placeText(worst.place()) + (worst.before() < 0 ? " " : " +")
                    + Quantities.count(worst.bytes());
        }
        out.write(line.append(escaped(text)).append('\n').toString());
    }

    private static String title(Verdict verdict) {
        Metric metric = verdict.metric();
        if (metric == null) {
            return "Capture not readable";
        }
        String name = switch (metric) {
            case PEAK_BYTES -> "Peak memory";
            case PEAK_ALLOCATIONS -> "Allocations at the peak";
            case LEAKED_BYTES -> "Leaked memory";
            case LEAKED_ALLOCATIONS -> "Leaked allocations";
            case LEAK_PER_PLACE -> "Leak of one stack";
        };
        return verdict.compared() && verdict.reference() > 0
                ? name + " " + Judge.percent(verdict.reference(), verdict.now())
                : name;
    }

    /** Relative to the root; null where it is not below. */
    private static @Nullable String fileBelow(@Nullable Path root, String source) {
        if (source.isEmpty() || source.startsWith("<")) {
            return null;
        }
        try {
            Path file = Path.of(source).normalize();
            if (file.isAbsolute()) {
                if (root == null || !file.startsWith(root.toAbsolutePath().normalize())) {
                    return null;
                }
                file = root.toAbsolutePath().normalize().relativize(file);
            }
            return file.startsWith("..") ? null : file.toString();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Of messages. */
    private static String escaped(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    /** Of values of properties. */
    private static String property(String text) {
        return escaped(VisibleText.of(text)).replace(":", "%3A").replace(",", "%2C");
    }
}
