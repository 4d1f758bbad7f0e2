package dev.heapcrest.capture;

import dev.heapcrest.bytes.WindowSource;
import java.io.IOException;

/** Aggregated captures, versions 10 to 13 (docs/capture-format.md, section 8). Small: no path for frequent records. */
final class AggregatedRecordDecoder extends RecordStream<AggregatedSink> {
    /** First bytes of records (docs/capture-format.md, section 8); the others are those of all captures. */
    static final int MEMORY_SNAPSHOT = 1;

    static final int AGGREGATED_ALLOCATION = 2;
    static final int STACK_TREE_NODE = 3;
    static final int PYTHON_FRAME = 4;
    static final int SURVIVING_OBJECT = 13;
    static final int CODE_OBJECT = 14;
    static final int TRAILER = 15;

    private final AggregatedSink.Figures figures = new AggregatedSink.Figures();
    private final boolean codeObjects;
    private long stackNodes;
    /** Sums of figures without their signs. */
    private long peakBytesSum;

    private long peakCountSum;
    private long leakBytesSum;
    private long leakCountSum;

    AggregatedRecordDecoder(
            ByteCursor in, WindowSource source, CaptureHeader header, FormatVersion version, AggregatedSink sink) {
        super(in, source, header, version, sink);
        codeObjects = version.records() == FormatVersion.Records.CODE_OBJECTS;
    }

    @Override
    boolean decodeOne() throws IOException {
        int token = in.u8();
        if (decodeCommon(token)) {
            return false;
        }
        switch (token) {
            case MEMORY_SNAPSHOT -> {
                recordName = "MEMORY SNAPSHOT";
                long epochMillis = in.i64();
                long residentBytes = in.i64();
                sink.memorySnapshot(epochMillis, residentBytes, in.i64());
            }
            case AGGREGATED_ALLOCATION -> decodeAllocation();
            case STACK_TREE_NODE -> decodeStackNode();
            case PYTHON_FRAME -> decodeFrame();
            case SURVIVING_OBJECT -> decodeSurvivingObject();
            case CODE_OBJECT -> {
                recordName = "CODE OBJECT";
                if (!codeObjects) {
                    throw new CaptureDamage(Rule.CODE_OBJECT_IN_OLD_VERSION, version.number());
                }
                decodeCodeObject();
            }
            case TRAILER -> {
                recordName = "TRAILER";
                sink.trailer();
            }
            default -> throw new CaptureDamage(Rule.UNKNOWN_AGGREGATED_RECORD, token);
        }
        return token == TRAILER;
    }

    private void decodeAllocation() throws IOException {
        recordName = "AGGREGATED ALLOCATION";
        in.need(72);
        long threadId = in.i64();
        int number = (int) in.i64() & 0xFF;
        long nativeFrameId = in.i64();
        long stackIndex = in.i64();
        long generation = in.i64();
        figures.peakCount = in.i64();
        figures.leakCount = in.i64();
        figures.peakBytes = in.i64();
        figures.leakBytes = in.i64();
        if (number == 0 || number >= Allocator.NUMBER_LIMIT) {
            throw new CaptureDamage(Rule.UNKNOWN_ALLOCATOR, number);
        }
        if (Long.compareUnsigned(stackIndex, stackNodes) > 0) {
            throw new CaptureDamage(Rule.STACK_NODE_UNDEFINED, stackIndex);
        }
        requirePossibleSums();
        if (figures.peakBytes < 0 || figures.peakCount < 0 || figures.leakBytes < 0 || figures.leakCount < 0) {
            note(Rule.NEGATIVE_FIGURES, figures.peakBytes, figures.peakCount, figures.leakBytes, figures.leakCount);
        }
        int allocator = codeObjects ? number : FrameRecordDecoder.ALLOCATORS[number];
        sink.aggregatedAllocation(threadId, allocator, nativeFrameId, stackIndex, generation, figures);
        allocationRecords++;
    }

    /** However figures are added later, no sum of them overflows. */
    private void requirePossibleSums() {
        long peakBytes = sum(peakBytesSum, figures.peakBytes);
        long peakCount = sum(peakCountSum, figures.peakCount);
        long leakBytes = sum(leakBytesSum, figures.leakBytes);
        long leakCount = sum(leakCountSum, figures.leakCount);
        if (peakBytes < 0 || peakCount < 0 || leakBytes < 0 || leakCount < 0) {
            throw new CaptureDamage(
                    Rule.FIGURES_OVERFLOW, figures.peakBytes, figures.peakCount, figures.leakBytes, figures.leakCount);
        }
        peakBytesSum = peakBytes;
        peakCountSum = peakCount;
        leakBytesSum = leakBytes;
        leakCountSum = leakCount;
    }

    /** Adds a figure without its sign; below 0 where that overflows. */
    private static long sum(long sum, long figure) {
        return figure == Long.MIN_VALUE ? -1 : sum + Math.abs(figure);
    }

    private void decodeStackNode() throws IOException {
        recordName = "STACK TREE NODE";
        long frameId = codeObjects ? in.varint() : in.i64();
        long parent = codeObjects ? in.varint() : in.i32() & 0xFFFFFFFFL;
        if (Long.compareUnsigned(parent, stackNodes) > 0) {
            throw new CaptureDamage(Rule.STACK_PARENT_UNDEFINED, stackNodes + 1, parent);
        }
        stackNodes++;
        sink.stackTreeNode(frameId, parent);
    }

    private void decodeFrame() throws IOException {
        recordName = "PYTHON FRAME";
        if (codeObjects) {
            long frameId = in.varint();
            long codeObjectId = in.varint();
            int instructionOffset = (int) in.signedVarint();
            sink.codeFrameDefinition(frameId, codeObjectId, instructionOffset, in.u8() != 0);
        } else {
            long frameId = in.i64();
            String function = in.string(strings);
            String file = in.string(strings);
            int line = in.i32();
            sink.frameDefinition(frameId, function, file, line, in.u8() != 0);
        }
    }

    private void decodeSurvivingObject() throws IOException {
        recordName = "SURVIVING OBJECT";
        if (!codeObjects) {
            throw new CaptureDamage(Rule.SURVIVING_OBJECT_IN_OLD_VERSION, version.number());
        }
        long address = in.varint() << 3;
        sink.survivingObject(address, header.nativeTraces() ? in.varint() : 0);
    }
}
