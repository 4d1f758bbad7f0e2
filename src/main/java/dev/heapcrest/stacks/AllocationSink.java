package dev.heapcrest.stacks;

/**
 * Receives what a program did with memory, in its order, each allocation with the stack that made it. Called from the
 * decoding thread only.
 *
 * <p>A stack goes on changing. Who may want the location of an allocation takes a {@linkplain ThreadStack#snapshot
 * snapshot}, and asks for the location only when it matters: most allocations are freed before.
 */
public interface AllocationSink {
    /**
     * Memory at an address, replacing what may still be live there.
     *
     * @param sizeBytes unsigned
     * @param stack with the frame that allocates on top
     */
    void allocation(long address, long sizeBytes, ThreadStack stack, int allocator);

    /** The memory at an address is given back; nothing happens if it is not known. */
    void deallocation(long address, int threadIndex);

    /** A mapping, beside those that may overlap it. */
    void mapping(long address, long sizeBytes, ThreadStack stack, int allocator);

    /** Cuts a range out of every mapping. */
    void unmapping(long address, long sizeBytes, int threadIndex);

    /** A memory sample: resident bytes at a time (ms since 1970 UTC). */
    void memory(long epochMillis, long residentBytes);
}
