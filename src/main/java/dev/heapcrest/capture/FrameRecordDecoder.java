package dev.heapcrest.capture;

import dev.heapcrest.bytes.WindowSource;
import dev.heapcrest.bytes.Words;
import java.io.IOException;

/**
 * Versions 7 to 11: type in the low half of the first byte, flags in the high half (docs/capture-format.md, section 6).
 * That a frame id is defined before its use, and once, is for the sink to check, which keeps the definitions.
 */
final class FrameRecordDecoder extends RecordStream<RecordSink> {
    /** Allocator numbers of versions 7 to 11 as {@link Allocator#number()}; 0 = none. */
    static final int[] ALLOCATORS = {0, 6, 5, 8, 7, 9, 10, 11, 12, 13, 14, 15, 2, 3, 4, 1};

    private static final int OTHER = 0;
    private static final int ALLOCATION = 1;
    private static final int NATIVE_ALLOCATION = 2;
    private static final int FRAME_DEFINITION = 3;
    private static final int FRAME_PUSH = 4;
    private static final int FRAME_POP = 9;
    private static final int MEMORY = 11;

    private long pointer;
    private long frameId;
    private int line;

    FrameRecordDecoder(
            ByteCursor in, WindowSource source, CaptureHeader header, FormatVersion version, RecordSink sink) {
        super(in, source, header, version, sink);
    }

    /** As in {@link CodeRecordDecoder#decodeFrequent}. */
    @Override
    void decodeFrequent() {
        if (!inThread || natives.segmentsDue()) {
            return;
        }
        RecordSink sink = this.sink;
        byte[] bytes = in.bytes;
        long pointer = this.pointer;
        long frameId = this.frameId;
        long nativeFrameId = natives.frameId;
        long records = this.records;
        long allocationRecords = this.allocationRecords;
        int last = in.end - LONGEST_FREQUENT_BYTES;
        int start = in.position;
        try {
            while (start <= last) {
                int at = start + 1;
                int token = bytes[start];
                int type = token & 15;
                if (type == ALLOCATION || type == NATIVE_ALLOCATION) {
                    int allocator = ALLOCATORS[token >>> 4 & 15];
                    long word = (long) Words.LONG.get(bytes, at);
                    int length = Words.varintBytes(word);
                    if (allocator == 0 || length > Long.BYTES) {
                        break;
                    }
                    long address = pointer + Words.signed(Words.varint(word));
                    at += length;
                    long sizeBytes = 0;
                    long allocationFrameId = 0;
                    if (type == NATIVE_ALLOCATION || !simpleFree(allocator)) {
                        word = (long) Words.LONG.get(bytes, at);
                        sizeBytes = word & 0x7F;
                        if ((word & 0x80) == 0) {
                            at++;
                        } else {
                            length = Words.varintBytes(word);
                            if (length > Long.BYTES) {
                                break;
                            }
                            sizeBytes = Words.varint(word);
                            at += length;
                        }
                    }
                    if (type == NATIVE_ALLOCATION) {
                        word = (long) Words.LONG.get(bytes, at);
                        length = Words.varintBytes(word);
                        if (length > Long.BYTES) {
                            break;
                        }
                        nativeFrameId += Words.signed(Words.varint(word));
                        allocationFrameId = nativeFrameId;
                        at += length;
                    }
                    emit(sink, allocator, address, sizeBytes, allocationFrameId);
                    pointer = address;
                    allocationRecords++;
                } else if (type == FRAME_PUSH) {
                    long word = (long) Words.LONG.get(bytes, at);
                    int length = Words.varintBytes(word);
                    if (length > Long.BYTES) {
                        break;
                    }
                    frameId += Words.signed(Words.varint(word));
                    at += length;
                    sink.framePush(frameId);
                } else if (type == FRAME_POP) {
                    sink.framePop((token >>> 4 & 15) + 1L);
                } else if (type == CONTEXT_SWITCH) {
                    sink.contextSwitch((long) Words.LONG.get(bytes, at));
                    at += Long.BYTES;
                } else {
                    break;
                }
                records++;
                start = at;
            }
        } finally {
            in.position = start;
            this.pointer = pointer;
            this.frameId = frameId;
            natives.frameId = nativeFrameId;
            this.records = records;
            this.allocationRecords = allocationRecords;
        }
    }

    @Override
    String frequentName(int token) {
        return switch (token & 15) {
            case ALLOCATION, NATIVE_ALLOCATION -> ALLOCATION_NAME;
            case FRAME_PUSH -> FRAME_PUSH_NAME;
            case FRAME_POP -> FRAME_POP_NAME;
            default -> CONTEXT_SWITCH_NAME;
        };
    }

    /** In version 7 zeros are not padding but records that were never written. */
    @Override
    boolean atEnd() throws IOException {
        boolean ended = super.atEnd();
        if (!version.trailer()) {
            while (!ended && in.bytes[in.position] == 0) {
                in.position++;
                ended = super.atEnd();
            }
        }
        return ended;
    }

    @Override
    boolean decodeOne() throws IOException {
        int token = in.u8();
        int type = token & 15;
        int flags = token >>> 4;
        if (decodeCommon(type)) {
            return false;
        }
        switch (type) {
            case OTHER -> {
                if (flags != 1 || !version.trailer()) {
                    throw new CaptureDamage(Rule.UNKNOWN_RECORD, token);
                }
                recordName = "TRAILER";
                sink.trailer();
            }
            case ALLOCATION -> decodeAllocation(flags, false);
            case NATIVE_ALLOCATION -> decodeAllocation(flags, true);
            case FRAME_DEFINITION -> decodeFrameDefinition((flags & 1) == 0);
            case FRAME_PUSH -> {
                recordName = FRAME_PUSH_NAME;
                requireThread();
                frameId += in.signedVarint();
                sink.framePush(frameId);
            }
            case FRAME_POP -> {
                recordName = FRAME_POP_NAME;
                requireThread();
                sink.framePop(flags + 1L);
            }
            case MEMORY -> {
                recordName = "MEMORY";
                long residentBytes = in.varint();
                sink.memory(header.startMillis() + in.varint(), residentBytes);
            }
            default -> throw new CaptureDamage(Rule.UNKNOWN_RECORD, token);
        }
        return type == OTHER;
    }

    private void decodeAllocation(int number, boolean withNativeFrame) throws IOException {
        recordName = ALLOCATION_NAME;
        requireThread();
        int allocator = ALLOCATORS[number];
        if (allocator == 0) {
            throw new CaptureDamage(Rule.UNKNOWN_ALLOCATOR, number);
        }
        pointer += in.signedVarint();
        long sizeBytes = withNativeFrame || !simpleFree(allocator) ? in.varint() : 0;
        if (withNativeFrame) {
            natives.frameId += in.signedVarint();
        }
        emit(sink, allocator, pointer, sizeBytes, withNativeFrame ? natives.frameId : 0);
        allocationRecords++;
    }

    private void decodeFrameDefinition(boolean entryFrame) throws IOException {
        recordName = "FRAME DEFINITION";
        frameId += in.signedVarint();
        String function = in.string(strings);
        String file = in.string(strings);
        line += (int) in.signedVarint();
        sink.frameDefinition(frameId, function, file, line, entryFrame);
    }
}
