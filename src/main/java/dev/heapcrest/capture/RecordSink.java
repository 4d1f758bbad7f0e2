package dev.heapcrest.capture;

/**
 * Receives the records of a capture in file order, as primitives; nothing is allocated per record.
 *
 * <p>All header versions arrive in this one shape: thread ids that version 6 repeats in every record come as context
 * switches, registers and address caches are resolved, allocator numbers are {@link Allocator#number()}s. Every method
 * is called from the thread that reads the capture. Strings are shared instances: the same bytes give the same object.
 */
public interface RecordSink extends CaptureSink {
    /**
     * Memory was handed out by the current thread.
     *
     * @param allocator a {@link Allocator#number()} whose kind is a simple or a ranged allocation
     * @param address start address, unsigned
     * @param sizeBytes bytes requested, unsigned
     * @param nativeFrameId innermost native frame, 1-based; 0 = no native stack
     */
    void allocation(int allocator, long address, long sizeBytes, long nativeFrameId);

    /**
     * Memory was given back by the current thread.
     *
     * @param allocator a {@link Allocator#number()} whose kind is a simple or a ranged deallocation
     * @param sizeBytes length of the range for munmap; 0 otherwise
     */
    void deallocation(int allocator, long address, long sizeBytes);

    /** Versions 12 and later: the current thread entered a frame, identified by all three values together. */
    void codeFramePush(long codeObjectId, int instructionOffset, boolean entryFrame);

    /** Versions 6 to 11: the current thread entered a frame that was defined before. */
    void framePush(long frameId);

    /** The current thread left {@code count} (at least 1) frames. */
    void framePop(long count);

    /** The process had this many resident bytes at this time (ms since 1970 UTC). */
    void memory(long epochMillis, long residentBytes);

    /** A Python object came to life or died (object lifetime captures only); not an allocation. */
    default void object(boolean created, long address, long nativeFrameId) {}
}
