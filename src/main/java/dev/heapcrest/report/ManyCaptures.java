package dev.heapcrest.report;

import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PeakOfSum;
import dev.heapcrest.profile.View;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What reports say of several captures, in the same words: how many there are, what kind of sum a figure is, and which of
 * them was worst.
 *
 * @param partial their sum
 * @param peakOfSum null where it is not known
 * @param groups by labels, the largest first; empty where nobody asked for groups
 */
public record ManyCaptures(Partial partial, @Nullable PeakOfSum peakOfSum, List<CaptureGroups.Group> groups) {
    /** Without groups. */
    public ManyCaptures(Partial partial, @Nullable PeakOfSum peakOfSum) {
        this(partial, peakOfSum, List.of());
    }

    /** The list is copied. */
    public ManyCaptures {
        groups = List.copyOf(groups);
    }

    /** Whether the outermost level of the tree is the capture. */
    public boolean split() {
        return partial.options().splitCaptures();
    }

    /**
     * What a capture is called where it is one of several: "app.bin (process 12)", which is also what the outermost level of a
     * tree of captures calls it.
     */
    public static String nameOf(CaptureRow row) {
        String pid = row.labels().get("pid");
        return pid == null ? row.name() : row.name() + " (process " + pid + ")";
    }

    /** The program, where all captures are of one; "" where they are not. */
    public String program() {
        return ProgramName.of(command(counted()));
    }

    /** Command line of all; "" where they have not the same. */
    static String command(List<CaptureRow> rows) {
        List<String> commands = rows.stream()
                .map(row -> Objects.requireNonNullElse(row.labels().get("script"), ""))
                .distinct()
                .limit(2)
                .toList();
        return commands.size() == 1 ? commands.get(0) : "";
    }

    /** When the first of them began, in ms since 1970 UTC; 0 where none could be read. */
    long startMillis() {
        return counted().stream().mapToLong(CaptureRow::startMillis).min().orElse(0);
    }

    private List<CaptureRow> counted() {
        return partial.rows().stream().filter(CaptureRow::counts).toList();
    }

    /** Rows of the captures, the largest peaks first. */
    public List<CaptureRow> largestFirst() {
        return partial.rows().stream()
                .sorted(Comparator.comparingLong(CaptureRow::peakBytes)
                        .reversed()
                        .thenComparing(CaptureRow::identity)
                        .thenComparing(CaptureRow::name))
                .toList();
    }

    /** "5 of 6 captures", or "6 captures". */
    public String count() {
        long all = partial.captures();
        long readable = partial.readable();
        return readable == all
                ? Quantities.counted(all, "capture")
                : Quantities.count(readable) + " of " + Quantities.counted(all, "capture");
    }

    /** "5 of 6 captures: 3 complete, 2 truncated; 1 could not be read". */
    public String coverage() {
        StringBuilder text = new StringBuilder(count());
        String separator = ": ";
        for (CaptureRow.State state : CaptureRow.State.values()) {
            long captures = partial.captures(state);
            if (captures > 0 && state != CaptureRow.State.FAILED) {
                text.append(separator)
                        .append(Quantities.count(captures))
                        .append(' ')
                        .append(state.text());
                separator = ", ";
            }
        }
        long failed = partial.captures(CaptureRow.State.FAILED);
        if (failed > 0) {
            text.append("; ").append(Quantities.count(failed)).append(" could not be read");
        }
        return text.toString();
    }

    /** Whether all captures were read to their ends. */
    public boolean complete() {
        return partial.captures() == partial.captures(CaptureRow.State.COMPLETE);
    }

    /** "5 of 6 captures of app.py, sum of peaks: 5.06 MB in 285 allocations, not held at the same moment; ...". */
    public String headline(View.Kind kind) {
        String program = program();
        String subject = count() + (program.isEmpty() ? "" : " of " + program);
        String amount = Quantities.shortBytes(partial.tree().totalBytes(kind)) + " in "
                + Quantities.counted(partial.tree().totalCount(kind), "allocation");
        String worst = worst(kind);
        if (kind == View.Kind.LEAKS) {
            return subject + " had not given back " + amount + " at their ends" + worst + ".";
        }
        String together =
                peakOfSum == null ? "" : "; at one moment they held " + Quantities.shortBytes(peakOfSum.bytes());
        return subject + ", sum of peaks: " + amount + ", each at its own peak" + together + worst + ".";
    }

    private String worst(View.Kind kind) {
        if (partial.readable() < 2) {
            return "";
        }
        CaptureRow worst = counted().stream()
                .max(Comparator.comparingLong(row -> kind == View.Kind.LEAKS ? row.leakedBytes() : row.peakBytes()))
                .orElseThrow();
        long bytes = kind == View.Kind.LEAKS ? worst.leakedBytes() : worst.peakBytes();
        return "; the largest is " + ShortText.ofName(worst.name()) + " with " + Quantities.shortBytes(bytes);
    }

    /** What a browser shows in a tab. */
    public String title() {
        String program = program();
        return (program.isEmpty() ? "" : program + " · ") + count() + " · "
                + Quantities.shortBytes(partial.tree().totalBytes(View.Kind.PEAK)) + " sum of peaks · Heapcrest";
    }

    /** The peak of the sum with its moment and its bound, or why there is none; a sentence without its final stop. */
    public String peakOfSumText() {
        if (peakOfSum == null) {
            return partial.hosts() > 1
                    ? "not computed for several hosts without --across-hosts"
                    : "not known: no capture has usable memory samples, or there are too many of them";
        }
        String of = peakOfSum.captures() == partial.readable()
                ? ""
                : ", of the " + Quantities.counted(peakOfSum.captures(), "capture") + " with usable memory samples";
        String hosts = partial.hosts() > 1 ? ", " + partial.hosts() + " hosts, clocks assumed equal" : "";
        // a capture that was cut early has one sample
        long gap = partial.largestGapMillis();
        String apart = gap == 0 ? "" : " (samples at most " + Quantities.duration(gap) + " apart)";
        return Quantities.exactBytes(peakOfSum.bytes()) + " at " + Quantities.instant(peakOfSum.millis())
                + "; no moment held more than " + Quantities.exactBytes(peakOfSum.boundBytes()) + of + hosts + apart;
    }
}
