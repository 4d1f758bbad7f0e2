package dev.heapcrest.capture;

/** Receives the records that captures of single allocations and aggregated ones have in common. */
public interface CaptureSink extends NativeSink {
    /** Versions up to 11: a frame with its line. */
    void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame);

    /** Versions 12 and later. {@code lineTable} belongs to the receiver. */
    void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable);

    /** The thread that the records after this one are about. */
    void contextSwitch(long threadId);

    /** Name of the thread of the last context switch, from now on; never before one. */
    void threadName(String name);

    /** The writer finished the capture; nothing follows. */
    default void trailer() {}
}
