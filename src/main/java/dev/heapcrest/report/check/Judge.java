package dev.heapcrest.report.check;

import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.check.Verdict.Growth;
import dev.heapcrest.report.check.Verdict.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was measured against limits and a baseline: one verdict for each capture and metric. A limit that is broken
 * wins over the baseline.
 *
 * @param baseline null = there is none
 * @param required a capture that is not in the baseline fails
 */
public record Judge(Limits limits, @Nullable Baseline baseline, Tolerance tolerance, boolean required) {
    private static final int PLACES = 5;

    /** Verdicts in the order of captures, and metrics within. */
    public List<Verdict> judge(List<Measured> captures) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Measured capture : captures) {
            if (!capture.readable()) {
                verdicts.add(new Verdict(
                        capture.name(),
                        null,
                        Outcome.ERROR,
                        0,
                        -1,
                        -1,
                        "",
                        String.valueOf(capture.problem()),
                        List.of(),
                        capture.millis()));
                continue;
            }
            for (Metric metric : Metric.values()) {
                Verdict verdict = judge(capture, metric);
                if (verdict != null) {
                    verdicts.add(verdict);
                }
            }
        }
        verdicts.addAll(notRun(captures));
        return verdicts;
    }

    /** What is in the baseline alone. */
    private List<Verdict> notRun(List<Measured> captures) {
        List<Verdict> verdicts = new ArrayList<>();
        if (baseline != null) {
            Set<String> names = new HashSet<>();
            captures.forEach(capture -> names.add(capture.name()));
            for (String name : baseline.captures().keySet()) {
                if (!names.contains(name)) {
                    verdicts.add(new Verdict(
                            name, null, Outcome.SKIPPED, 0, -1, -1, "", "in the baseline, not run", List.of(), 0));
                }
            }
        }
        return verdicts;
    }

    private @Nullable Verdict judge(Measured capture, Metric metric) {
        Long limit = limits.of(metric, capture.name());
        long now = capture.values().getOrDefault(metric, 0L);
        if (limit != null && now > limit) {
            String sentence = metric.amount(now) + ", limit " + Quantities.count(limit);
            return new Verdict(
                    capture.name(),
                    metric,
                    Outcome.FAILED,
                    now,
                    limit,
                    limit,
                    "limit",
                    sentence,
                    holders(capture, metric),
                    capture.millis());
        }
        Verdict compared = baseline != null && metric.inBaseline() ? compare(capture, metric, now, baseline) : null;
        if (compared != null || limit == null) {
            return compared;
        }
        String sentence = metric.amount(now) + ", limit " + Quantities.count(limit);
        return verdict(capture, metric, Outcome.PASSED, limit, limit, "limit", sentence);
    }

    private static Verdict verdict(
            Measured capture,
            Metric metric,
            Outcome outcome,
            long reference,
            long allowed,
            String against,
            String sentence) {
        return new Verdict(
                capture.name(),
                metric,
                outcome,
                capture.values().getOrDefault(metric, 0L),
                reference,
                allowed,
                against,
                sentence,
                List.of(),
                capture.millis());
    }

    private Verdict compare(Measured capture, Metric metric, long now, Baseline accepted) {
        Baseline.Entry entry = accepted.captures().get(capture.name());
        Long old = entry == null ? null : entry.values().get(metric);
        if (entry == null || old == null) {
            return verdict(
                    capture,
                    metric,
                    required ? Outcome.FAILED : Outcome.WARNED,
                    -1,
                    -1,
                    "baseline",
                    metric.amount(now) + ", not in the baseline");
        }
        if (!entry.build().equals(capture.build())) {
            return verdict(
                    capture,
                    metric,
                    Outcome.SKIPPED,
                    -1,
                    -1,
                    "baseline",
                    metric.text() + " not compared: the baseline is of " + entry.build() + ", this is of "
                            + capture.build());
        }
        long more = tolerance.of(metric, old);
        long allowed = old > Long.MAX_VALUE - more ? Long.MAX_VALUE : old + more;
        String sentence = metric.amount(now) + ", baseline " + Quantities.count(old) + change(old, now) + ", allowed "
                + Quantities.count(allowed);
        if (now > allowed) {
            return new Verdict(
                    capture.name(),
                    metric,
                    Outcome.FAILED,
                    now,
                    old,
                    allowed,
                    "baseline",
                    sentence,
                    grown(capture, entry, metric),
                    capture.millis());
        }
        boolean improved = now < old - more;
        return verdict(
                capture,
                metric,
                improved ? Outcome.IMPROVED : Outcome.PASSED,
                old,
                allowed,
                "baseline",
                improved ? sentence + ": update the baseline" : sentence);
    }

    /** " (+31.5 %)"; empty where there was nothing before. */
    private static String change(long old, long now) {
        return old == 0 || old == now ? "" : " (" + percent(old, now) + ")";
    }

    /** Of a change, with its sign and one decimal. */
    static String percent(long old, long now) {
        long tenths = Math.round(1000.0 * (now - old) / old);
        return (tenths < 0 ? "-" : "+") + Math.abs(tenths) / 10 + "." + Math.abs(tenths) % 10 + " %";
    }

    private static List<Growth> holders(Measured capture, Metric metric) {
        if (metric == Metric.LEAK_PER_PLACE) {
            Measured.Place place = capture.largestLeak();
            return place == null ? List.of() : List.of(new Growth(place, -1, place.leakedBytes()));
        }
        List<Growth> holders = new ArrayList<>();
        for (Measured.Place place : capture.places()) {
            holders.add(new Growth(place, -1, bytes(place, metric)));
        }
        return most(holders);
    }

    private static List<Growth> grown(Measured capture, Baseline.Entry entry, Metric metric) {
        List<Growth> grown = new ArrayList<>();
        for (Measured.Place place : capture.places()) {
            long before = 0;
            for (Baseline.Place old : entry.places()) {
                if (old.function().equals(place.function()) && old.file().equals(place.file())) {
                    before = leaks(metric) ? old.leakedBytes() : old.peakBytes();
                }
            }
            grown.add(new Growth(place, before, bytes(place, metric)));
        }
        return most(grown);
    }

    private static List<Growth> most(List<Growth> places) {
        places.removeIf(place -> place.bytes() <= 0);
        places.sort(Comparator.comparingLong(Growth::bytes).reversed());
        return places.subList(0, Math.min(PLACES, places.size()));
    }

    private static boolean leaks(Metric metric) {
        return metric == Metric.LEAKED_BYTES || metric == Metric.LEAKED_ALLOCATIONS;
    }

    private static long bytes(Measured.Place place, Metric metric) {
        return leaks(metric) ? place.leakedBytes() : place.peakBytes();
    }
}
