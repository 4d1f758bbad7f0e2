package dev.heapcrest.cli;

import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.ProfileOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Memory over time: the options that reports of it share. */
final class TimeOptions {
    private static final int UNTOLD = -1;

    @Option(
            names = "--temporal",
            description = "Keep memory over time, so that any range of the run can be chosen. Peak and leaks are there"
                    + " as well.")
    boolean temporal;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Begin the range at the first memory record at that time or after it: 1500ms or 1.5s after the"
                            + " start, 12:30:05.2 (UTC, as reports have it) or 2026-11-29T12:30:05Z. Implies --temporal.")
    @Nullable
    String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "End the range there, in the same forms. Implies --temporal.")
    @Nullable
    String to;

    @Option(
            names = "--time-buckets",
            paramLabel = "N",
            description = "Keep memory over time for at most N stretches of the run, 2 to 10000. Default: 1024. Implies"
                    + " --temporal.")
    int buckets = UNTOLD;

    /** Whether memory over time is asked for. */
    boolean wanted() {
        return temporal || from != null || to != null || buckets != UNTOLD;
    }

    void check(ViewOptions view) throws CommandFailure {
        if (!wanted()) {
            return;
        }
        if (view.temporaryThreshold() >= 0) {
            throw CommandFailure.usage("Can't create a temporal flame graph of temporary allocations");
        }
        if (buckets != UNTOLD && (buckets < HistoryOptions.FEWEST_BUCKETS || buckets > HistoryOptions.MOST_BUCKETS)) {
            throw CommandFailure.usage("argument --time-buckets: must be from %s to %s"
                    .formatted(HistoryOptions.FEWEST_BUCKETS, HistoryOptions.MOST_BUCKETS));
        }
        history();
    }

    /** The options, with memory over time if it is asked for; {@link #check} comes first. */
    ProfileOptions in(ProfileOptions options) throws CommandFailure {
        return wanted() ? options.withHistory(history()) : options;
    }

    private HistoryOptions history() throws CommandFailure {
        return new HistoryOptions(
                buckets == UNTOLD ? HistoryOptions.DEFAULT_BUCKETS : buckets,
                from == null ? null : moment("--from", from),
                to == null ? null : moment("--to", to));
    }

    private static HistoryOptions.Moment moment(String option, String text) throws CommandFailure {
        HistoryOptions.Moment moment = TimeText.parse(text);
        if (moment == null) {
            throw CommandFailure.usage(
                    "argument %s: '%s' is no time; write 1500ms, 1.5s, 12:30:05.2 or 2026-11-29T12:30:05Z"
                            .formatted(option, text));
        }
        return moment;
    }
}
