package dev.heapcrest.capture;

/** Hears of each record before a sink receives what it says; on the thread that reads the capture. */
@FunctionalInterface
public interface RecordStart {
    /**
     * A record begins here. It may still prove to be cut or damaged; version 6 makes two calls of some.
     *
     * @param streamOffset offset in the capture, after decompression, header included
     */
    void recordAt(long streamOffset);
}
