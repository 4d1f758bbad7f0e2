package dev.heapcrest.symbols;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** memray's own answers as a symbol source: NAME.native.json of testdata/captures-native. */
public final class MemraySymbols implements SymbolSource {
    private final Map<String, String> kinds = new HashMap<>();
    private final Map<String, JsonArray> levels = new HashMap<>();

    /** @param answers as docs/README of the captures describes them */
    public MemraySymbols(JsonObject answers) {
        JsonArray images = answers.getAsJsonArray("images");
        for (JsonElement image : images) {
            kinds.put(
                    image.getAsJsonArray().get(0).getAsString(),
                    image.getAsJsonArray().get(2).getAsString());
        }
        for (JsonElement frame : answers.getAsJsonArray("frames")) {
            int image = frame.getAsJsonArray().get(0).getAsInt();
            if (image >= 0) {
                String path = images.get(image).getAsJsonArray().get(0).getAsString();
                levels.put(
                        path + "\0" + frame.getAsJsonArray().get(1).getAsLong(),
                        frame.getAsJsonArray().get(2).getAsJsonArray());
            }
        }
    }

    @Override
    public SymbolTable symbolize(List<ImageAddresses> wanted) {
        SymbolTable.Builder table = new SymbolTable.Builder();
        for (ImageAddresses each : wanted) {
            String path = each.image().path();
            boolean missing = kinds.getOrDefault(path, "missing").equals("missing");
            table.image(
                    missing
                            ? ImageReport.without(each.image(), ImageState.NOT_FOUND)
                            : new ImageReport(each.image(), ImageState.FOUND, path, "", SymbolKind.DWARF, "", ""));
            for (long offset : each.offsets()) {
                JsonArray known = levels.get(path + "\0" + offset);
                if (known == null) {
                    throw new AssertionError("memray was not asked for " + path + " " + offset);
                }
                if (missing) {
                    table.moduleAndOffset(each.image(), offset);
                    continue;
                }
                table.address();
                for (JsonElement level : known) {
                    JsonArray text = level.getAsJsonArray();
                    table.level(
                            text.get(0).getAsString(),
                            text.get(1).getAsString(),
                            text.get(2).getAsInt());
                }
            }
        }
        return table.build();
    }
}
