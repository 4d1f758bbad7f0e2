package dev.heapcrest.testing;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.testing.ByteCursor.Broken;
import dev.heapcrest.testing.ByteCursor.Cut;

/** Records of versions 7 to 11 (docs/capture-format.md, section 6). */
final class PlainRecords7 extends PlainAllocations {
    private long pythonFrame;
    private int pythonLine;

    PlainRecords7(ByteCursor in, CaptureHeader header, RecordSink sink) {
        super(in, header, sink);
    }

    @Override
    boolean read() throws Cut, Broken {
        int token = in.u8();
        int type = token & 15;
        int flags = token >>> 4;
        if (token == 0 && header.version() == 7) {
            return false;
        }
        require(segmentsDue == 0 || type == 8, "a segment is missing");
        require(type == 0 || type == 1 || type == 2 || type == 3 || type == 9 || flags == 0, "unknown flags");
        switch (type) {
            case 0 -> {
                require(flags == 1 && header.version() >= 8, "unknown token");
                trailer = true;
                sink.trailer();
            }
            case 1 -> {
                require(flags >= 1, "unknown allocator");
                int allocator = ALLOCATORS_7_TO_11[flags];
                long address = dataPointer += in.svarint();
                long size = allocator == FREE || allocator == PYMALLOC_FREE ? 0 : in.varint();
                threadKnown();
                allocation(allocator, address, size, 0);
            }
            case 2 -> {
                require(flags >= 1, "unknown allocator");
                int allocator = ALLOCATORS_7_TO_11[flags];
                long address = dataPointer += in.svarint();
                long size = in.varint();
                long nativeId = nativeFrame += in.svarint();
                threadKnown();
                allocation(allocator, address, size, nativeId);
            }
            case 3 -> {
                require(flags <= 1, "unknown flags");
                long id = pythonFrame += in.svarint();
                String function = in.cstring();
                String file = in.cstring();
                int line = pythonLine += (int) in.svarint();
                require(frames.add(id), "a frame is defined twice");
                sink.frameDefinition(id, function, file, line, flags == 0);
            }
            case 4 -> {
                long id = pythonFrame += in.svarint();
                require(frames.contains(id), "an undefined frame is pushed");
                threadKnown();
                push();
                sink.framePush(id);
            }
            case 9 -> {
                threadKnown();
                pop(flags + 1);
                sink.framePop(flags + 1);
            }
            case 10 -> {
                String name = in.cstring();
                threadKnown();
                sink.threadName(name);
            }
            case 11 -> memory();
            case 12 -> contextSwitch();
            default -> nativeRecord(type, sink);
        }
        return true;
    }
}
