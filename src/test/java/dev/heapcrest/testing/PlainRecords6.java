package dev.heapcrest.testing;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.testing.ByteCursor.Broken;
import dev.heapcrest.testing.ByteCursor.Cut;

/** Records of version 6 (docs/capture-format.md, section 7): structs, each with its thread. */
final class PlainRecords6 extends PlainAllocations {
    private static final int[] ALLOCATORS_6 = {0, 6, 5, 8, 7, 9, 11, 12, 13, 14, 15};

    PlainRecords6(ByteCursor in, CaptureHeader header, RecordSink sink) {
        super(in, header, sink);
    }

    @Override
    boolean read() throws Cut, Broken {
        if (in.end - in.at < 4) {
            while (in.at < in.end) {
                if (in.u8() != 0) {
                    throw new Cut();
                }
            }
            return false;
        }
        int type = in.i32();
        require(segmentsDue == 0 || type == 7, "a segment is missing");
        switch (type) {
            case 0 -> {
                return false;
            }
            case 1 -> {
                long threadId = in.i64();
                long address = in.i64();
                long size = in.i64();
                int number = in.i32();
                in.i32();
                long nativeId = in.i64();
                require(number >= 1 && number < ALLOCATORS_6.length, "unknown allocator");
                switchTo(threadId);
                allocation(ALLOCATORS_6[number], address, size, nativeId);
            }
            case 2 -> {
                long id = in.i64();
                String function = in.cstring();
                String file = in.cstring();
                int line = in.i32();
                require(frames.add(id), "a frame is defined twice");
                sink.frameDefinition(id, function, file, line, true);
            }
            case 3 -> {
                long id = in.i64();
                long threadId = in.i64();
                require(frames.contains(id), "an undefined frame is pushed");
                switchTo(threadId);
                push();
                sink.framePush(id);
            }
            case 4 -> {
                long ip = in.i64();
                int parent = in.i32();
                in.i32();
                nativeFrame(parent & 0xFFFFFFFFL);
                sink.nativeFrame(ip, parent & 0xFFFFFFFFL);
            }
            case 5 -> sink.memoryMapStart();
            case 6 -> {
                String file = in.cstring();
                long count = in.i64();
                long base = in.i64();
                segmentsDue = count;
                sink.segmentHeader(file, count, base);
            }
            case 7 -> {
                long address = in.i64();
                long size = in.i64();
                segment();
                sink.segment(address, size);
            }
            case 8 -> {
                long threadId = in.i64();
                int count = in.u8();
                in.array(7);
                switchTo(threadId);
                pop(count);
                sink.framePop(count);
            }
            case 9 -> {
                long threadId = in.i64();
                String name = in.cstring();
                switchTo(threadId);
                sink.threadName(name);
            }
            case 10 -> {
                long millis = in.i64();
                long resident = in.i64();
                sink.memory(millis, resident);
            }
            default -> throw new Broken("unknown record type " + type);
        }
        return true;
    }

    private void switchTo(long threadId) {
        if (!threadKnown || thread != threadId) {
            thread = threadId;
            threadKnown = true;
            sink.contextSwitch(threadId);
        }
    }
}
