package dev.heapcrest.aggregate;

import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.stacks.StackTracker;

/** Records of a native capture on their way to a {@link StackTracker}, with {@link NativeMarks}. Not thread-safe. */
final class MarkingSink extends MarkedRecords implements RecordSink {
    private final StackTracker tracker;

    MarkingSink(NativeMarks marks, StackTracker tracker) {
        super(marks, tracker);
        this.tracker = tracker;
    }

    @Override
    public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
        long frame = nativeFrameId == 0 ? 0 : marks.frame(nativeFrameId, marks.generation(), tracker);
        if (frame == 0) {
            tracker.allocation(allocator, address, sizeBytes, 0);
        } else {
            tracker.framePush(frame);
            tracker.allocation(allocator, address, sizeBytes, 0);
            tracker.framePop(1);
        }
    }

    @Override
    public void deallocation(int allocator, long address, long sizeBytes) {
        tracker.deallocation(allocator, address, sizeBytes);
    }

    @Override
    public void codeFramePush(long codeObjectId, int instructionOffset, boolean entryFrame) {
        tracker.codeFramePush(codeId(codeObjectId, entryFrame), instructionOffset, true);
    }

    @Override
    public void framePush(long frameId) {
        tracker.framePush(frameId);
    }

    @Override
    public void framePop(long count) {
        tracker.framePop(count);
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        tracker.memory(epochMillis, residentBytes);
    }
}
