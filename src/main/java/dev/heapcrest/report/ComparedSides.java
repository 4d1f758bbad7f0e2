package dev.heapcrest.report;

import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Comparison;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.profile.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What reports say of two sides that are compared, in the same words. Figures are means per capture of a side. */
public record ComparedSides(Comparison comparison) {
    /** Labels that make figures differ on their own, with what they are to a reader. */
    private static final Map<String, String> CONDITIONS = conditions();

    private static Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("python_allocators", "whether Python's allocators were traced");
        conditions.put("allocator", "Python's allocator");
        conditions.put("python", "the version of Python");
        conditions.put("native", "whether native stacks were recorded");
        conditions.put("format", "whether the capture is aggregated");
        return conditions;
    }

    public ManyCaptures base() {
        return new ManyCaptures(comparison.base(), null);
    }

    /** The new side. */
    public ManyCaptures changed() {
        return new ManyCaptures(comparison.changed(), null);
    }

    /** Bytes of the base, scaled. */
    public double baseBytes(View.Kind kind) {
        return comparison.base().tree().totalBytes(kind) * comparison.baseScale();
    }

    /** Bytes of the new side, scaled. */
    public double newBytes(View.Kind kind) {
        return comparison.changed().tree().totalBytes(kind) * comparison.newScale();
    }

    /** "New (b.bin): 92.1 MB held at the peak (+4.2 MB, +4.8 %)". */
    public String newLine(View.Kind kind) {
        return "New (" + name(comparison.changed()) + "): " + Quantities.bytes(Math.round(newBytes(kind))) + held(kind)
                + " (" + change(baseBytes(kind), newBytes(kind)) + ")";
    }

    /** "Base (a.bin): 87.9 MB held at the peak". */
    public String baseLine(View.Kind kind) {
        return "Base (" + name(comparison.base()) + "): " + Quantities.bytes(Math.round(baseBytes(kind))) + held(kind);
    }

    /** Both lines as one sentence. */
    public String headline(View.Kind kind) {
        return newLine(kind) + "; " + baseLine(kind) + ".";
    }

    private static String held(View.Kind kind) {
        return kind == View.Kind.LEAKS ? " not given back" : " held at the peak";
    }

    String name(Partial side) {
        return side.rows().size() == 1
                ? ShortText.ofName(side.rows().get(0).name())
                : (comparison.sums() ? "sum of " : "mean of ") + new ManyCaptures(side, null).count();
    }

    /** "+4.2 MB, +4.8 %"; "new" where there was nothing. */
    public static String change(double base, double changed) {
        String bytes = ChangedFunctions.signed(changed - base);
        if (base <= 0) {
            return changed > 0 ? bytes + ", new" : bytes;
        }
        return bytes + String.format(Locale.ROOT, ", %+.1f %%", 100 * (changed - base) / base);
    }

    /** What a browser shows in a tab. */
    public String title() {
        return ChangedFunctions.signed(newBytes(View.Kind.PEAK) - baseBytes(View.Kind.PEAK)) + " · "
                + name(comparison.changed()) + " · Heapcrest";
    }

    /** How much of both sides could be read, and what its figures are; a sentence. */
    public String coverage() {
        String each = comparison.base().readable() == 1 && comparison.changed().readable() == 1
                ? ""
                : comparison.sums() ? "; figures are sums over the captures" : "; figures are means per capture";
        return "Base: " + base().coverage() + ". New: " + changed().coverage() + each
                + (normalized() ? String.format(Locale.ROOT, "; the base is multiplied by %.4f", factor()) : "") + ".";
    }

    private double factor() {
        return comparison.baseScale() * comparison.divisor(comparison.base());
    }

    /** Whether the base was scaled to the peak of the new side. */
    public boolean normalized() {
        // 49 times a 49th is less than 1
        return Math.abs(factor() - 1) > 1e-9;
    }

    public boolean complete() {
        return base().complete() && changed().complete();
    }

    /** "3 stacks are new (1.2 MB), 214 vanished (3.1 MB)". */
    public String comeAndGone(View.Kind kind) {
        long[] stacks = new long[2];
        double[] bytes = new double[2];
        for (int node = 0; node < comparison.nodeCount(); node++) {
            long old = comparison.baseBytes(kind, node);
            long now = comparison.newBytes(kind, node);
            if (comparison.baseNode(node) < 0 && now != 0) {
                stacks[0]++;
                bytes[0] += now * comparison.newScale();
            } else if (comparison.newNode(node) < 0 && old != 0) {
                stacks[1]++;
                bytes[1] += old * comparison.baseScale();
            }
        }
        return Quantities.counted(stacks[0], "stack") + (stacks[0] == 1 ? " is" : " are") + " new ("
                + Quantities.bytes(Math.round(bytes[0])) + "), " + Quantities.count(stacks[1]) + " vanished ("
                + Quantities.bytes(Math.round(bytes[1])) + ").";
    }

    /** How much of each side has its counterpart; a sentence. */
    public String matched(View.Kind kind) {
        return Quantities.share(
                        comparison.matchedBaseBytes(kind),
                        comparison.base().tree().totalBytes(kind))
                + " of the base, "
                + Quantities.share(
                        comparison.matchedNewBytes(kind),
                        comparison.changed().tree().totalBytes(kind))
                + " of the new side";
    }

    /** What was not the same when the sides were recorded, so that figures differ for that alone; sentences. */
    public List<String> unlike() {
        List<String> sentences = new ArrayList<>();
        CONDITIONS.forEach((label, what) -> {
            String ofBase = values(comparison.base(), label);
            String ofNew = values(comparison.changed(), label);
            if (!ofBase.equals(ofNew)) {
                sentences.add("Not the same: " + what + " (base: " + ofBase + "; new: " + ofNew + ").");
            }
        });
        if (!complete()) {
            sentences.add("Not all was read. " + coverage());
        }
        return sentences;
    }

    private static String values(Partial side, String label) {
        TreeSet<String> values = new TreeSet<>();
        for (CaptureRow row : side.rows()) {
            if (row.counts()) {
                values.add(row.labels().getOrDefault(label, "no"));
            }
        }
        return String.join(", ", values);
    }

    /** Names and values for statistics, in order. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        for (View.Kind kind : List.of(View.Kind.PEAK, View.Kind.LEAKS)) {
            facts.put(
                    kind.label(),
                    Quantities.bytes(Math.round(baseBytes(kind))) + " before, "
                            + Quantities.bytes(Math.round(newBytes(kind))) + " now ("
                            + change(baseBytes(kind), newBytes(kind)) + ")");
            facts.put(kind.title() + " at matched stacks", matched(kind));
            facts.put(kind.title() + ", stacks on one side", comeAndGone(kind));
        }
        facts.put("Captures", coverage());
        return facts;
    }
}
