package dev.heapcrest.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.heapcrest.report.IndexEntry;
import dev.heapcrest.report.IndexJson;
import dev.heapcrest.report.RecordedTime;
import dev.heapcrest.report.Sparkline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a {@code summary.json} that was written before, by page: those of pages that stay as they are. Immutable. */
final class EarlierIndex {
    private final Map<String, IndexEntry> rows = new HashMap<>();

    private EarlierIndex() {}

    /** Of a directory; without rows if there is no summary that can be read: then its pages are made again. */
    static EarlierIndex in(Path directory) {
        EarlierIndex index = new EarlierIndex();
        Path file = directory.resolve(BatchIndex.SUMMARY);
        if (Files.isRegularFile(file)) {
            try {
                JsonObject summary =
                        JsonParser.parseString(Files.readString(file)).getAsJsonObject();
                if (IndexJson.FORMAT.equals(summary.get("format").getAsString())) {
                    for (JsonElement each : summary.getAsJsonArray("captures")) {
                        index.add(each.getAsJsonObject());
                    }
                }
            } catch (IOException | JsonParseException | IllegalStateException | NullPointerException e) {
                index.rows.clear();
            }
        }
        return index;
    }

    private void add(JsonObject row) {
        JsonElement page = row.get("page");
        if (page.isJsonNull() || !row.has("sparkline")) {
            return;
        }
        JsonObject capture = row.getAsJsonObject("capture");
        JsonElement recorded = capture.get("recorded_ms");
        JsonObject leaks = row.getAsJsonObject("leaks");
        IndexEntry.Facts facts = new IndexEntry.Facts(
                capture.get("program").getAsString(),
                row.getAsJsonObject("peak").get("bytes").getAsLong(),
                leaks == null ? 0 : leaks.get("bytes").getAsLong(),
                capture.get("start_time_ms").getAsLong(),
                recorded == null ? RecordedTime.UNKNOWN : recorded.getAsLong(),
                Sparkline.earlier(row.get("sparkline").getAsString()));
        rows.put(
                page.getAsString(),
                IndexEntry.earlier(
                        row.get("input").getAsString(),
                        page.getAsString(),
                        row.get("state").getAsString(),
                        row.get("detail").getAsString(),
                        row.get("exit_code").getAsInt(),
                        facts,
                        row.toString()));
    }

    /** The row of a page, as named in the index. */
    @Nullable
    IndexEntry row(String page) {
        return rows.get(page);
    }
}
