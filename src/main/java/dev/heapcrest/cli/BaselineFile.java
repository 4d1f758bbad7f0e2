package dev.heapcrest.cli;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.heapcrest.report.check.Baseline;
import dev.heapcrest.report.check.Measured;
import dev.heapcrest.report.check.Metric;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a {@link Baseline}. Members that are not known are skipped, so that later versions may add some. */
final class BaselineFile {
    private BaselineFile() {}

    /**
     * Reads the whole file.
     *
     * @throws CommandFailure saying what is wrong with it
     */
    static Baseline read(Path file) throws CommandFailure {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                JsonReader json = new JsonReader(reader)) {
            json.setStrictness(Strictness.STRICT);
            Baseline baseline = baseline(json, file);
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw wrong(file, "there is more after its end");
            }
            return baseline;
        } catch (MalformedJsonException | EOFException | CharacterCodingException | IllegalStateException e) {
            throw wrong(file, "it is not JSON of that shape: " + firstLine(e));
        } catch (NumberFormatException e) {
            throw wrong(file, "a figure is no whole number: " + firstLine(e));
        } catch (IOException e) {
            throw CommandFailure.failed("Cannot read %s: %s".formatted(file, AtomicFile.reason(e, file)));
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static CommandFailure wrong(Path file, String problem) {
        return CommandFailure.failed("Not a baseline of heapcrest check: %s (%s). Make one with --update-baseline."
                .formatted(file, problem));
    }

    private static Baseline baseline(JsonReader json, Path file) throws IOException, CommandFailure {
        String format = "";
        long version = 0;
        TreeMap<String, Baseline.Entry> captures = new TreeMap<>();
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "format" -> format = json.nextString();
                case "version" -> version = json.nextLong();
                case "captures" -> {
                    json.beginObject();
                    while (json.hasNext()) {
                        captures.put(json.nextName(), entry(json));
                    }
                    json.endObject();
                }
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (!format.equals(Baseline.FORMAT)) {
            throw wrong(file, "its format is not \"" + Baseline.FORMAT + "\"");
        }
        if (version != Baseline.VERSION) {
            throw wrong(file, "its version is " + version + ", this program knows " + Baseline.VERSION);
        }
        return new Baseline(captures);
    }

    private static Baseline.Entry entry(JsonReader json) throws IOException {
        Map<Metric, Long> values = new EnumMap<>(Metric.class);
        String python = "";
        String allocator = "";
        boolean traced = false;
        List<Baseline.Place> places = new ArrayList<>();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            Metric metric = Metric.ofKey(name);
            if (metric != null && metric.inBaseline()) {
                values.put(metric, json.nextLong());
                continue;
            }
            switch (name) {
                case "python" -> python = json.nextString();
                case "allocator" -> allocator = json.nextString();
                case "python_allocators_traced" -> traced = json.nextBoolean();
                case "places" -> {
                    json.beginArray();
                    while (json.hasNext()) {
                        places.add(place(json));
                    }
                    json.endArray();
                }
                default -> json.skipValue();
            }
        }
        json.endObject();
        return new Baseline.Entry(values, new Measured.Build(python, allocator, traced), places);
    }

    private static Baseline.Place place(JsonReader json) throws IOException {
        json.beginArray();
        Baseline.Place place =
                new Baseline.Place(json.nextString(), json.nextString(), json.nextLong(), json.nextLong());
        json.endArray();
        return place;
    }
}
