package dev.heapcrest.report.check;

import dev.heapcrest.report.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Figures that were accepted, by name of the capture: a file to be committed (docs/ci.md). It has no times, hosts or
 * absolute paths, and a line for each capture, so that an unchanged run gives an unchanged file. Immutable.
 */
public record Baseline(SortedMap<String, Entry> captures) {
    /** In the file. */
    public static final String FORMAT = "heapcrest-baseline";

    /** Raised when older programs cannot read it any more. */
    public static final int VERSION = 1;

    /** Nothing was accepted yet. */
    public static final Baseline EMPTY = new Baseline(new TreeMap<>());

    /** Copies. */
    public Baseline {
        captures = Collections.unmodifiableSortedMap(new TreeMap<>(captures));
    }

    /**
     * Of a capture.
     *
     * @param places largest first
     */
    public record Entry(Map<Metric, Long> values, Measured.Build build, List<Place> places) {
        /** Copies. */
        public Entry {
            values = Map.copyOf(values);
            places = List.copyOf(places);
        }

        static Entry of(Measured measured) {
            Map<Metric, Long> values = new EnumMap<>(Metric.class);
            measured.values().forEach((metric, value) -> {
                if (metric.inBaseline()) {
                    values.put(metric, value);
                }
            });
            return new Entry(
                    values,
                    measured.build(),
                    measured.places().stream()
                            .map(place ->
                                    new Place(place.function(), place.file(), place.peakBytes(), place.leakedBytes()))
                            .toList());
        }
    }

    /** What held most. */
    public record Place(String function, String file, long peakBytes, long leakedBytes) {}

    /**
     * With the figures of a run: entries that are new, of another build or beyond the tolerance. The others stay as they
     * are, since no two runs are equal to the byte, and so do those of captures that were not run or not complete.
     */
    public Baseline updated(List<Measured> run, Tolerance tolerance) {
        SortedMap<String, Entry> entries = new TreeMap<>(captures);
        for (Measured each : run) {
            if (each.problem() == null && !same(entries.get(each.name()), each, tolerance)) {
                entries.put(each.name(), Entry.of(each));
            }
        }
        return new Baseline(entries);
    }

    private static boolean same(@Nullable Entry entry, Measured measured, Tolerance tolerance) {
        if (entry == null || !entry.build().equals(measured.build())) {
            return false;
        }
        for (Map.Entry<Metric, Long> value : measured.values().entrySet()) {
            Metric metric = value.getKey();
            if (metric.inBaseline()) {
                Long old = entry.values().get(metric);
                if (old == null || Math.abs(value.getValue() - old) > tolerance.of(metric, old)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Writes the file. */
    public void write(Writer out) throws IOException {
        JsonWriter json = new JsonWriter(out).beginObject();
        json.name("format")
                .value(FORMAT)
                .name("version")
                .value(VERSION)
                .name("captures")
                .beginObject();
        for (Map.Entry<String, Entry> capture : captures.entrySet()) {
            Entry entry = capture.getValue();
            json.newLine().name(capture.getKey()).beginObject();
            for (Metric metric : Metric.values()) {
                Long value = entry.values().get(metric);
                if (value != null) {
                    json.name(metric.key()).value(value);
                }
            }
            json.name("python").value(entry.build().python());
            json.name("allocator").value(entry.build().allocator());
            json.name("python_allocators_traced").value(entry.build().tracedPython());
            json.name("places").beginArray();
            for (Place place : entry.places()) {
                json.beginArray().value(place.function()).value(place.file());
                json.value(place.peakBytes()).value(place.leakedBytes()).endArray();
            }
            json.endArray().endObject();
        }
        json.newLine().endObject().endObject();
        out.write('\n');
    }
}
