package dev.heapcrest.testing;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.testing.ByteCursor.Broken;
import dev.heapcrest.testing.ByteCursor.Cut;

/** What the streams of single allocations share. */
abstract class PlainAllocations extends PlainRecords {
    static final int PYMALLOC_FREE = 1;
    static final int FREE = 5;
    static final int MUNMAP = 15;

    final RecordSink sink;
    long dataPointer;

    PlainAllocations(ByteCursor in, CaptureHeader header, RecordSink sink) {
        super(in, header);
        this.sink = sink;
    }

    void allocation(int allocator, long address, long size, long nativeId) throws Broken {
        allocationRecords++;
        if (allocator == FREE || allocator == PYMALLOC_FREE || allocator == MUNMAP) {
            sink.deallocation(allocator, address, allocator == MUNMAP ? size : 0);
        } else {
            sink.allocation(allocator, address, size, nativeId);
        }
    }

    void memory() throws Cut, Broken {
        long resident = in.varint();
        long millis = in.varint();
        sink.memory(header.startMillis() + millis, resident);
    }

    void contextSwitch() throws Cut {
        thread = in.i64();
        threadKnown = true;
        sink.contextSwitch(thread);
    }
}
