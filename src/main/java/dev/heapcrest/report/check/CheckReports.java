package dev.heapcrest.report.check;

import dev.heapcrest.report.JsonWriter;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.report.check.Verdict.Growth;
import dev.heapcrest.report.check.Verdict.Outcome;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Verdicts for people at a terminal and for scripts (docs/ci.md), and what all reports of them share. */
public final class CheckReports {
    private CheckReports() {}

    /** How many verdicts have an outcome. */
    public static long count(List<Verdict> verdicts, Outcome outcome) {
        return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
    }

    /** For example {@code memory check: 1 failed, 3 passed, 1 skipped}. */
    public static String headline(List<Verdict> verdicts) {
        StringBuilder text = new StringBuilder("memory check: ");
        String separator = "";
        for (Outcome outcome : Outcome.values()) {
            long count = count(verdicts, outcome);
            if (count > 0) {
                text.append(separator)
                        .append(count)
                        .append(' ')
                        .append(
                                outcome == Outcome.WARNED && count > 1
                                        ? "warnings"
                                        : outcome.text().toLowerCase(Locale.ROOT));
                separator = ", ";
            }
        }
        return separator.isEmpty() ? text.append("nothing was judged").toString() : text.toString();
    }

    /** Worst first, then in their order. */
    static List<Verdict> sorted(List<Verdict> verdicts) {
        List<Verdict> sorted = new ArrayList<>(verdicts);
        sorted.sort(Comparator.comparing(Verdict::outcome)
                .thenComparing(verdict -> verdict.reference() < 0 ? 0 : verdict.reference() - verdict.now()));
        return sorted;
    }

    static String placeText(Measured.Place place) {
        String function = ShortText.visible(place.function());
        return place.file().isEmpty()
                ? function
                : function + " (" + ShortText.visible(place.file()) + ":" + place.line() + ")";
    }

    static String growthText(Growth growth) {
        return growth.before() < 0
                ? placeText(growth.place()) + "  " + Quantities.count(growth.now())
                : placeText(growth.place()) + "  " + Quantities.count(growth.before()) + " -> "
                        + Quantities.count(growth.now()) + "  +" + Quantities.count(growth.bytes());
    }

    /** What did not just pass, and a headline: for terminals. */
    public static void text(List<Verdict> verdicts, Writer out) throws IOException {
        for (Verdict verdict : sorted(verdicts)) {
            if (verdict.outcome() == Outcome.PASSED) {
                continue;
            }
            out.write(verdict.outcome().text() + "  " + VisibleText.of(verdict.capture() + ": " + verdict.sentence())
                    + "\n");
            for (Growth growth : verdict.places()) {
                out.write("        " + growthText(growth) + "\n");
            }
        }
        out.write(headline(verdicts) + "\n");
    }

    /** All verdicts for scripts. */
    public static void json(List<Verdict> verdicts, int exitCode, Writer out) throws IOException {
        JsonWriter json = new JsonWriter(out).beginObject();
        json.name("format").value("heapcrest-check").name("version").value(1);
        json.newLine().name("exit_code").value(exitCode).name("headline").value(headline(verdicts));
        json.newLine().name("verdicts").beginArray();
        for (Verdict verdict : verdicts) {
            json.newLine().beginObject().name("capture").value(verdict.capture());
            json.name("metric").value(verdict.metric() == null ? null : verdict.key());
            json.name("outcome").value(verdict.outcome().name().toLowerCase(Locale.ROOT));
            json.name("now").value(verdict.now());
            if (verdict.reference() >= 0) {
                json.name(verdict.against()).value(verdict.reference());
                json.name("allowed").value(verdict.allowed());
            }
            json.name("message").value(verdict.sentence()).name("places").beginArray();
            for (Growth growth : verdict.places()) {
                Measured.Place place = growth.place();
                json.beginObject().name("function").value(place.function());
                json.name("file").value(place.file()).name("line").value(place.line());
                if (growth.before() >= 0) {
                    json.name("before").value(growth.before());
                }
                json.name("now").value(growth.now()).endObject();
            }
            json.endArray().endObject();
        }
        json.newLine().endArray().newLine().endObject();
        out.write('\n');
    }
}
