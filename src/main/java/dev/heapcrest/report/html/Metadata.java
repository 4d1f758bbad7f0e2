package dev.heapcrest.report.html;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.CaptureJson;
import dev.heapcrest.report.JsonWriter;
import dev.heapcrest.report.MergeJson;
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
                json.name("function").value(row.name());
                json.name("file").value(row.file());
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
        json.name("split_threads").value(facts.options().splitThreads());
        if (facts.many() == null) {
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
