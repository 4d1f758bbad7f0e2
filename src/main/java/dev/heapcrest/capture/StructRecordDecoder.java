package dev.heapcrest.capture;

import dev.heapcrest.bytes.WindowSource;
import dev.heapcrest.bytes.Words;
import java.io.IOException;

/**
 * Version 6: C structs behind four-byte types (docs/capture-format.md, section 7). Thread ids that stand in every
 * record become context switches where they change.
 */
final class StructRecordDecoder extends RecordStream<RecordSink> {
    /** Types of records (docs/capture-format.md, section 7). */
    private static final int ALLOCATION_TYPE = 1;

    private static final int FRAME_DEFINITION_TYPE = 2;
    private static final int FRAME_PUSH_TYPE = 3;
    private static final int NATIVE_TRACE_INDEX_TYPE = 4;
    private static final int MEMORY_MAP_START_TYPE = 5;
    private static final int SEGMENT_HEADER_TYPE = 6;
    private static final int FRAME_POP_TYPE = 8;
    private static final int THREAD_NAME_TYPE = 9;
    private static final int MEMORY_TYPE = 10;

    private static final int TYPE_BYTES = Integer.BYTES;

    /** Allocator numbers of version 6 as {@link Allocator#number()}; 0 = none. */
    private static final int[] ALLOCATORS = {0, 6, 5, 8, 7, 9, 11, 12, 13, 14, 15};

    private static final int SEGMENT = 7;

    private long threadId;

    StructRecordDecoder(
            ByteCursor in, WindowSource source, CaptureHeader header, FormatVersion version, RecordSink sink) {
        super(in, source, header, version, sink);
    }

    /**
     * Skips zeros, which are records never written. Fewer bytes than a type has cannot be a record; if they are not
     * zeros, one was cut there.
     */
    @Override
    boolean atEnd() throws IOException {
        while (true) {
            while (in.end - in.position < TYPE_BYTES) {
                if (!in.advance()) {
                    return onlyZerosLeft();
                }
            }
            if ((int) Words.INT.get(in.bytes, in.position) != 0) {
                return false;
            }
            in.position += TYPE_BYTES;
        }
    }

    private boolean onlyZerosLeft() {
        for (int i = in.position; i < in.end; i++) {
            if (in.bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean decodeOne() throws IOException {
        int type = in.i32();
        if (type != SEGMENT) {
            natives.requireNoSegmentsDue();
        }
        switch (type) {
            case ALLOCATION_TYPE -> decodeAllocation();
            case FRAME_DEFINITION_TYPE -> {
                recordName = "FRAME DEFINITION";
                long frameId = in.i64();
                String function = in.string(strings);
                String file = in.string(strings);
                sink.frameDefinition(frameId, function, file, in.i32(), true);
            }
            case FRAME_PUSH_TYPE -> {
                recordName = "FRAME PUSH";
                long frameId = in.i64();
                switchTo(in.i64());
                sink.framePush(frameId);
            }
            case NATIVE_TRACE_INDEX_TYPE -> {
                recordName = "NATIVE TRACE INDEX";
                in.need(16);
                long instructionPointer = in.i64();
                long parent = in.i32() & 0xFFFFFFFFL;
                in.i32();
                sink.nativeFrame(instructionPointer, parent);
            }
            case MEMORY_MAP_START_TYPE -> {
                recordName = "MEMORY MAP START";
                natives.memoryMapStart();
            }
            case SEGMENT_HEADER_TYPE -> {
                recordName = "SEGMENT HEADER";
                String file = in.string(strings);
                long count = in.i64();
                natives.segmentHeader(file, count, in.i64());
            }
            case SEGMENT -> {
                recordName = "SEGMENT";
                long address = in.i64();
                natives.segment(address, in.i64());
            }
            case FRAME_POP_TYPE -> {
                recordName = "FRAME POP";
                long thread = in.i64();
                int count = (int) (in.i64() & 0xFF);
                switchTo(thread);
                if (count > 0) {
                    sink.framePop(count);
                }
            }
            case THREAD_NAME_TYPE -> {
                recordName = "THREAD NAME";
                long thread = in.i64();
                String name = in.string(strings);
                switchTo(thread);
                sink.threadName(name);
            }
            case MEMORY_TYPE -> {
                recordName = "MEMORY";
                long epochMillis = in.i64();
                sink.memory(epochMillis, in.i64());
            }
            default -> throw new CaptureDamage(Rule.UNKNOWN_RECORD_TYPE, type & 0xFFFF_FFFFL);
        }
        return false;
    }

    private void decodeAllocation() throws IOException {
        recordName = "ALLOCATION";
        in.need(40);
        long thread = in.i64();
        long address = in.i64();
        long sizeBytes = in.i64();
        int number = in.i32();
        in.i32();
        long nativeFrameId = in.i64();
        if (number <= 0 || number >= ALLOCATORS.length) {
            throw new CaptureDamage(Rule.UNKNOWN_ALLOCATOR, number & 0xFFFF_FFFFL);
        }
        switchTo(thread);
        emit(sink, ALLOCATORS[number], address, sizeBytes, nativeFrameId);
        allocationRecords++;
    }

    private void switchTo(long thread) {
        if (!inThread || thread != threadId) {
            sink.contextSwitch(thread);
            inThread = true;
            threadId = thread;
        }
    }
}
