package dev.heapcrest.cli;

import dev.heapcrest.report.check.Amounts;
import dev.heapcrest.report.check.Limits;
import dev.heapcrest.report.check.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Limits that captures are held against. */
public final class LimitOptions {
    @Option(names = "--max-peak", paramLabel = "SIZE", description = "Most bytes that a capture may hold at its peak.")
    @Nullable
    String maxPeak;

    @Option(names = "--max-leak", paramLabel = "SIZE", description = "Most bytes that a capture may leak.")
    @Nullable
    String maxLeak;

    @Option(
            names = "--max-peak-count",
            paramLabel = "N",
            description = "Most allocations that a capture may hold at its peak.")
    @Nullable
    String maxPeakCount;

    @Option(
            names = "--max-leak-per-place",
            paramLabel = "SIZE",
            description = "Most bytes that one stack may leak, as limit_leaks of pytest-memray.")
    @Nullable
    String maxLeakPerPlace;

    @Option(
            names = "--override",
            paramLabel = "REGEX=LIMIT",
            description = "Another limit for captures whose name has a match: a SIZE for the peak, METRIC:SIZE for"
                    + " another metric (leaked_bytes, ...), none for no limit. The last one counts.")
    List<String> overrides = new ArrayList<>();

    /** Of an option, with what is wrong with it as a failure. */
    static <T> T parsed(String option, Supplier<T> parsing) throws CommandFailure {
        try {
            return parsing.get();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("argument %s: %s".formatted(option, e.getMessage()));
        }
    }

    /** All that were given. */
    public Limits limits() throws CommandFailure {
        Limits limits = new Limits();
        set(limits, "--max-peak", Metric.PEAK_BYTES, maxPeak);
        set(limits, "--max-leak", Metric.LEAKED_BYTES, maxLeak);
        set(limits, "--max-peak-count", Metric.PEAK_ALLOCATIONS, maxPeakCount);
        set(limits, "--max-leak-per-place", Metric.LEAK_PER_PLACE, maxLeakPerPlace);
        for (String override : overrides) {
            parsed("--override", () -> {
                limits.except(override);
                return override;
            });
        }
        return limits;
    }

    private static void set(Limits limits, String option, Metric metric, @Nullable String text) throws CommandFailure {
        if (text != null) {
            limits.set(metric, parsed(option, () -> Amounts.of(metric, text)));
        }
    }
}
