package dev.heapcrest.report.html;

import dev.heapcrest.aggregate.HeapProfile;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.DamageText;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.FoldedTree;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The metadata section of a payload, and the summary for machines (docs/report-format.md, "Metadata"). */
final class Metadata {
    /** memray's number for the allocator that gives memory back when the program does. */
    private static final int MALLOC = 3;

    private final HeapProfile profile;
    private final CallTree tree;
    private final ReportOptions options;
    /** Counted once: the fields are written twice, into payload and summary. */
    private final int frameCount;

    Metadata(HeapProfile profile, CallTree tree, ReportOptions options) {
        this.profile = profile;
        this.tree = tree;
        this.options = options;
        frameCount = tree.distinctFrames();
    }

    /** The title by memray's rule, for example "inverted flamegraph report (memory leaks)". */
    String title() {
        String kind = switch (tree.metrics().get(0).kind()) {
            case PEAK -> "";
            case LEAKS -> " (memory leaks)";
            case TEMPORARY -> " (temporary allocations)";
        };
        return (options.inverted() ? "inverted " : "") + "flamegraph report" + kind;
    }

    /** Python's own allocator keeps memory that the program gave back, and the capture cannot tell (section 14.3). */
    boolean leakWarning() {
        CaptureHeader header = profile.header();
        return header.pythonAllocator() != MALLOC && !header.pythonAllocatorsTraced();
    }

    /** Metadata as a JSON object. */
    String json(@Nullable FoldedTree folding) {
        JsonText json = new JsonText().beginObject();
        fields(json, folding);
        return json.endObject().toString();
    }

    /** Metadata and top functions as a JSON object. */
    String summary(@Nullable FoldedTree folding, List<FunctionTotals.Row> topFunctions) {
        JsonText json = new JsonText().beginObject();
        fields(json, folding);
        json.name("topFunctions").beginArray();
        for (FunctionTotals.Row row : topFunctions) {
            json.beginObject();
            json.name("function").value(row.name());
            json.name("file").value(row.file());
            json.name("selfBytes").value(row.selfBytes());
            json.name("totalBytes").value(row.totalBytes());
            json.name("selfCount").value(row.selfCount());
            json.name("totalCount").value(row.totalCount());
            json.endObject();
        }
        return json.endArray().endObject().toString();
    }

    private void fields(JsonText json, @Nullable FoldedTree folding) {
        CaptureHeader header = profile.header();
        json.name("generator").value("heapcrest " + options.version());
        json.name("title").value(title());
        json.name("input").value(options.input());
        json.name("regenerate").value(options.regenerate());
        json.name("writtenMillis").value(options.writtenMillis());
        json.name("commandLine").value(header.commandLine());
        json.name("startMillis").value(header.startMillis());
        json.name("endMillis").value(header.endMillis());
        json.name("pid").value(header.pid());
        json.name("captureVersion").value(header.version());
        json.name("pythonVersion").value(header.pythonVersionText());
        json.name("pythonAllocator").value(header.pythonAllocatorName());
        json.name("pythonAllocatorsTraced").value(header.pythonAllocatorsTraced());
        json.name("nativeTraces").value(header.nativeTraces());
        json.name("aggregated").value(header.aggregated());
        json.name("objectLifetimesTracked").value(header.objectLifetimesTracked());
        json.name("mainThread").value("0x" + Long.toHexString(header.mainThreadId()));
        json.name("frameCount").value(frameCount);
        json.name("peakBytes").value(profile.peakBytes());
        orNull(json.name("peakRecord"), profile.peakRecord());
        orNull(json.name("temporaryThreshold"), profile.temporaryThreshold());
        json.name("leakWarning").value(leakWarning());
        coverage(json.name("coverage"), profile.coverage());
        folding(json.name("folding"), folding);
        totals(json.name("totals"));
        view(json.name("view"));
        json.name("notes").beginArray();
        options.notes().forEach(json::value);
        json.endArray();
    }

    private static void orNull(JsonText json, long value) {
        if (value < 0) {
            json.nullValue();
        } else {
            json.value(value);
        }
    }

    private static void coverage(JsonText json, Coverage coverage) {
        json.beginObject();
        json.name("end").value(coverage.state().text());
        json.name("records").value(coverage.records());
        json.name("allocationRecords").value(coverage.allocationRecords());
        json.name("streamBytes").value(coverage.streamBytes());
        json.name("inputBytes").value(coverage.inputBytes());
        orNull(json.name("inputSizeBytes"), coverage.inputSizeBytes());
        json.name("compressed").value(coverage.compressed());
        json.name("problem").value(coverage.complete() ? null : DamageText.of(coverage));
        json.endObject();
    }

    private void folding(JsonText json, @Nullable FoldedTree folding) {
        if (folding == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name("boxes").value(folding.boxCount());
        json.name("nodes").value(folding.foldedNodes());
        json.name("share").value(folding.threshold());
        json.name("shareBytes").value(thresholdBytes(folding));
        json.name("text").value(foldingText(folding));
        json.endObject();
    }

    /** Says what was folded; null if nothing was. */
    @Nullable
    String foldingText(@Nullable FoldedTree folding) {
        if (folding == null) {
            return null;
        }
        return "This tree is too large to be shown whole: " + Quantities.count(folding.foldedNodes())
                + " boxes of less than " + Quantities.bytes(thresholdBytes(folding)) + " each are folded into "
                + Quantities.count(folding.boxCount())
                + " boxes that say how many smaller ones they stand for. All totals are exact. The option --full keeps"
                + " every box.";
    }

    private long thresholdBytes(FoldedTree folding) {
        return (long)
                Math.ceil(folding.threshold() * (double) tree.metrics().get(0).totalBytes());
    }

    private void totals(JsonText json) {
        json.beginArray();
        for (CallTree.Metric metric : tree.metrics()) {
            json.beginObject();
            json.name("kind").value(metric.kind().name().toLowerCase(Locale.ROOT));
            json.name("bytes").value(metric.totalBytes());
            json.name("count").value(metric.totalCount());
            json.endObject();
        }
        json.endArray();
    }

    private void view(JsonText json) {
        json.beginObject();
        json.name("metric").value(tree.metrics().get(0).kind().name().toLowerCase(Locale.ROOT));
        json.name("inverted").value(options.inverted());
        json.name("splitThreads").value(options.splitThreads());
        json.endObject();
    }
}
