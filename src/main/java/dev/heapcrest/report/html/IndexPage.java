package dev.heapcrest.report.html;

import dev.heapcrest.report.IndexEntry;
import dev.heapcrest.report.ProgramVersion;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The index of many captures for people: a table with a row for each, largest peak first. It can be read without any
 * script; the one that is there sorts by other columns. Needs nothing from anywhere, and its policy lets nothing else run.
 */
public final class IndexPage {

    private IndexPage() {}

    /**
     * Writes the page.
     *
     * @param entries any order; those that failed come last
     * @param out flushed, not closed
     * @throws IOException if {@code out} does
     */
    public static void write(List<IndexEntry> entries, Writer out) throws IOException {
        String style = ShellBuild.compact(resource("index.css"));
        String script = resource("index.js").strip();
        List<IndexEntry> sorted = new ArrayList<>(entries);
        sorted.sort((a, b) -> Long.compare(peak(b), peak(a)));
        Map<String, Object> page = new HashMap<>();
        page.put("policy", ContentSecurityPolicy.of(script, style));
        page.put("style", style);
        page.put("script", script);
        page.put("generator", "heapcrest " + ProgramVersion.ofJar());
        page.put("summary", summary(sorted));
        page.put("rows", sorted.stream().map(IndexPage::row).toList());
        Templates.write(Templates.compile("index"), page, out);
    }

    private static long peak(IndexEntry entry) {
        IndexEntry.Facts facts = entry.facts();
        return facts == null ? Long.MIN_VALUE : facts.peakBytes();
    }

    /** "12 captures: 10 complete, 1 truncated, 1 failed. The largest peak is 87.9 MB (shop.nightly)." */
    private static String summary(List<IndexEntry> largestFirst) {
        StringBuilder text = new StringBuilder(Quantities.counted(largestFirst.size(), "capture"));
        String before = ": ";
        for (String state : List.of("complete", "truncated", "damaged", IndexEntry.FAILED)) {
            long count = largestFirst.stream()
                    .filter(entry -> entry.state().equals(state))
                    .count();
            if (count > 0) {
                text.append(before).append(Quantities.count(count)).append(' ').append(state);
                before = ", ";
            }
        }
        text.append('.');
        IndexEntry.Facts largest =
                largestFirst.isEmpty() ? null : largestFirst.get(0).facts();
        if (largest != null) {
            text.append(" The largest peak is ").append(Quantities.shortBytes(largest.peakBytes()));
            text.append(largest.program().isEmpty() ? "" : " (" + largest.program() + ")")
                    .append('.');
        }
        return VisibleText.of(text.toString());
    }

    private static Map<String, Object> row(IndexEntry entry) {
        Map<String, Object> row = new HashMap<>();
        row.put("input", VisibleText.of(entry.input()));
        row.put("state", entry.state());
        row.put("detail", VisibleText.of(entry.detail()));
        row.put("wanting", !entry.state().equals("complete"));
        IndexEntry.Facts facts = entry.facts();
        row.put("failed", facts == null);
        if (facts != null) {
            row.put("program", VisibleText.of(facts.program().isEmpty() ? entry.input() : facts.program()));
            row.put("link", link(entry.page()));
            row.put("peak", Quantities.shortBytes(facts.peakBytes()));
            row.put("peakBytes", facts.peakBytes());
            row.put("leaked", Quantities.shortBytes(facts.leakedBytes()));
            row.put("leakedBytes", facts.leakedBytes());
            row.put("started", Quantities.instant(facts.startMillis()).replaceFirst("\\.\\d+ UTC$", ""));
            row.put("startMillis", facts.startMillis());
            row.put(
                    "duration",
                    facts.durationMillis() < 0 ? "unknown" : Quantities.shortDuration(facts.durationMillis()));
            row.put("durationMillis", facts.durationMillis() < 0 ? "" : facts.durationMillis());
            row.put("sparkline", facts.sparkline().path());
        }
        return row;
    }

    /** An address relative to the index, directories included. It begins with a dot, so no name can be taken for a scheme. */
    private static String link(String name) {
        StringBuilder link = new StringBuilder("./");
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-_.~/".indexOf(c) >= 0)) {
                link.append(c);
            } else {
                link.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return link.toString();
    }

    private static String resource(String name) {
        try (InputStream stream = IndexPage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the build left out " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + name + " of this program", unreadable);
        }
    }
}
