package dev.heapcrest.spark;

import dev.heapcrest.capture.Limits;
import dev.heapcrest.cli.CommandFailure;
import dev.heapcrest.cli.RunOptions;
import dev.heapcrest.merge.PartialOptions;
import dev.heapcrest.report.check.Judge;
import dev.heapcrest.report.check.Tolerance;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How captures are read, as the command line asks for it.
 *
 * @param options what shapes partials
 * @param labels of a capture, by its path
 * @param files other names of files
 * @param limits on what a capture may ask for
 * @param privately leave out what is private
 * @param groupBy keys of labels that make a group; none for one sum
 * @param judge holds each capture against limits; null where there is none
 */
record ReadingRules(
        PartialOptions options,
        Function<String, SortedMap<String, String>> labels,
        UnaryOperator<String> files,
        Limits limits,
        boolean privately,
        List<String> groupBy,
        @Nullable Judge judge) {
    static ReadingRules of(FleetOptions options) throws CommandFailure {
        dev.heapcrest.report.check.Limits most = options.limits.limits();
        return new ReadingRules(
                options.many.partial(),
                options.many.labels(),
                options.many.files(),
                RunOptions.limits(options.lifted),
                options.privately,
                List.copyOf(options.groupBy),
                most.any() ? new Judge(most, null, Tolerance.of("0%"), false) : null);
    }
}
