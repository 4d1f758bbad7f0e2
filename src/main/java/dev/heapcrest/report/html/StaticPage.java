package dev.heapcrest.report.html;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.NativeImage;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ComparedSides;
import dev.heapcrest.report.CoverageText;
import dev.heapcrest.report.FunctionTotals;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.NativeSummary;
import dev.heapcrest.report.ProgramName;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.RecordedTime;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.tree.CallTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of the page that needs no script: statistics, coverage and the top functions, as variables of the template.
 * Text is made visible here and escaped by the template.
 */
final class StaticPage {
    private static final int ROWS = 50;

    private final PageFacts facts;
    private final Profile profile;
    private final CallTree tree;
    private final ReportOptions options;
    /** UTF-16 units of a text of the capture, at most. */
    private static final int LONGEST = 2_000;

    private final long wholeBytes;

    StaticPage(PageFacts facts) {
        this.facts = facts;
        this.profile = facts.profile();
        this.tree = facts.tree();
        this.options = facts.options();
        this.wholeBytes = tree.primary().totalBytes();
    }

    Map<String, Object> variables(FunctionTotals functions) {
        return Map.ofEntries(
                Map.entry("metric", tree.primary().view().kind().title()),
                Map.entry("total", Quantities.bytes(wholeBytes)),
                Map.entry(
                        "program",
                        VisibleText.of(ProgramName.of(profile.header().commandLine()))),
                Map.entry("command", visible(profile.header().commandLine())),
                Map.entry("coverage", facts.coverage()),
                Map.entry("shortCoverage", facts.shortCoverage()),
                Map.entry("complete", facts.complete()),
                Map.entry("allocator", profile.header().pythonAllocatorName()),
                Map.entry("notes", facts.notes().stream().map(VisibleText::of).toList()),
                Map.entry("noted", !facts.notes().isEmpty()),
                Map.entry("cards", allCards()),
                Map.entry("images", images()),
                Map.entry("hasImages", !profile.frames().images().isEmpty()),
                Map.entry("largestSelf", rows(functions.largestSelf(ROWS))),
                Map.entry("largestTotal", rows(functions.largestTotal(ROWS))),
                Map.entry("empty", tree.nodeCount() == 1));
    }

    private List<Map<String, String>> rows(List<FunctionTotals.Row> functions) {
        return functions.stream()
                .map(row -> Map.of(
                        "function", visible(row.name()),
                        "file", visible(row.file()),
                        "self", Quantities.bytes(row.selfBytes()),
                        "selfShare", Quantities.share(row.selfBytes(), wholeBytes),
                        "total", Quantities.bytes(row.totalBytes()),
                        "totalShare", Quantities.share(row.totalBytes(), wholeBytes),
                        "count", Quantities.count(row.totalCount())))
                .toList();
    }

    private List<Map<String, String>> images() {
        NativeSummary natives = NativeSummary.of(profile);
        return natives.images().stream()
                .map(row -> Map.of(
                        "name", VisibleText.of(row.image().name()),
                        "path", VisibleText.of(row.image().path()),
                        "found", VisibleText.of(found(row.image())),
                        "symbols", VisibleText.of(symbols(row.image())),
                        "buildId", row.image().buildId(),
                        "frames", Quantities.count(row.frames()),
                        "unnamed", Quantities.count(row.frames() - row.namedFrames()),
                        "bytes", Quantities.bytes(row.bytes()),
                        "share", Quantities.share(row.bytes(), natives.bytes())))
                .toList();
    }

    /** Where an image was found, if that is elsewhere than where the program had it; else what became of the search. */
    private static String found(NativeImage image) {
        return image.found() && !image.file().equals(image.path()) ? image.file() : image.state();
    }

    private static String symbols(NativeImage image) {
        return image.symbols()
                + (image.debugFile().isEmpty() ? "" : " " + image.debugFile())
                + (image.trouble().isEmpty() ? "" : "; " + image.trouble());
    }

    private List<Map<String, Object>> allCards() {
        if (facts.compared() != null) {
            return cards(facts.compared());
        }
        return facts.many() == null ? cards() : cards(facts.many());
    }

    /** Of two sides. */
    private List<Map<String, Object>> cards(ComparedSides compared) {
        List<Map<String, Object>> cards = new ArrayList<>();
        List<Map<String, String>> sides = card(cards, "Sides");
        compared.facts().forEach((name, value) -> add(sides, name, value));
        report(cards);
        return cards;
    }

