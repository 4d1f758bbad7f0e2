package dev.heapcrest.capture;

import org.apiguardian.api.API;

/** Hears from the decoder now and then, at least once per few MiB of records; on the thread that reads the capture. */
@API(status = API.Status.STABLE, since = "0.1")
@FunctionalInterface
public interface ReadProgress {
    /** Ignores everything. */
    ReadProgress NONE = (inputBytes, inputSizeBytes, records) -> true;

    /**
     * Reading has come this far.
     *
     * @param inputBytes input consumed so far (compressed bytes where compressed)
     * @param inputSizeBytes -1 for a pipe
     * @param records records decoded so far
     * @return false to stop reading: the capture then counts as truncated there
     */
    boolean advanced(long inputBytes, long inputSizeBytes, long records);
}
