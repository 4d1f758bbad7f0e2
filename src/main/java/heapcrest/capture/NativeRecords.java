package heapcrest.capture;

import java.io.IOException;

/**
 * Records of native stacks and loaded images, alike in versions 7 to 13 (format, sections 5, 6 and 8). Owns the two
 * registers they use; {@link #frameId} is shared with allocations and objects.
 */
final class NativeRecords {
    private final ByteCursor in;
    private final StringPool strings;
    private final NativeSink sink;
    private long instructionPointer;
    private long segmentsDue;

    /** Register of native frame ids. */
    long frameId;

    NativeRecords(ByteCursor in, StringPool strings, NativeSink sink) {
        this.in = in;
        this.strings = strings;
        this.sink = sink;
    }

    /** A segment header was read and not all of its segments: no other record may come. */
    boolean segmentsDue() {
        return segmentsDue != 0;
    }

    void requireNoSegmentsDue() {
        if (segmentsDue != 0) {
            throw new CaptureDamage(
                    Long.toUnsignedString(segmentsDue) + " more segments were announced, but another record follows");
        }
    }

    void nativeFrame() throws IOException {
        instructionPointer += in.signedVarint();
        frameId += in.signedVarint();
        sink.nativeFrame(instructionPointer, frameId);
    }

    void memoryMapStart() {
        sink.memoryMapStart();
    }

    void segmentHeader() throws IOException {
        String file = in.string(strings);
        long count = in.varint();
        segmentHeader(file, count, in.i64());
    }

    void segmentHeader(String file, long count, long loadAddress) {
        segmentsDue = count;
        sink.segmentHeader(file, count, loadAddress);
    }

    void segment() throws IOException {
        long address = in.i64();
        segment(address, in.varint());
    }

    void segment(long virtualAddress, long sizeBytes) {
        if (segmentsDue == 0) {
            throw new CaptureDamage("a segment without a segment header that announced it");
        }
        segmentsDue--;
        sink.segment(virtualAddress, sizeBytes);
    }
}
