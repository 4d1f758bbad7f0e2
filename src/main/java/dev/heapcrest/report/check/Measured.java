package dev.heapcrest.report.check;

import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.MergedProfile;
import dev.heapcrest.report.PrivateProfile;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import dev.heapcrest.tables.TextOrder;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a capture holds, as far as it is judged. Immutable.
 *
 * @param name of the capture in reports and in the baseline
 * @param values of each metric; empty where the capture could not be read
 * @param build what figures depend on besides the program
 * @param places what holds most at the peak, by (function, file), largest first, ten at most
 * @param largestLeak where {@link Metric#LEAK_PER_PLACE} was allocated
 * @param problem why nothing could be measured, or why it may be too little; null where the capture is complete
 * @param millis time that the reading took
 */
public record Measured(
        String name,
        Map<Metric, Long> values,
        Build build,
        List<Place> places,
        @Nullable Place largestLeak,
        @Nullable String problem,
        long millis) {
    private static final int PLACES = 10;

    /** Copies. */
    public Measured {
        values = Map.copyOf(values);
        places = List.copyOf(places);
    }

    /**
     * What figures depend on besides the program: two of different builds are not compared.
     *
     * @param python for example 3.13; empty where the capture does not say it
     * @param allocator Python's allocator
     * @param tracedPython Python's allocators were traced
     */
    public record Build(String python, String allocator, boolean tracedPython) {
        @Override
        public String toString() {
            return (python.isEmpty() ? "unknown Python" : "Python " + python) + ", " + allocator
                    + (tracedPython ? ", Python allocators traced" : "");
        }
    }

    /**
     * A place that allocates.
     *
     * @param file without the directories of a machine, as {@code --private} names it
     * @param source as in the capture
     * @param line of its largest frame; 0 where unknown
     * @param peakBytes held by frames of this function at the peak, callees not included
     * @param leakedBytes likewise at the end
     */
    public record Place(String function, String file, String source, int line, long peakBytes, long leakedBytes) {}

    /** A capture that could not be read. */
    public static Measured unreadable(String name, String problem, long millis) {
        return new Measured(name, Map.of(), new Build("", "", false), List.of(), null, problem, millis);
    }

    /** Whether anything was measured. */
    public boolean readable() {
        return !values.isEmpty();
    }

    /** Of the sum of a partial, whose build is what its captures have in common. */
    public static Measured of(String name, Partial partial, @Nullable String problem, long millis) {
        Measured sums = of(name, MergedProfile.of(partial), problem, millis);
        Build build = new Build(
                inCommon(partial, "python", ""),
                inCommon(partial, "allocator", "several allocators"),
                inCommon(partial, "python_allocators", "").equals("traced"));
        return new Measured(name, sums.values, build, sums.places, sums.largestLeak, problem, millis);
    }

    /** Value of a label, where all captures have the same. */
    private static String inCommon(Partial partial, String label, String otherwise) {
        List<String> values = partial.rows().stream()
                .filter(CaptureRow::counts)
                .map(row -> row.labels().getOrDefault(label, ""))
                .distinct()
                .limit(2)
                .toList();
        return values.size() == 1 ? values.get(0) : otherwise;
    }

    /** Of a profile with peak and leaks. */
    public static Measured of(String name, Profile profile, @Nullable String problem, long millis) {
        Figures peak = profile.figures(View.Kind.PEAK);
        Figures leaks = profile.figures(View.Kind.LEAKS);
        FrameTable shortened = PrivateProfile.of(profile).frames();
        Places places = new Places();
        int[] pythonStacks = pythonStacks(profile);
        long[] leakedByStack = new long[pythonStacks.length];
        for (int i = 0; i < profile.locations().count(); i++) {
            int stack = profile.locations().stacks().get(i);
            leakedByStack[pythonStacks[stack]] += leaks.bytes().get(i);
            places.add(place(
                    profile,
                    shortened,
                    pythonFrame(profile, stack),
                    peak.bytes().get(i),
                    leaks.bytes().get(i)));
        }
        int worst = 0;
        for (int stack = 1; stack < leakedByStack.length; stack++) {
            worst = leakedByStack[stack] > leakedByStack[worst] ? stack : worst;
        }
        Map<Metric, Long> values = new EnumMap<>(Metric.class);
        values.put(Metric.PEAK_BYTES, peak.totalBytes());
        values.put(Metric.PEAK_ALLOCATIONS, peak.totalCount());
        values.put(Metric.LEAKED_BYTES, leaks.totalBytes());
        values.put(Metric.LEAKED_ALLOCATIONS, leaks.totalCount());
        values.put(Metric.LEAK_PER_PLACE, leakedByStack[worst]);
        return new Measured(
                name,
                values,
                new Build(
                        profile.header().pythonVersionText(),
                        profile.header().pythonAllocatorName(),
                        profile.header().pythonAllocatorsTraced()),
                largest(places.sums),
                leakedByStack[worst] <= 0
                        ? null
                        : place(profile, shortened, pythonFrame(profile, worst), 0, leakedByStack[worst]),
                problem,
                millis);
    }

    /**
     * Of each stack one that has the same Python frames, the same for all that have: a leak is one place, whatever native
     * code it came through.
     */
    private static int[] pythonStacks(Profile profile) {
        int[] same = new int[profile.stacks().count()];
        Long2IntOpenCustomHashMap known = Salted.longToInt();
        for (int node = 1; node < same.length; node++) {
            int caller = same[profile.stacks().parents().get(node)];
            int frame = profile.stacks().frames().get(node);
            if (profile.frames().image(frame) != 0) {
                same[node] = caller;
                continue;
            }
            int first = known.putIfAbsent((long) caller << Integer.SIZE | frame, node);
            same[node] = first == 0 ? node : first;
        }
        return same;
    }

    /** Innermost frame of a stack that is no native one: those are called by addresses, which no two builds share. */
    private static int pythonFrame(Profile profile, int stack) {
        int node = stack;
        while (profile.frames().image(profile.stacks().frames().get(node)) != 0) {
            node = profile.stacks().parents().get(node);
        }
        return profile.stacks().frames().get(node);
    }

    /** Sums by function and file, in order of appearance. */
    private static final class Places {
        final List<Place> sums = new ArrayList<>();
        private final LongArrayList largest = new LongArrayList();
        /** Frames share their names, and these may have megabytes. */
        private final TextNumbers texts = new TextNumbers();

        private final Long2IntOpenCustomHashMap known = Salted.longToInt();

        void add(Place own) {
            long key = (long) texts.add(own.function()) << Integer.SIZE | texts.add(own.file());
            int number = known.putIfAbsent(key, sums.size() + 1) - 1;
            if (number < 0) {
                sums.add(own);
                largest.add(own.peakBytes());
                return;
            }
            Place sum = sums.get(number);
            boolean larger = own.peakBytes() > largest.getLong(number);
            largest.set(number, Math.max(largest.getLong(number), own.peakBytes()));
            sums.set(
                    number,
                    new Place(
                            own.function(),
                            own.file(),
                            own.source(),
                            larger ? own.line() : sum.line(),
                            sum.peakBytes() + own.peakBytes(),
                            sum.leakedBytes() + own.leakedBytes()));
        }
    }

    private static Place place(Profile profile, FrameTable shortened, int frame, long peakBytes, long leakedBytes) {
        return frame == 0
                ? new Place("[no Python frames]", "", "", 0, peakBytes, leakedBytes)
                : new Place(
                        profile.frames().function(frame),
                        shortened.file(frame),
                        profile.frames().file(frame),
                        profile.frames().line(frame),
                        peakBytes,
                        leakedBytes);
    }

    private static List<Place> largest(Collection<Place> places) {
        List<Place> sorted = new ArrayList<>(places);
        TextOrder texts = new TextOrder();
        sorted.removeIf(place -> place.peakBytes() == 0);
        sorted.sort(Comparator.comparingLong(Place::peakBytes)
                .reversed()
                .thenComparing(Place::function, texts)
                .thenComparing(Place::file, texts));
        return sorted.subList(0, Math.min(PLACES, sorted.size()));
    }

    /** Several as one: sums, which for peaks say what was held at most if all were worst at once. */
    public static Measured total(List<Measured> all) {
        Map<Metric, Long> values = new EnumMap<>(Metric.class);
        Map<String, Place> places = new LinkedHashMap<>();
        long millis = 0;
        Measured first = null;
        Place leak = null;
        for (Measured each : all) {
            millis += each.millis();
            if (!each.readable()) {
                continue;
            }
            first = first == null ? each : first;
            for (Metric metric : Metric.values()) {
                long value = each.values().getOrDefault(metric, 0L);
                values.merge(metric, value, metric == Metric.LEAK_PER_PLACE ? Math::max : Long::sum);
            }
            if (each.largestLeak() != null
                    && (leak == null || each.largestLeak().leakedBytes() > leak.leakedBytes())) {
                leak = each.largestLeak();
            }
            for (Place place : each.places()) {
                places.merge(
                        place.function() + "\0" + place.file(),
                        place,
                        (a, b) -> new Place(
                                a.function(),
                                a.file(),
                                a.source(),
                                a.line(),
                                a.peakBytes() + b.peakBytes(),
                                a.leakedBytes() + b.leakedBytes()));
            }
        }
        Build build = first == null ? new Build("", "", false) : first.build();
        return new Measured("(total)", values, build, largest(places.values()), leak, null, millis);
    }
}
