package heapcrest.stacks;

/**
 * Receives what a program did with memory, in its order, each allocation with the location that made it. Called from
 * the decoding thread only.
 */
public interface AllocationSink {
    /**
     * Memory at an address, replacing what may still be live there.
     *
     * @param location a number of {@link Locations}
     * @param sizeBytes unsigned
     */
    void allocation(long address, long sizeBytes, int location);

    /** The memory at an address is given back; nothing happens if it is not known. */
    void deallocation(long address, int threadIndex);

    /** A mapping, beside those that may overlap it. */
    void mapping(long address, long sizeBytes, int location);

    /** Cuts a range out of every mapping. */
    void unmapping(long address, long sizeBytes, int threadIndex);

    /** A memory sample: resident bytes at a time (ms since 1970 UTC). */
    void memory(long epochMillis, long residentBytes);
}
