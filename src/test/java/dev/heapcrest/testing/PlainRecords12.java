package dev.heapcrest.testing;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.testing.ByteCursor.Broken;
import dev.heapcrest.testing.ByteCursor.Cut;

/** Records of versions 12 and 13 (docs/capture-format.md, section 5). */
final class PlainRecords12 extends PlainAllocations {
    private final long[] recentAddresses = new long[15];

    PlainRecords12(ByteCursor in, CaptureHeader header, RecordSink sink) {
        super(in, header, sink);
    }

    @Override
    boolean read() throws Cut, Broken {
        int token = in.u8();
        require(segmentsDue == 0 || token == 8, "a segment is missing");
        if (token >= 0x80) {
            long address = address(token >>> 3 & 15);
            int allocator = (token & 7) != 0 ? token & 7 : in.u8();
            require(allocator >= 1 && allocator <= MUNMAP, "unknown allocator");
            boolean simpleFree = allocator == FREE || allocator == PYMALLOC_FREE;
            long nativeId = header.nativeTraces() && !simpleFree ? nativeFrame += in.svarint() : 0;
            long size = simpleFree ? 0 : in.varint();
            threadKnown();
            allocation(allocator, address, size, nativeId);
        } else if (token >= 0x40) {
            long code = in.varint();
            int offset = (int) in.svarint();
            require(codeObjects.contains(code), "an undefined code object is pushed");
            threadKnown();
            push();
            sink.codeFramePush(code, offset, (token & 1) != 0);
        } else if (token >= 0x20) {
            boolean created = (token & 1) != 0;
            long address = address(token >>> 1 & 15);
            long nativeId = header.nativeTraces() && created ? nativeFrame += in.svarint() : 0;
            threadKnown();
            sink.object(created, address, nativeId);
        } else if (token >= 0x10) {
            threadKnown();
            pop(token - 15);
            sink.framePop(token - 15);
        } else {
            switch (token) {
                case 1 -> {
                    trailer = true;
                    sink.trailer();
                }
                case 2 -> memory();
                case 10 -> {
                    String name = in.cstring();
                    threadKnown();
                    sink.threadName(name);
                }
                case 12 -> contextSwitch();
                case 14 -> {
                    CodeObject code = codeObject();
                    sink.codeObject(code.id(), code.function(), code.file(), code.line(), code.table());
                }
                default -> nativeRecord(token, sink);
            }
        }
        return true;
    }

    private long address(int slot) throws Cut, Broken {
        if (slot < 15) {
            return recentAddresses[slot];
        }
        dataPointer += in.svarint();
        System.arraycopy(recentAddresses, 0, recentAddresses, 1, 14);
        recentAddresses[0] = dataPointer * 8;
        return recentAddresses[0];
    }
}
