package dev.heapcrest.cli;

import dev.heapcrest.profile.View;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** What is counted: the options that all reports share. */
class KindOptions {
    private static final String LEAKS = "--leaks";
    private static final String THRESHOLD = "--temporary-allocation-threshold";
    private static final String TEMPORARY = "--temporary-allocations";

    @Option(
            names = LEAKS,
            description = "Show memory that was allocated after tracking started and not given back by its end,"
                    + " instead of memory at the peak.")
    boolean leaks;

    @Option(
            names = THRESHOLD,
            paramLabel = "N",
            description = "Show temporary allocations instead of memory at the peak: those given back by the same"
                    + " thread after at most N other allocations of it. With 0, only those given back at once."
                    + " Off by default.")
    int threshold = -1;

    @Option(names = TEMPORARY, description = "The same as " + THRESHOLD + "=1.")
    boolean temporary;

    /** The three kinds exclude each other, in memray's words. */
    void check(ParseResult arguments) throws CommandFailure {
        List<String> kinds = new ArrayList<>();
        for (OptionSpec option : arguments.matchedOptions()) {
            String name = option.longestName();
            if ((name.equals(LEAKS) || name.equals(THRESHOLD) || name.equals(TEMPORARY)) && !kinds.contains(name)) {
                kinds.add(name);
            }
        }
        if (kinds.size() > 1) {
            throw CommandFailure.usage(
                    "argument %s: not allowed with argument %s".formatted(kinds.get(1), kinds.get(0)));
        }
    }

    /** -1 when temporary allocations are not asked for; negative thresholds mean that, as in memray. */
    int temporaryThreshold() {
        return temporary ? 1 : Math.max(threshold, -1);
    }

    View.Kind kind() {
        if (leaks) {
            return View.Kind.LEAKS;
        }
        return temporaryThreshold() >= 0 ? View.Kind.TEMPORARY : View.Kind.PEAK;
    }
}
