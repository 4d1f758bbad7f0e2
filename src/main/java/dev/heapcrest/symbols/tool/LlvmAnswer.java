package dev.heapcrest.symbols.tool;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of llvm-symbolizer's JSON, and what two of them are together. LLVM prefers the symbol table's name of the
 * outermost function to that of DWARF, and makes all file names absolute; memray does neither. The second question has
 * {@code --functions=short --relativenames}, for which LLVM takes both from DWARF.
 *
 * @param address as it was asked
 * @param levels innermost first; names and files may be empty
 */
record LlvmAnswer(String address, List<Level> levels) {
    private static final int MOST_LEVELS = 1000;
    /** What GCC's {@code -fdebug-prefix-map} leaves of glibc's folders. */
    private static final Pattern REPEATED_FOLDER = Pattern.compile("(\\./.+/)\\1.*");

    /**
     * Reads one line. An error that LLVM reports has no levels.
     *
     * @throws IOException if it is no such answer
     */
    static LlvmAnswer read(String line) throws IOException {
        String address = "";
        List<Level> levels = new ArrayList<>();
        try (JsonReader json = new JsonReader(new StringReader(line))) {
            json.beginObject();
            while (json.hasNext()) {
                switch (json.nextName()) {
                    case "Address" -> address = json.nextString();
                    case "Symbol" -> levels(json, levels);
                    default -> json.skipValue();
                }
            }
            json.endObject();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("more than an answer");
            }
        } catch (IllegalStateException | NumberFormatException e) {
            throw new IOException(e);
        }
        return new LlvmAnswer(address, levels);
    }

    private static void levels(JsonReader json, List<Level> levels) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            Level level = level(json);
            if (levels.size() < MOST_LEVELS) {
                levels.add(level);
            }
        }
        json.endArray();
    }

    private static Level level(JsonReader json) throws IOException {
        String function = "";
        String file = "";
        int line = 0;
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "FunctionName" -> function = json.nextString();
                case "FileName" -> file = json.nextString();
                case "Line" -> line = json.nextInt();
                default -> json.skipValue();
            }
        }
        json.endObject();
        return new Level(function, file, Math.max(line, 0));
    }

    /** The levels that have a name; what came from a symbol table is one level without file. */
    List<Level> with(LlvmAnswer second) {
        if (levels.size() == 1 && levels.get(0).line() == 0) {
            String function = levels.get(0).function();
            return function.isEmpty() ? List.of() : List.of(new Level(function, Level.NO_FILE, 0));
        }
        List<Level> both = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            Level first = levels.get(i);
            boolean paired = second.levels.size() == levels.size();
            Level other = paired ? second.levels.get(i) : first;
            String function = i == levels.size() - 1 ? outermost(first.function(), other.function()) : first.function();
            if (!function.isEmpty()) {
                both.add(new Level(function, file(first.file(), other.file()), first.line()));
            }
        }
        return both;
    }

    /** DWARF's linkage name if it has one, else its plain name. */
    private static String outermost(String first, String second) {
        String name = CloneNames.original(first);
        // a namespace without a name gives its functions no linkage name in DWARF
        return name.startsWith("_Z") && !name.contains("_GLOBAL__N_") ? name : second;
    }

    private static String file(String absolute, String relative) {
        String file = relative.contains("/") ? relative : absolute;
        Matcher repeated = REPEATED_FOLDER.matcher(file);
        return repeated.matches() ? file.substring(repeated.end(1)) : file;
    }
}
