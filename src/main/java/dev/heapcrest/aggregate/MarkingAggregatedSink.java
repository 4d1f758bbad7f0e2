package dev.heapcrest.aggregate;

import dev.heapcrest.capture.AggregatedSink;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * Records of an aggregated native capture on their way to {@link AggregatedFigures}, with {@link NativeMarks}: a native
 * stack is one more node of the stack tree. Not thread-safe.
 */
final class MarkingAggregatedSink extends MarkedRecords implements AggregatedSink {
    private final AggregatedFigures sink;
    /** Number of each node of the capture in the sink, which has more. */
    private final IntArrayList numbers = new IntArrayList(new int[] {0});

    private int nodes;

    MarkingAggregatedSink(NativeMarks marks, AggregatedFigures sink) {
        super(marks, sink);
        this.sink = sink;
    }

    @Override
    public void aggregatedAllocation(
            long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures figures) {
        long stack = numbers.getInt((int) stackIndex);
        long frame = marks.frame(nativeFrameId, generation, sink);
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
        sink.codeFrameDefinition(frameId, codeId(codeObjectId, entryFrame), instructionOffset, true);
    }

    @Override
    public void memorySnapshot(long epochMillis, long residentBytes, long heapBytes) {
        sink.memorySnapshot(epochMillis, residentBytes, heapBytes);
    }
}
