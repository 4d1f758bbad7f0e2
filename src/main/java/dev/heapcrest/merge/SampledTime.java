package dev.heapcrest.merge;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.HeapSpans;
import org.jspecify.annotations.Nullable;

/**
 * When one capture takes part in the peak of a sum: from its first memory sample to its end or last sample, whichever is
 * later. The header of a killed program has the start as its end.
 *
 * @param firstMillis ms since 1970
 * @param endMillis likewise; still part of it
 * @param stride {@link HeapSpans#stride}
 */
public record SampledTime(long firstMillis, long endMillis, long stride) {
    /** Null where it has no samples, ends before it starts, or its clock was set back. */
    public static @Nullable SampledTime of(CaptureHeader header, HeapSpans spans) {
        if (spans.count() == 0 || header.endMillis() < header.startMillis() || !spans.ascending()) {
            return null;
        }
        return new SampledTime(
                spans.epochMillis().get(0), Math.max(header.endMillis(), spans.lastMillis()), spans.stride());
    }

    /** Whether it holds anything at an instant. */
    public boolean covers(long millis) {
        return millis >= firstMillis && millis <= endMillis;
    }
}
