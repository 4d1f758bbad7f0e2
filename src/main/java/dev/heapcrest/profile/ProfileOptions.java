package dev.heapcrest.profile;

import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.ReadProgress;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What a pass computes beside peak and leaks, and who watches it. Begin with {@link #DEFAULT} and change what differs; each
 * {@code with...} gives a new value.
 *
 * @param temporaryThreshold allocations that were given back before this many further allocations of their thread count
 *     as temporary; {@link #NO_TEMPORARY} = not wanted
 * @param maxMemoryRecords most points kept of the memory timeline, at least 1
 * @param progress hears how far the reading came, and can end it: the profile then is that of what was read
 * @param limits what a capture may ask for at most; one that is reached ends the reading, and the coverage names it
 * @param history how memory over time is kept; null = not wanted
 * @param threads that read one capture: with 2 one inflates and decodes ahead of the other, which pays from some million
 *     records on and costs 2 MB; more are not used
 */
@API(status = API.Status.STABLE, since = "0.1")
public record ProfileOptions(
        int temporaryThreshold,
        int maxMemoryRecords,
        ReadProgress progress,
        Limits limits,
        @Nullable HistoryOptions history,
        int threads) {
    /** Temporary allocations are not wanted. */
    public static final int NO_TEMPORARY = -1;

    /** memray's default number of points. */
    public static final int DEFAULT_MEMORY_RECORDS = 10_000;

    /** Peak and leaks, with memray's default number of memory points, watched by nobody. */
    public static final ProfileOptions DEFAULT =
            new ProfileOptions(NO_TEMPORARY, DEFAULT_MEMORY_RECORDS, ReadProgress.NONE, Limits.DEFAULT, null, 1);

    /** Checks the ranges. */
    public ProfileOptions {
        if (temporaryThreshold < NO_TEMPORARY || maxMemoryRecords < 1 || threads < 1) {
            throw new IllegalArgumentException("temporary threshold " + temporaryThreshold + ", memory records "
                    + maxMemoryRecords + ", threads " + threads);
        }
    }

    /** With temporary allocations: those given back after at most so many others. */
    public ProfileOptions withTemporaryThreshold(int threshold) {
        return new ProfileOptions(threshold, maxMemoryRecords, progress, limits, history, threads);
    }

    /** With at most so many points of the memory timeline. */
    public ProfileOptions withMaxMemoryRecords(int records) {
        return new ProfileOptions(temporaryThreshold, records, progress, limits, history, threads);
    }

    /** Watched by this. */
    public ProfileOptions withProgress(ReadProgress watcher) {
        return new ProfileOptions(temporaryThreshold, maxMemoryRecords, watcher, limits, history, threads);
    }

    /** With other limits, for example {@code Limits.DEFAULT.with(Limit.STRING_BYTES, 64 << 20)}. */
    public ProfileOptions withLimits(Limits others) {
        return new ProfileOptions(temporaryThreshold, maxMemoryRecords, progress, others, history, threads);
    }

    /** With {@linkplain History memory over time}, kept like this. */
    public ProfileOptions withHistory(HistoryOptions wanted) {
        return new ProfileOptions(temporaryThreshold, maxMemoryRecords, progress, limits, wanted, threads);
    }

    /** Read by so many threads, for example as many as there are processors. */
    public ProfileOptions withThreads(int most) {
        return new ProfileOptions(temporaryThreshold, maxMemoryRecords, progress, limits, history, most);
    }
}
