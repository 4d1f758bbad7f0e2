package dev.heapcrest.report.export;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads exports back: figures summed by stack text, innermost frame first unless said otherwise. */
final class ExportedStacks {
    private ExportedStacks() {}

    record Figures(long bytes, long count) {
        Figures plus(Figures other) {
            return new Figures(bytes + other.bytes, count + other.count);
        }
    }

    /** Keys are {@code column;stack}, where column is a further column to tell rows apart, or -1 for none. */
    static Map<String, Figures> csv(String text, int column) {
        Map<String, Figures> sums = new TreeMap<>();
        List<List<String>> rows = rows(text);
        for (List<String> row : rows.subList(1, rows.size())) {
            String key = (column < 0 ? "" : row.get(column) + ";") + row.get(5);
            sums.merge(key, new Figures(Long.parseLong(row.get(2)), Long.parseLong(row.get(1))), Figures::plus);
        }
        return sums;
    }

    /** As RFC 4180 and Python's csv module have it; every line must end in CR LF. */
    static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (text.charAt(i + 1) == '"') {
                    field.append(c);
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\r') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\r') {
                    rows.add(row);
                    row = new ArrayList<>();
                    if (text.charAt(++i) != '\n') {
                        throw new AssertionError("CR without LF at " + i);
                    }
                }
            } else {
                field.append(c);
            }
        }
        return rows;
    }

    static Map<String, Long> gprof2dot(JsonObject json) {
        JsonArray functions = json.getAsJsonArray("functions");
        Map<String, Long> sums = new TreeMap<>();
        for (JsonElement event : json.getAsJsonArray("events")) {
            List<String> chain = new ArrayList<>();
            for (JsonElement index : event.getAsJsonObject().getAsJsonArray("callchain")) {
                JsonObject function = functions.get(index.getAsInt()).getAsJsonObject();
                chain.add(function.get("name").getAsString() + "\t"
                        + function.get("module").getAsString());
            }
            long cost = event.getAsJsonObject().getAsJsonArray("cost").get(0).getAsLong();
            sums.merge(String.join("\n", chain), cost, Long::sum);
        }
        return sums;
    }

    static Map<String, Long> speedscope(JsonObject json, int profileIndex) {
        JsonArray frames = json.getAsJsonObject("shared").getAsJsonArray("frames");
        JsonObject profile = json.getAsJsonArray("profiles").get(profileIndex).getAsJsonObject();
        JsonArray samples = profile.getAsJsonArray("samples");
        JsonArray weights = profile.getAsJsonArray("weights");
        Map<String, Long> sums = new TreeMap<>();
        long total = 0;
        for (int i = 0; i < samples.size(); i++) {
            List<String> stack = new ArrayList<>();
            for (JsonElement index : samples.get(i).getAsJsonArray()) {
                stack.add(frames.get(index.getAsInt()).toString());
            }
            total += weights.get(i).getAsLong();
            sums.merge(String.join("\n", stack), weights.get(i).getAsLong(), Long::sum);
        }
        if (total != profile.get("endValue").getAsLong() || samples.size() != weights.size()) {
            throw new AssertionError("weights do not sum to endValue");
        }
        return sums;
    }

    /** Keys are lists of frames, innermost first, each formatted with its function, file and line. */
    static Map<List<String>, Figures> json(JsonObject json, String frameFormat) {
        return json(json, frameFormat, frameFormat);
    }

    /** @param withoutLine format of native frames that have no line, by function and image */
    static Map<List<String>, Figures> json(JsonObject json, String frameFormat, String withoutLine) {
        JsonArray frames = json.getAsJsonArray("frames");
        JsonArray nodes = json.getAsJsonArray("nodes");
        Map<List<String>, Figures> sums = new HashMap<>();
        for (JsonElement element : json.getAsJsonArray("allocations")) {
            JsonObject own = element.getAsJsonObject();
            List<String> stack = new ArrayList<>();
            for (int node = own.get("node").getAsInt(); node != 0; ) {
                JsonArray pair = nodes.get(node - 1).getAsJsonArray();
                JsonObject frame = frames.get(pair.get(1).getAsInt()).getAsJsonObject();
                boolean lineless = frame.has("native") && frame.get("line").getAsInt() == 0;
                String image = lineless
                        ? frame.get("module").getAsString().replaceFirst(".*/", "")
                        : frame.get("file").getAsString();
                stack.add((lineless && !withoutLine.equals(frameFormat) ? withoutLine : frameFormat)
                        .formatted(
                                frame.get("function").getAsString(),
                                lineless && withoutLine.equals(frameFormat)
                                        ? frame.get("file").getAsString()
                                        : image,
                                frame.get("line").getAsInt()));
                node = pair.get(0).getAsInt();
            }
            sums.merge(
                    stack,
                    new Figures(own.get("bytes").getAsLong(), own.get("count").getAsLong()),
                    Figures::plus);
        }
        return sums;
    }

    /** Keys are lists of unescaped levels, innermost first. */
    static Map<List<String>, Long> collapsed(String text) {
        Map<List<String>, Long> sums = new HashMap<>();
        for (String line : text.split("\n")) {
            int blank = line.lastIndexOf(' ');
            List<String> stack = new ArrayList<>();
            for (String level : line.substring(0, blank).split(";", -1)) {
                stack.add(unescaped(level));
            }
            Collections.reverse(stack);
            sums.merge(stack, Long.parseLong(line.substring(blank + 1)), Long::sum);
        }
        return sums;
    }

    private static String unescaped(String level) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < level.length(); i++) {
            char c = level.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = level.charAt(++i);
            switch (kind) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case '\\' -> text.append('\\');
                case 'x' -> {
                    text.append((char) Integer.parseInt(level.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                case 'u' -> {
                    text.append((char) Integer.parseInt(level.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> throw new AssertionError("escape \\" + kind);
            }
        }
        return text.toString();
    }
}
