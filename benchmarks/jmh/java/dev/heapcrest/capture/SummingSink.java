package dev.heapcrest.capture;

/** Adds up what it is told, so that nothing is optimised away. */
public final class SummingSink implements RecordSink {
    public long sum;
    long allocations;
    long deallocations;

    @Override
    public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
        allocations++;
        sum += allocator + address + sizeBytes + nativeFrameId;
    }

    @Override
    public void deallocation(int allocator, long address, long sizeBytes) {
        deallocations++;
        sum += allocator + address + sizeBytes;
    }

    @Override
    public void codeFramePush(long codeObjectId, int instructionOffset, boolean entryFrame) {
        sum += codeObjectId + instructionOffset;
    }

    @Override
    public void framePush(long frameId) {
        sum += frameId;
    }

    @Override
    public void framePop(long count) {
        sum += count;
    }

    @Override
    public void contextSwitch(long threadId) {
        sum += threadId;
    }

    @Override
    public void threadName(String name) {
        sum += name.length();
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        sum += epochMillis + residentBytes;
    }

    @Override
    public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        sum += lineTable.length;
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        sum += line;
    }
}
