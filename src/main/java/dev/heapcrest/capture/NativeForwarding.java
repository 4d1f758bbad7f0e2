package dev.heapcrest.capture;

/** A sink that leaves native records to another one. */
public interface NativeForwarding extends NativeSink {
    /** Receives the native records. */
    NativeSink natives();

    @Override
    default void nativeFrame(long instructionPointer, long parentNativeFrameId) {
        natives().nativeFrame(instructionPointer, parentNativeFrameId);
    }

    @Override
    default void memoryMapStart() {
        natives().memoryMapStart();
    }

    @Override
    default void segmentHeader(String file, long segmentCount, long loadAddress) {
        natives().segmentHeader(file, segmentCount, loadAddress);
    }

    @Override
    default void segment(long virtualAddress, long sizeBytes) {
        natives().segment(virtualAddress, sizeBytes);
    }
}
