package dev.heapcrest.capture;

import java.io.IOException;

/**
 * Records of native stacks and loaded images, alike in versions 7 to 13 (docs/capture-format.md, sections 5, 6 and 8).
 * Owns the two registers they use; {@link #frameId} is shared with allocations and objects.
 */
final class NativeRecords {
    static final int NATIVE_FRAME = 5;
    static final int MEMORY_MAP_START = 6;
    static final int SEGMENT_HEADER = 7;
    static final int SEGMENT = 8;

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

    /** Of versions 7 to 13, where they have the same numbers; version 6 has others. */
    static boolean takes(int type) {
        return type >= NATIVE_FRAME && type <= SEGMENT;
    }

    static String name(int type) {
        return switch (type) {
            case NATIVE_FRAME -> "NATIVE TRACE INDEX";
            case MEMORY_MAP_START -> "MEMORY MAP START";
            case SEGMENT_HEADER -> "SEGMENT HEADER";
            default -> "SEGMENT";
        };
    }

    /** Decodes a record of a type that it {@link #takes}, after its first byte. */
    void decode(int type) throws IOException {
        switch (type) {
            case NATIVE_FRAME -> {
                instructionPointer += in.signedVarint();
                frameId += in.signedVarint();
                sink.nativeFrame(instructionPointer, frameId);
            }
            case MEMORY_MAP_START -> memoryMapStart();
            case SEGMENT_HEADER -> {
                String file = in.string(strings);
                long count = in.varint();
                segmentHeader(file, count, in.i64());
            }
            default -> {
                long address = in.i64();
                segment(address, in.varint());
            }
        }
    }

    /** A segment header was read and not all of its segments: no other record may come. */
    boolean segmentsDue() {
        return segmentsDue != 0;
    }

    void requireNoSegmentsDue() {
        if (segmentsDue != 0) {
            throw new CaptureDamage(Rule.SEGMENTS_MISSING, segmentsDue);
        }
    }

    void memoryMapStart() {
        sink.memoryMapStart();
    }

    void segmentHeader(String file, long count, long loadAddress) {
        segmentsDue = count;
        sink.segmentHeader(file, count, loadAddress);
    }

    void segment(long virtualAddress, long sizeBytes) {
        if (segmentsDue == 0) {
            throw new CaptureDamage(Rule.SEGMENT_WITHOUT_HEADER);
        }
        segmentsDue--;
        sink.segment(virtualAddress, sizeBytes);
    }
}
