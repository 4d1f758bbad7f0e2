package dev.heapcrest.profile;

/**
 * What a pass shall compute beside peak and leaks.
 *
 * @param temporaryThreshold allocations that were given back before this many further allocations of their thread count
 *     as temporary; -1 = not wanted
 * @param maxMemoryRecords most points kept of the memory timeline, at least 1
 */
public record ProfileOptions(int temporaryThreshold, int maxMemoryRecords) {
    /** memray's default number of points. */
    public static final int DEFAULT_MEMORY_RECORDS = 10_000;

    /** Peak and leaks, with memray's default number of memory points. */
    public static final ProfileOptions DEFAULT = new ProfileOptions(-1, DEFAULT_MEMORY_RECORDS);

    /** Checks the ranges. */
    public ProfileOptions {
        if (temporaryThreshold < -1 || maxMemoryRecords < 1) {
            throw new IllegalArgumentException(
                    "temporary threshold " + temporaryThreshold + ", memory records " + maxMemoryRecords);
        }
    }
}
