package dev.heapcrest.aggregate;

import dev.heapcrest.capture.AggregatedSink;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * Records of an aggregated native capture on their way to {@link AggregatedFigures}, with {@link NativeMarks}: a native
 * stack is one more node of the stack tree. Not thread-safe.
 */
final class MarkingAggregatedSink implements AggregatedSink {
    private final NativeMarks marks;
    private final AggregatedFigures sink;
    /** Number of each node of the capture in the sink, which has more. */
    private final IntArrayList numbers = new IntArrayList(new int[] {0});

    private int nodes;

    MarkingAggregatedSink(NativeMarks marks, AggregatedFigures sink) {
        this.marks = marks;
        this.sink = sink;
    }

    @Override
    public void aggregatedAllocation(
            long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures figures) {
        long stack = numbers.getInt((int) stackIndex);
        long frame = marks.frame(
                nativeFrameId, generation, (id, function, line) -> sink.frameDefinition(id, function, "", line, true));
        if (frame != 0) {
            sink.stackTreeNode(frame, stack);
            stack = ++nodes;
        }
        sink.aggregatedAllocation(threadId, allocator, 0, stack, 0, figures);
    }

    @Override
    public void stackTreeNode(long frameId, long parentIndex) {
        sink.stackTreeNode(frameId, numbers.getInt((int) parentIndex));
        numbers.add(++nodes);
    }

    @Override
    public void codeFrameDefinition(long frameId, long codeObjectId, int instructionOffset, boolean entryFrame) {
        sink.codeFrameDefinition(frameId, MarkingSink.codeId(codeObjectId, entryFrame), instructionOffset, true);
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        sink.frameDefinition(frameId, entryFrame ? function : NativeMarks.inner(function), file, line, true);
    }

    @Override
    public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        sink.codeObject(MarkingSink.codeId(codeObjectId, true), function, file, firstLine, lineTable);
        sink.codeObject(
                MarkingSink.codeId(codeObjectId, false), NativeMarks.inner(function), file, firstLine, lineTable);
    }

    @Override
    public void contextSwitch(long threadId) {
        sink.contextSwitch(threadId);
    }

    @Override
    public void threadName(String name) {
        sink.threadName(name);
    }

    @Override
    public void memorySnapshot(long epochMillis, long residentBytes, long heapBytes) {
        sink.memorySnapshot(epochMillis, residentBytes, heapBytes);
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
