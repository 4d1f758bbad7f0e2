package dev.heapcrest.report.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Limits by metric, with exceptions by name. Not thread-safe. */
public final class Limits {
    private record NamedLimit(
            Pattern name, Metric metric, @Nullable Long limit) {}

    private final Map<Metric, Long> limits = new EnumMap<>(Metric.class);
    private final List<NamedLimit> exceptions = new ArrayList<>();

    /** Sets the limit of a metric for all captures. */
    public void set(Metric metric, long limit) {
        limits.put(metric, limit);
    }

    /**
     * An exception: {@code REGEX=SIZE} for the peak, {@code REGEX=METRIC:SIZE} for another metric by its key, {@code none}
     * instead of a size for no limit. The last one that is found in a name counts.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public void except(String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("'" + text + "' is not REGEX=LIMIT");
        }
        String limit = text.substring(equals + 1);
        Metric metric = Metric.PEAK_BYTES;
        int colon = limit.indexOf(':');
        if (colon >= 0) {
            metric = metric(limit.substring(0, colon));
            limit = limit.substring(colon + 1);
        }
        try {
            Pattern name = Pattern.compile(text.substring(0, equals));
            exceptions.add(new NamedLimit(name, metric, limit.equals("none") ? null : Amounts.of(metric, limit)));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + text.substring(0, equals) + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    private static Metric metric(String key) {
        Metric metric = Metric.ofKey(key);
        if (metric == null) {
            throw new IllegalArgumentException("there is no metric '" + key
                    + "'; there are peak_bytes, peak_allocations, leaked_bytes, leaked_allocations and leak_per_place");
        }
        return metric;
    }

    /** Whether anything is limited. */
    public boolean any() {
        return !limits.isEmpty() || exceptions.stream().anyMatch(exception -> exception.limit() != null);
    }

    /** The limit of a metric for a capture of this name; null = none. */
    @Nullable
    Long of(Metric metric, String name) {
        Long limit = limits.get(metric);
        for (NamedLimit exception : exceptions) {
            if (exception.metric() == metric && exception.name().matcher(name).find()) {
                limit = exception.limit();
            }
        }
        return limit;
    }
}
