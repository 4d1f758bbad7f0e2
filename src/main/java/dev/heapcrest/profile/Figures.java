package dev.heapcrest.profile;

import org.apiguardian.api.API;

/**
 * Bytes and numbers of allocations by location, in one view. Both are signed: a program that frees oddly makes those of
 * an aggregated capture negative. Sums of any of them have at most 63 bits; a capture in which they had more is damaged.
 *
 * @param view what is counted
 * @param bytes by location
 * @param counts allocations, by location
 */
@API(status = API.Status.STABLE, since = "0.1")
public record Figures(View view, LongColumn bytes, LongColumn counts) {
    /** Columns of two lengths are refused. */
    public Figures {
        if (bytes.size() != counts.size()) {
            throw new IllegalArgumentException(bytes.size() + " bytes and " + counts.size() + " counts");
        }
    }

    /** Sum over all locations, computed at each call. */
    public long totalBytes() {
        return bytes.sum();
    }

    /** Sum over all locations, computed at each call. */
    public long totalCount() {
        return counts.sum();
    }
}
