package dev.heapcrest.report.text;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.profile.RunTotals;
import dev.heapcrest.report.JsonWriter;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.tables.TextOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The part of {@code stats} that memray has too: sums over the whole run, for people and, in memray's words, for scripts. */
final class RunStats {
    private static final int BAR = 25;
    private static final Comparator<RunTotals.Part> BY_BYTES =
            Comparator.comparingLong(RunTotals.Part::bytes).reversed();
    private static final Comparator<RunTotals.Part> BY_COUNT =
            Comparator.comparingLong(RunTotals.Part::count).reversed();
    /** Ties are in the order of their texts: memray's follow the addresses of its tables. */
    private final Comparator<RunTotals.Place> places;

    private final Comparator<RunTotals.Module> modules;

    private final RunTotals totals;
    private final int topCount;

    /** @param topCount most places and modules shown */
    RunStats(RunTotals totals, int topCount) {
        this.totals = totals;
        this.topCount = topCount;
        TextOrder texts = new TextOrder();
        places = Comparator.comparing(RunTotals.Place::function, texts)
                .thenComparing(RunTotals.Place::file, texts)
                .thenComparingInt(RunTotals.Place::line);
        modules = Comparator.comparing(RunTotals.Module::name, texts);
    }

    /** "23,223,201 bytes (23.22 MB) in 679 allocations". */
    String sum() {
        return Quantities.exactBytes(totals.bytes()) + " in " + Quantities.counted(totals.count(), "allocation");
    }

    /** Sections after those of the peak. */
    void text(Appendable out) throws IOException {
        histogram(out);
        out.append("\nAllocations of the whole run by allocator:\n");
        for (Allocator allocator : allocators()) {
            out.append("  %12s  %s\n".formatted(Quantities.count(count(allocator)), allocator.name()));
        }
        places(out, "bytes", BY_BYTES, RunTotals.Part::bytes, totals.bytes(), Quantities::fineBytes);
        places(out, "allocations", BY_COUNT, RunTotals.Part::count, totals.count(), Quantities::count);
        modules(out, "bytes", BY_BYTES);
        modules(out, "allocations", BY_COUNT);
    }

    private void histogram(Appendable out) throws IOException {
        List<SizeHistogram.Bin> bins = SizeHistogram.of(totals.sizes(), totals.sizeCounts());
        long most = bins.stream().mapToLong(SizeHistogram.Bin::count).max().orElse(0);
        out.append("\nAllocations of the whole run by size:\n");
        for (int i = 0; i < bins.size(); i++) {
            SizeHistogram.Bin bin = bins.get(i);
            boolean last = i == bins.size() - 1;
            // limits are as memray prints them: below the next bin, and the last one included
            String limit =
                    (last ? "up to " : "below ") + Quantities.fineBytes(last ? bin.toBytes() : bin.toBytes() + 1);
            int bar = (int) Math.ceil((double) bin.count() / most * BAR);
            out.append("  %16s  %12s  %s"
                            .formatted(limit, Quantities.count(bin.count()), "▇".repeat(bar))
                            .stripTrailing())
                    .append('\n');
        }
    }

    private void places(
            Appendable out,
            String by,
            Comparator<RunTotals.Part> order,
            ToLongFunction<RunTotals.Part> figure,
            long whole,
            Function<Long, String> text)
            throws IOException {
        out.append("\nLargest allocating places of the whole run, by %s:\n".formatted(by));
        for (RunTotals.Place place : largest(totals.places(), order, places)) {
            long amount = figure.applyAsLong(place);
            out.append("  %12s %7s  %s\n"
                    .formatted(text.apply(amount), Quantities.share(amount, whole), ShortText.visible(name(place))));
        }
    }

    private void modules(Appendable out, String by, Comparator<RunTotals.Part> order) throws IOException {
        out.append("\nLargest allocating modules of the whole run, by %s:\n".formatted(by));
        for (RunTotals.Module module : largest(totals.modules(), order, modules)) {
            out.append("  %12s %7s  %s  (%s)\n"
                    .formatted(
                            Quantities.fineBytes(module.bytes()),
                            Quantities.share(module.bytes(), totals.bytes()),
                            ShortText.visible(module.name()),
                            Quantities.counted(module.count(), "allocation")));
        }
    }

    /** Members as {@code memray stats --json} has them; its metadata are those of the caller. */
    void json(JsonWriter json) throws IOException {
        json.newLine().name("total_num_allocations").value(totals.count());
        json.newLine().name("total_bytes_allocated").value(totals.bytes());
        json.newLine().name("allocation_size_histogram").beginArray();
        for (SizeHistogram.Bin bin : SizeHistogram.of(totals.sizes(), totals.sizeCounts())) {
            json.beginObject().name("min_bytes").value(bin.fromBytes());
            json.name("max_bytes").value(bin.toBytes());
            json.name("count").value(bin.count()).endObject();
        }
        json.endArray().newLine().name("allocator_type_distribution").beginObject();
        for (Allocator allocator : allocators()) {
            json.name(allocator.name()).value(count(allocator));
        }
        json.endObject().newLine().name("top_allocations_by_size").beginArray();
        for (RunTotals.Place place : largest(totals.places(), BY_BYTES, places)) {
            json.newLine().beginObject().name("location").value(memrayName(place));
            json.name("size").value(place.bytes()).endObject();
        }
        json.endArray().newLine().name("top_allocations_by_count").beginArray();
        for (RunTotals.Place place : largest(totals.places(), BY_COUNT, places)) {
            json.newLine().beginObject().name("location").value(memrayName(place));
            json.name("count").value(place.count()).endObject();
        }
        json.endArray();
        modules(json.newLine().name("top_modules_by_allocation_size"), BY_BYTES);
        modules(json.newLine().name("top_modules_by_allocation_count"), BY_COUNT);
    }

    private void modules(JsonWriter json, Comparator<RunTotals.Part> order) throws IOException {
        json.beginArray();
        for (RunTotals.Module module : largest(totals.modules(), order, modules)) {
            json.newLine().beginObject().name("module").value(module.name());
            json.name("num_allocations").value(module.count());
            json.name("total_bytes").value(module.bytes()).endObject();
        }
        json.endArray();
    }

    private <P extends RunTotals.Part> List<P> largest(
            List<P> parts, Comparator<RunTotals.Part> order, Comparator<P> ties) {
        Comparator<P> largestFirst = order::compare;
        return parts.stream()
                .sorted(largestFirst.thenComparing(ties))
                .limit(topCount)
                .toList();
    }

    /** Those that were called, most calls first. */
    private List<Allocator> allocators() {
        List<Allocator> called = new ArrayList<>();
        for (Allocator allocator : Allocator.values()) {
            if (count(allocator) > 0) {
                called.add(allocator);
            }
        }
        called.sort(Comparator.comparingLong(this::count).reversed());
        return called;
    }

    private long count(Allocator allocator) {
        return totals.allocators().get(allocator.number());
    }

    private static String name(RunTotals.Place place) {
        return place.known() ? memrayName(place) : TopFrames.NO_PYTHON_FRAME;
    }

    private static String memrayName(RunTotals.Place place) {
        return place.known() ? place.function() + ":" + place.file() + ":" + place.line() : "<stack trace unavailable>";
    }
}
