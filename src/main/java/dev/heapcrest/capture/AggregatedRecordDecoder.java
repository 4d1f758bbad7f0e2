package dev.heapcrest.capture;

import dev.heapcrest.bytes.WindowSource;
import java.io.IOException;

/** Aggregated captures, versions 10 to 13 (format, section 8). They are small: no path for frequent records. */
final class AggregatedRecordDecoder extends RecordStream<AggregatedSink> {
    private static final int TRAILER = 15;

    private final AggregatedSink.Figures figures = new AggregatedSink.Figures();
    private final boolean codeObjects;
    private long stackNodes;

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
            case 1 -> {
                recordName = "MEMORY SNAPSHOT";
                long epochMillis = in.i64();
                long residentBytes = in.i64();
                sink.memorySnapshot(epochMillis, residentBytes, in.i64());
            }
            case 2 -> decodeAllocation();
            case 3 -> decodeStackNode();
            case 4 -> decodeFrame();
            case 13 -> decodeSurvivingObject();
            case 14 -> {
                recordName = "CODE OBJECT";
                if (!codeObjects) {
                    throw new CaptureDamage("version " + version.number() + " has no code objects");
                }
                decodeCodeObject();
            }
            case TRAILER -> {
                recordName = "TRAILER";
                sink.trailer();
            }
            default -> throw new CaptureDamage("no record of an aggregated capture begins with byte " + token);
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
            throw new CaptureDamage("there is no allocator " + number);
        }
        if (Long.compareUnsigned(stackIndex, stackNodes) > 0) {
            throw new CaptureDamage("stack tree node " + Long.toUnsignedString(stackIndex) + " is not defined");
        }
        int allocator = codeObjects ? number : FrameRecordDecoder.ALLOCATORS[number];
        sink.aggregatedAllocation(threadId, allocator, nativeFrameId, stackIndex, generation, figures);
        allocationRecords++;
    }

    private void decodeStackNode() throws IOException {
        recordName = "STACK TREE NODE";
        long frameId = codeObjects ? in.varint() : in.i64();
        long parent = codeObjects ? in.varint() : in.i32() & 0xFFFFFFFFL;
        if (Long.compareUnsigned(parent, stackNodes) > 0) {
            throw new CaptureDamage("the parent of stack tree node " + (stackNodes + 1) + ", "
                    + Long.toUnsignedString(parent) + ", does not stand before it");
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
            throw new CaptureDamage("version " + version.number() + " has no surviving objects");
        }
        long address = in.varint() << 3;
        sink.survivingObject(address, header.nativeTraces() ? in.varint() : 0);
    }
}
