package dev.heapcrest.testing;

import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.testing.ByteCursor.Broken;
import dev.heapcrest.testing.ByteCursor.Cut;

/** Records of aggregated captures (docs/capture-format.md, section 8). */
final class PlainAggregate extends PlainRecords {
    private final AggregatedSink sink;
    private long stackNodes;

    PlainAggregate(ByteCursor in, CaptureHeader header, AggregatedSink sink) {
        super(in, header);
        this.sink = sink;
    }

    @Override
    boolean read() throws Cut, Broken {
        int type = in.u8();
        boolean varints = header.version() >= 12;
        require(segmentsDue == 0 || type == 8, "a segment is missing");
        switch (type) {
            case 1 -> {
                long millis = in.i64();
                long resident = in.i64();
                long heap = in.i64();
                sink.memorySnapshot(millis, resident, heap);
            }
            case 2 -> {
                long threadId = in.i64();
                int number = in.u8();
                in.array(7);
                long nativeId = in.i64();
                long stack = in.i64();
                long generation = in.i64();
                AggregatedSink.Figures figures = new AggregatedSink.Figures();
                figures.peakCount = in.i64();
                figures.leakCount = in.i64();
                figures.peakBytes = in.i64();
                figures.leakBytes = in.i64();
                require(number >= 1 && number <= 15, "unknown allocator");
                require(stack >= 0 && stack <= stackNodes, "unknown stack");
                allocationRecords++;
                sink.aggregatedAllocation(
                        threadId, varints ? number : ALLOCATORS_7_TO_11[number], nativeId, stack, generation, figures);
            }
            case 3 -> {
                long frame = varints ? in.varint() : in.i64();
                long parent = varints ? in.varint() : in.i32() & 0xFFFFFFFFL;
                require(frames.contains(frame), "an undefined frame");
                require(parent >= 0 && parent <= stackNodes, "a parent that comes later");
                stackNodes++;
                sink.stackTreeNode(frame, parent);
            }
            case 4 -> {
                if (varints) {
                    long id = in.varint();
                    long code = in.varint();
                    int offset = (int) in.svarint();
                    boolean entry = in.bool();
                    require(codeObjects.contains(code), "an undefined code object");
                    require(frames.add(id), "a frame is defined twice");
                    sink.codeFrameDefinition(id, code, offset, entry);
                } else {
                    long id = in.i64();
                    String function = in.cstring();
                    String file = in.cstring();
                    int line = in.i32();
                    boolean entry = in.bool();
                    require(frames.add(id), "a frame is defined twice");
                    sink.frameDefinition(id, function, file, line, entry);
                }
            }
            case 5, 6, 7, 8 -> nativeRecord(type, sink);
            case 10 -> {
                String name = in.cstring();
                threadKnown();
                sink.threadName(name);
            }
            case 12 -> {
                thread = in.i64();
                threadKnown = true;
                sink.contextSwitch(thread);
            }
            case 13 -> {
                require(varints, "unknown token");
                long address = in.varint() * 8;
                sink.survivingObject(address, header.nativeTraces() ? in.varint() : 0);
            }
            case 14 -> {
                require(varints, "unknown token");
                CodeObject code = codeObject();
                sink.codeObject(code.id(), code.function(), code.file(), code.line(), code.table());
            }
            case 15 -> {
                trailer = true;
                sink.trailer();
            }
            default -> throw new Broken("unknown token " + type);
        }
        return true;
    }
}
