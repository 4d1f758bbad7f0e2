package dev.heapcrest.report.html;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.CaptureJson;
import dev.heapcrest.report.DiffJson;
import dev.heapcrest.report.FunctionTotals;
import dev.heapcrest.report.HeapPeaks;
import dev.heapcrest.report.JsonWriter;
import dev.heapcrest.report.MergeJson;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.tree.FoldedTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metadata section of a payload, and the summary for machines, as JSON (docs/report-format.md, "Metadata"). Members
 * that other JSON of this program has too are written by {@link CaptureJson}.
 */
final class Metadata {
    /** UTF-16 units of a name in the summary, at most: it has a hundred. */
    private static final int LONGEST_NAME = 2_000;

    private final PageFacts facts;
    /** Counted once: the fields are written twice, into payload and summary. */
    private final int distinctFrames;
    /** Made once: it looks at every location. */
    private final String headline;

    Metadata(PageFacts facts) {
        this.facts = facts;
        headline = facts.headline();
        distinctFrames = facts.tree().distinctFrames();
    }

    /** The sentence that the page begins with. */
    String headline() {
        return headline;
    }

    /** Metadata as a JSON object. */
    String json(@Nullable FoldedTree folding) {
        return object(json -> fields(json, folding));
    }

    /** Metadata and top functions as a JSON object. */
    String summary(@Nullable FoldedTree folding, List<FunctionTotals.Row> topFunctions) {
        return object(json -> {
            fields(json, folding);
            json.newLine().name("top_functions").beginArray();
            for (FunctionTotals.Row row : topFunctions) {
                json.newLine().beginObject();
                json.name("function").value(ShortText.of(row.name(), LONGEST_NAME));
                json.name("file").value(ShortText.of(row.file(), LONGEST_NAME));
                json.name("self_bytes").value(row.selfBytes());
                json.name("total_bytes").value(row.totalBytes());
                json.name("self_count").value(row.selfCount());
                json.name("total_count").value(row.totalCount());
                json.endObject();
            }
            json.endArray();
        });
    }

    private interface Members {
        void write(JsonWriter json) throws IOException;
    }

    private static String object(Members members) {
        StringBuilder text = new StringBuilder();
        try {
            JsonWriter json = JsonWriter.forPage(text).beginObject();
            members.write(json);
            json.newLine().endObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private void fields(JsonWriter json, @Nullable FoldedTree folding) throws IOException {
        json.name("generator").value("heapcrest " + facts.options().version());
        json.name("title").value(facts.title());
        json.name("headline").value(headline);
        json.name("input").value(facts.options().input());
        json.name("regenerate").value(facts.options().regenerate());
        json.name("written_time_ms").value(facts.options().writtenMillis());
        json.newLine().name("view").value(facts.tree().primary().view().kind().key());
        json.name("inverted").value(facts.options().inverted());
        if (facts.options().table()) {
            // left out elsewhere, so that other pages are what they were
            json.name("table").value(true);
        }
        json.name("split_threads").value(facts.options().splitThreads());
        if (facts.compared() != null) {
            DiffJson.sums(facts.compared(), json);
        } else if (facts.many() == null) {
            CaptureJson.write(facts.profile(), json);
        } else {
            MergeJson.sums(facts.many(), json);
        }
        json.newLine().name("peak_record");
        if (facts.profile().peakRecord() < 0) {
            json.value(null);
        } else {
            json.value(facts.profile().peakRecord());
        }
        json.name("distinct_frames").value(distinctFrames);
        json.name("leaks_uncertain").value(facts.leaksUncertain());
        views(json.newLine().name("views"));
        folding(json.newLine().name("folding"), folding);
        json.newLine().name("notes").beginArray();
        for (String note : facts.notes()) {
            json.value(note);
        }
        json.endArray();
        if (facts.profile().history().known()) {
            history(json.newLine().name("history"));
        }
    }

    /** Left out where there is none, so that other pages are what they were. */
    private void history(JsonWriter json) throws IOException {
        History history = facts.profile().history();
        json.beginObject();
        json.name("buckets").value(history.buckets().count());
        json.name("lifetimes").value(facts.tree().lifetimes().count());
        json.name("first_bucket").value(history.range().first());
        json.name("last_bucket").value(history.range().last());
        json.name("peaks").beginArray();
        for (HeapPeaks.Peak peak : HeapPeaks.of(facts.profile())) {
            json.newLine().beginObject();
            json.name("bucket").value(peak.bucket());
            json.name("record").value(peak.record());
            json.name("bytes").value(peak.bytes());
            if (peak.beforeMillis() != History.NO_TIME) {
                json.name("after_ms").value(peak.afterMillis());
                json.name("before_ms").value(peak.beforeMillis());
            }
            json.endObject();
        }
        json.endArray().endObject();
    }

    private void views(JsonWriter json) throws IOException {
        json.beginArray();
        for (Figures figures : facts.profile().figures()) {
            View.Kind kind = figures.view().kind();
            json.beginObject();
            json.name("key").value(kind.key());
            json.name("title").value(kind.title());
            json.name("label").value(kind.label());
            json.name("unit").value(kind.unit());
            json.name("section").value(kind.payloadSection());
            json.endObject();
        }
        json.endArray();
    }

    private void folding(JsonWriter json, @Nullable FoldedTree folding) throws IOException {
        if (folding == null) {
            json.value(null);
            return;
        }
        json.beginObject();
        json.name("boxes").value(folding.boxCount());
        json.name("nodes").value(folding.foldedNodes());
        json.name("share").value(folding.threshold());
        json.name("share_bytes").value(facts.foldedBelowBytes(folding));
        json.name("text").value(facts.foldingText(folding));
        json.endObject();
    }
}
