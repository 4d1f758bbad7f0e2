package dev.heapcrest.conformance;

import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.RecordSink;

/** Sinks that ignore everything. */
final class Silent {
    private Silent() {}

    static final class Records implements RecordSink {
        @Override
        public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {}

        @Override
        public void deallocation(int allocator, long address, long sizeBytes) {}

        @Override
        public void codeFramePush(long codeObjectId, int instructionOffset, boolean entryFrame) {}

        @Override
        public void framePush(long frameId) {}

        @Override
        public void framePop(long count) {}

        @Override
        public void contextSwitch(long threadId) {}

        @Override
        public void threadName(String name) {}

        @Override
        public void memory(long epochMillis, long residentBytes) {}

        @Override
        public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {}

        @Override
        public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {}
    }

    static final class Aggregated implements AggregatedSink {
        @Override
        public void memorySnapshot(long epochMillis, long residentBytes, long heapBytes) {}

        @Override
        public void aggregatedAllocation(
                long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures figures) {}

        @Override
        public void stackTreeNode(long frameId, long parentIndex) {}

        @Override
        public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {}

        @Override
        public void codeFrameDefinition(long frameId, long codeObjectId, int instructionOffset, boolean entryFrame) {}

        @Override
        public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {}

        @Override
        public void contextSwitch(long threadId) {}

        @Override
        public void threadName(String name) {}
    }
}