    private List<Map<String, Object>> cards() {
        CaptureHeader header = profile.header();
        Coverage coverage = profile.coverage();
        List<Map<String, Object>> cards = new ArrayList<>();

        List<Map<String, String>> program = card(cards, "Program");
        add(program, "Command line", header.commandLine());
        add(program, "Start", Quantities.instant(header.startMillis()));
        long recordedMillis = RecordedTime.millis(profile);
        boolean ended = recordedMillis != RecordedTime.UNKNOWN;
        add(program, "End", ended ? Quantities.instant(header.endMillis()) : "not recorded");
        add(program, "Duration", ended ? Quantities.duration(recordedMillis) : "not recorded");
        add(program, "Process id", Integer.toString(header.pid()));
        add(program, "Python version", header.pythonVersion() == 0 ? "not recorded" : header.pythonVersionText());
        String traced = header.pythonAllocatorsTraced() ? ", traced" : "";
        add(program, "Python allocator", header.pythonAllocatorName() + traced);
        add(program, "Threads", Quantities.count(profile.threads().count()));

        List<Map<String, String>> memory = card(cards, "Memory");
        add(memory, "Peak memory", Quantities.bytes(profile.peakBytes()));
        for (Figures metric : tree.figures()) {
            String held = Quantities.bytes(metric.totalBytes());
            add(
                    memory,
                    metric.view().kind().label(),
                    held + " in " + Quantities.counted(metric.totalCount(), "allocation"));
        }
        add(memory, "Allocation records", Quantities.count(coverage.allocationRecords()));
        add(memory, "Memory samples", Quantities.count(profile.timeline().count()));

        List<Map<String, String>> capture = card(cards, "Capture");
        add(capture, "Capture", options.input());
        String compressed = coverage.compressed() ? ", LZ4" : ", not compressed";
        add(
                capture,
                "Format",
                "header version " + header.version() + compressed + (header.aggregated() ? ", aggregated" : ""));
        add(capture, "Coverage", CoverageText.sentence(coverage));
        add(capture, "Native traces", header.nativeTraces() ? "yes" : "no");
        add(capture, "Object lifetimes", header.objectLifetimesTracked() ? "yes" : "no");
        Figures temporary = profile.find(View.Kind.TEMPORARY);
        if (temporary != null) {
            add(
                    capture,
                    "Temporary threshold",
                    Integer.toString(temporary.view().parameter()));
        }

        report(cards);
        return cards;
    }

    private void report(List<Map<String, Object>> cards) {
        List<Map<String, String>> report = card(cards, "Report");
        add(report, "Made by", "heapcrest " + options.version());
        add(report, "Made at", Quantities.instant(options.writtenMillis()));
        if (!options.regenerate().isEmpty()) {
            add(report, "Make it again", options.regenerate());
        }
        add(report, "Nodes", Quantities.count(tree.nodeCount()));
        add(report, "Distinct frames", Quantities.count(tree.distinctFrames()));
    }

    /** Of several captures. */
    private List<Map<String, Object>> cards(ManyCaptures many) {
        List<Map<String, Object>> cards = new ArrayList<>();
        List<Map<String, String>> memory = card(cards, "Memory");
        add(memory, "Captures", many.coverage());
        for (Figures metric : tree.figures()) {
            boolean peak = metric.view().kind() == View.Kind.PEAK;
            add(
                    memory,
                    peak ? "Sum of peaks" : "Leaked",
                    Quantities.bytes(metric.totalBytes()) + " in "
                            + Quantities.counted(metric.totalCount(), "allocation")
                            + (peak ? ", each capture at its own peak" : ", each capture at its end"));
        }
        add(memory, "Peak of the sum", many.peakOfSumText());
        report(cards);
        return cards;
    }

    private static List<Map<String, String>> card(List<Map<String, Object>> cards, String heading) {
        List<Map<String, String>> rows = new ArrayList<>();
        cards.add(Map.of("heading", heading, "rows", rows));
        return rows;
    }

    /** Texts are here several times, and each may have megabytes: the payload has more of them. */
    private static String visible(String text) {
        return VisibleText.of(ShortText.of(text, LONGEST));
    }

    private static void add(List<Map<String, String>> stats, String name, String value) {
        stats.add(Map.of("name", name, "value", visible(value)));
    }
}
