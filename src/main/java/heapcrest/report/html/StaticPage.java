package heapcrest.report.html;

import heapcrest.aggregate.HeapProfile;
import heapcrest.capture.CaptureHeader;
import heapcrest.report.CoverageText;
import heapcrest.report.Quantities;
import heapcrest.report.ReportOptions;
import heapcrest.report.VisibleText;
import heapcrest.tree.CallTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of the page that needs no script: statistics, coverage and the top functions, as variables of the template.
 * Text is made visible here and escaped by the template.
 */
final class StaticPage {
    private static final int ROWS = 50;

    private final HeapProfile profile;
    private final CallTree tree;
    private final ReportOptions options;
    private final long wholeBytes;

    StaticPage(HeapProfile profile, CallTree tree, ReportOptions options) {
        this.profile = profile;
        this.tree = tree;
        this.options = options;
        this.wholeBytes = Metadata.sum(tree.metrics().get(0).bytes());
    }

    Map<String, Object> variables(FunctionTotals functions) {
        return Map.of(
                "metric", metricText(),
                "total", Quantities.bytes(wholeBytes),
                "coverage", CoverageText.sentence(profile.coverage()),
                "complete", profile.coverage().complete(),
                "notes", options.notes().stream().map(VisibleText::of).toList(),
                "stats", stats(),
                "largestSelf", rows(functions.largestSelf(ROWS)),
                "largestTotal", rows(functions.largestTotal(ROWS)),
                "empty", tree.nodeCount() == 1);
    }

    private String metricText() {
        return switch (tree.metrics().get(0).kind()) {
            case PEAK -> "Memory held at the peak";
            case LEAKS -> "Memory not given back by the end of tracking";
            case TEMPORARY -> "Temporary allocations";
        };
    }

    private List<Map<String, String>> rows(List<FunctionTotals.Row> functions) {
        return functions.stream()
                .map(row -> Map.of(
                        "function", VisibleText.of(row.name()),
                        "file", VisibleText.of(row.file()),
                        "self", Quantities.bytes(row.selfBytes()),
                        "selfShare", Quantities.share(row.selfBytes(), wholeBytes),
                        "total", Quantities.bytes(row.totalBytes()),
                        "totalShare", Quantities.share(row.totalBytes(), wholeBytes),
                        "count", Quantities.count(row.totalCount())))
                .toList();
    }

    private List<Map<String, String>> stats() {
        CaptureHeader header = profile.header();
        List<Map<String, String>> stats = new ArrayList<>();
        add(stats, "Command line", header.commandLine());
        add(stats, "Start", Quantities.instant(header.startMillis()));
        add(stats, "End", Quantities.instant(header.endMillis()));
        add(stats, "Duration", Quantities.duration(header.endMillis() - header.startMillis()));
        add(stats, "Process id", Integer.toString(header.pid()));
        add(stats, "Python version", header.pythonVersion() == 0 ? "not recorded" : header.pythonVersionText());
        add(stats, "Python allocator", header.pythonAllocatorName());
        add(stats, "Allocation records", Quantities.count(profile.coverage().allocationRecords()));
        add(stats, "Distinct frames", Quantities.count(profile.frames().count()));
        add(stats, "Peak memory", Quantities.bytes(profile.peakBytes()));
        add(stats, "Capture", options.input() + ", header version " + header.version());
        add(stats, "Made by", "heapcrest " + options.version());
        add(stats, "Make it again", options.regenerate());
        return stats;
    }

    private static void add(List<Map<String, String>> stats, String name, String value) {
        stats.add(Map.of("name", name, "value", VisibleText.of(value)));
    }
}
