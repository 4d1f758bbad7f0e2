package dev.heapcrest.symbols;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.capture.RecordSink;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** A capture's images, and memray's answers for every native frame of it ({@code NAME.native.json.gz}). */
public final class NativeAnswers {
    /** Where the images of our captures are under their whole paths. */
    public static final Path FOLDER = Path.of("testdata/captures-native");

    /** What memray knows of an image: dwarf, symtab, dynsym, debugfile, minidebug or missing. */
    public final List<String> kinds = new ArrayList<>();

    /** Null where unknown. */
    public final List<String> buildIds = new ArrayList<>();

    /** The question, an entry for each image. */
    public final List<ImageAddresses> wanted = new ArrayList<>();

    /** By image and address: levels as "function|file|line". */
    public final List<List<List<String>>> levels = new ArrayList<>();

    /** Reads both files. */
    public static NativeAnswers of(Path folder, String name) throws IOException {
        NativeAnswers answers = new NativeAnswers();
        Map<String, List<Image.Segment>> segments = segments(folder.resolve(name + ".bin"));
        try (Reader in = new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".native.json.gz"))),
                StandardCharsets.UTF_8)) {
            answers.read(JsonParser.parseReader(in).getAsJsonObject(), segments);
        }
        return answers;
    }

    /** The segments of each path, as its last list has them. */
    private static Map<String, List<Image.Segment>> segments(Path file) throws IOException {
        Map<String, List<Image.Segment>> segments = new HashMap<>();
        InvocationHandler maps = new InvocationHandler() {
            private List<Image.Segment> last = new ArrayList<>();

            @Override
            public Object invoke(Object proxy, Method method, Object[] arguments) {
                if (method.getName().equals("segmentHeader")) {
                    last = new ArrayList<>();
                    segments.put((String) arguments[0], last);
                } else if (method.getName().equals("segment")) {
                    last.add(new Image.Segment((long) arguments[0], (long) arguments[1]));
                }
                return null;
            }
        };
        try (Capture capture = Capture.open(file)) {
            if (capture.header().aggregated()) {
                capture.readAggregated(sink(AggregatedSink.class, maps), ReadProgress.NONE);
            } else {
                capture.read(sink(RecordSink.class, maps), ReadProgress.NONE);
            }
        }
        return segments;
    }

    private static <T> T sink(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private void read(JsonObject json, Map<String, List<Image.Segment>> segments) {
        List<List<Long>> offsets = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray("images")) {
            JsonArray image = each.getAsJsonArray();
            paths.add(image.get(0).getAsString());
            buildIds.add(image.get(1).isJsonNull() ? null : image.get(1).getAsString());
            kinds.add(image.get(2).getAsString());
            offsets.add(new ArrayList<>());
            levels.add(new ArrayList<>());
        }
        for (JsonElement each : json.getAsJsonArray("frames")) {
            JsonArray frame = each.getAsJsonArray();
            int image = frame.get(0).getAsInt();
            if (image < 0) {
                continue;
            }
            offsets.get(image).add(frame.get(1).getAsLong());
            List<String> texts = new ArrayList<>();
            for (JsonElement level : frame.get(2).getAsJsonArray()) {
                JsonArray parts = level.getAsJsonArray();
                texts.add(parts.get(0).getAsString() + "|" + parts.get(1).getAsString() + "|"
                        + parts.get(2).getAsInt());
            }
            levels.get(image).add(texts);
        }
        for (int i = 0; i < paths.size(); i++) {
            Image image = new Image(paths.get(i), segments.get(paths.get(i)));
            wanted.add(new ImageAddresses(
                    image, offsets.get(i).stream().mapToLong(Long::longValue).toArray()));
        }
    }

    /** The levels of an address in a table, written as here. */
    public static List<String> texts(SymbolTable table, int image, int address) {
        List<String> texts = new ArrayList<>();
        for (int level = table.firstLevel(image, address); level < table.endLevel(image, address); level++) {
            texts.add(table.function(level) + "|" + table.file(level) + "|" + table.line(level));
        }
        return texts;
    }
}
