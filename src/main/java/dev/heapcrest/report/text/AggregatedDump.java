package dev.heapcrest.report.text;

import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.Allocator;
import java.io.UncheckedIOException;

/** The same as {@link RecordDump} for aggregated captures; output errors come as {@link UncheckedIOException} too. */
public final class AggregatedDump extends CommonDump implements AggregatedSink {
    /** @param out a buffered writer; stays open */
    public AggregatedDump(Appendable out) {
        super(out);
    }

    /** Other words than for single allocations, as memray has them. */
    @Override
    public void threadName(String name) {
        lines.begin("THREAD_RECORD").text("name", name).end();
    }

    @Override
    public void nativeFrame(long instructionPointer, long parentId) {
        lines.begin("NATIVE_TRACE_INDEX")
                .hex("ip", instructionPointer)
                .number("index", parentId)
                .end();
    }

    @Override
    public void memorySnapshot(long epochMillis, long residentBytes, long heapBytes) {
        lines.begin("MEMORY_SNAPSHOT")
                .number("time", epochMillis)
                .number("rss", residentBytes)
                .number("heap", heapBytes)
                .end();
    }

    @Override
    public void aggregatedAllocation(
            long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures figures) {
        lines.begin("AGGREGATED_ALLOCATION")
                .number("tid", threadId)
                .text("allocator", Allocator.of(allocator).text())
                .number("native_frame_id", nativeFrameId)
                .number("python_frame_id", stackIndex)
                .number("native_segment_generation", generation)
                .signed("n_allocations_in_high_water_mark", figures.peakCount)
                .signed("n_allocations_leaked", figures.leakCount)
                .signed("bytes_in_high_water_mark", figures.peakBytes)
                .signed("bytes_leaked", figures.leakBytes)
                .end();
    }

    @Override
    public void stackTreeNode(long frameId, long parentIndex) {
        lines.begin("PYTHON_TRACE_INDEX")
                .number("frame_id", frameId)
                .number("parent_index", parentIndex)
                .end();
    }

    @Override
    public void codeFrameDefinition(long frameId, long codeObjectId, int instructionOffset, boolean entryFrame) {
        lines.begin("PYTHON_FRAME_INDEX")
                .number("frame_id", frameId)
                .number("code_object_id", codeObjectId)
                .number("instruction_offset", instructionOffset)
                .number("is_entry_frame", entryFrame ? 1 : 0)
                .end();
    }

    @Override
    public void survivingObject(long address, long nativeFrameId) {
        lines.begin("SURVIVING_OBJECT")
                .hex("address", address)
                .number("native_frame_id", nativeFrameId)
                .end();
    }

    @Override
    public void trailer() {
        lines.begin("AGGREGATED_TRAILER").end();
    }
}
