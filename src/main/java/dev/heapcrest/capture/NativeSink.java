package dev.heapcrest.capture;

/** Receives the records of native stacks, which are alike in both kinds of captures. */
public interface NativeSink {
    /** The next native frame (they count from 1 in file order). */
    default void nativeFrame(long instructionPointer, long parentNativeFrameId) {}

    /** A new, complete list of loaded images begins. */
    default void memoryMapStart() {}

    /** An image of the current memory map; {@code segmentCount} segments follow. */
    default void segmentHeader(String file, long segmentCount, long loadAddress) {}

    /** A loaded segment of the last image. */
    default void segment(long virtualAddress, long sizeBytes) {}
}
