package heapcrest.capture;

import java.io.IOException;

/** Aggregated captures, versions 10 to 13 (format, section 8). They are small: no path for frequent records. */
final class AggregatedRecordDecoder extends RecordStream {
    private static final int TRAILER = 15;

    /** Allocator numbers of versions 10 and 11 as {@link Allocator#number()}; 0 = none. */
    private static final int[] OLD_ALLOCATORS = {0, 6, 5, 8, 7, 9, 10, 11, 12, 13, 14, 15, 2, 3, 4, 1};

    private final AggregatedSink sink;
    private final AggregatedSink.Figures figures = new AggregatedSink.Figures();
    private final StringPool strings = new StringPool();
    private final NativeRecords natives;
    private final boolean codeObjects;
    private int firstLine;
    private long stackNodes;
    private boolean inThread;

    AggregatedRecordDecoder(
            ByteCursor in, WindowSource source, CaptureHeader header, FormatVersion version, AggregatedSink sink) {
        super(in, source, header, version);
        this.sink = sink;
        natives = new NativeRecords(in, strings, sink);
        codeObjects = version.records() == FormatVersion.Records.CODE_OBJECTS;
    }

    @Override
    boolean decodeOne() throws IOException {
        int token = in.u8();
        if (token != NativeRecords.SEGMENT) {
            natives.requireNoSegmentsDue();
        }
        if (NativeRecords.takes(token)) {
            recordName = NativeRecords.name(token);
            natives.decode(token);
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
            case 10 -> {
                recordName = "THREAD NAME";
                if (!inThread) {
                    throw new CaptureDamage("a record of a thread stands before the first CONTEXT SWITCH");
                }
                sink.threadName(in.string(strings));
            }
            case 12 -> {
                recordName = "CONTEXT SWITCH";
                sink.contextSwitch(in.i64());
                inThread = true;
            }
            case 13 -> decodeSurvivingObject();
            case 14 -> decodeCodeObject();
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
        int allocator = codeObjects ? number : OLD_ALLOCATORS[number];
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

    private void decodeCodeObject() throws IOException {
        recordName = "CODE OBJECT";
        if (!codeObjects) {
            throw new CaptureDamage("version " + version.number() + " has no code objects");
        }
        long id = in.varint();
        String function = in.string(strings);
        String file = in.string(strings);
        firstLine += (int) in.signedVarint();
        sink.codeObject(id, function, file, firstLine, in.lineTable(in.varint()));
    }
}
