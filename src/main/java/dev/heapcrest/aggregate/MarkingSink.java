package dev.heapcrest.aggregate;

import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.stacks.StackTracker;

/** Records of a native capture on their way to a {@link StackTracker}, with {@link NativeMarks}. Not thread-safe. */
final class MarkingSink implements RecordSink {
    private final NativeMarks marks;
    private final StackTracker tracker;

    MarkingSink(NativeMarks marks, StackTracker tracker) {
        this.marks = marks;
        this.tracker = tracker;
    }

    /** Each code object is defined twice, for its plain frames and for inner ones. An id too high stays so. */
    static long codeId(long codeObjectId, boolean entryFrame) {
        return codeObjectId >>> (Long.SIZE - 2) != 0 ? codeObjectId : (codeObjectId << 1) | (entryFrame ? 0 : 1);
    }

    @Override
    public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
        long frame = nativeFrameId == 0
                ? 0
                : marks.frame(
                        nativeFrameId,
                        marks.generation(),
                        (id, function, line) -> tracker.frameDefinition(id, function, "", line, true));
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
    public void contextSwitch(long threadId) {
        tracker.contextSwitch(threadId);
    }

    @Override
    public void threadName(String name) {
        tracker.threadName(name);
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        tracker.memory(epochMillis, residentBytes);
    }

    @Override
    public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        tracker.codeObject(codeId(codeObjectId, true), function, file, firstLine, lineTable);
        tracker.codeObject(codeId(codeObjectId, false), NativeMarks.inner(function), file, firstLine, lineTable);
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        tracker.frameDefinition(frameId, entryFrame ? function : NativeMarks.inner(function), file, line, true);
    }

    @Override
    public void nativeFrame(long instructionPointer, long parentNativeFrameId) {
        marks.nativeFrame(instructionPointer, parentNativeFrameId);
    }

    @Override
    public void memoryMapStart() {
        marks.memoryMapStart();
    }

    @Override
    public void segmentHeader(String file, long segmentCount, long loadAddress) {
        marks.image(file, loadAddress);
    }

    @Override
    public void segment(long virtualAddress, long sizeBytes) {
        marks.segment(virtualAddress, sizeBytes);
    }
}
