package dev.heapcrest.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The closing table: what agreed with memray, and what did not and why. */
final class Verdicts {
    private record Verdict(String question, boolean agreed, String reason) {}

    private final Map<String, List<Verdict>> byCapture = new TreeMap<>();

    void agreed(String capture, String question) {
        add(capture, new Verdict(question, true, ""));
    }

    void differs(String capture, String question, String reason) {
        add(capture, new Verdict(question, false, reason));
    }

    private void add(String capture, Verdict verdict) {
        byCapture.computeIfAbsent(capture, any -> new ArrayList<>()).add(verdict);
    }

    void write(Path file, String title) throws IOException {
        StringBuilder text = new StringBuilder("# " + title + "\n\n");
        List<String> rows = new ArrayList<>();
        int agreedCaptures = 0;
        int agreedQuestions = 0;
        for (Map.Entry<String, List<Verdict>> entry : byCapture.entrySet()) {
            Map<String, List<String>> reasons = new TreeMap<>();
            for (Verdict verdict : entry.getValue()) {
                if (verdict.agreed()) {
                    agreedQuestions++;
                } else {
                    reasons.computeIfAbsent(verdict.reason(), any -> new ArrayList<>())
                            .add(verdict.question());
                }
            }
            agreedCaptures += reasons.isEmpty() ? 1 : 0;
            reasons.forEach((reason, questions) ->
                    rows.add("| " + entry.getKey() + " | " + String.join(", ", questions) + " | " + reason + " |"));
        }
        text.append(agreedCaptures)
                .append(" of ")
                .append(byCapture.size())
                .append(" captures agree with memray in every question (")
                .append(agreedQuestions)
                .append(" comparisons). The others, with the reason that the test proved:\n\n")
                .append("| capture | differs in | reason |\n|---|---|---|\n");
        rows.forEach(row -> text.append(row).append('\n'));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.append('\n'));
    }
}
