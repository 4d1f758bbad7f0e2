package dev.heapcrest.testing;

import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.CaptureHeader;

/** Writes aggregated captures of versions 10 to 13 (docs/capture-format.md, section 8). */
public final class AggregatedCaptureWriter implements AggregatedSink {
    private static final int[] NUMBERS_7_TO_11 = {0, 15, 12, 13, 14, 2, 1, 4, 3, 5, 6, 7, 8, 9, 10, 11};

    private final CaptureHeader header;
    private final boolean varints;
    private final ByteSink out = new ByteSink();
    private long nativeFrame;
    private long instructionPointer;
    private int firstLine;

    public AggregatedCaptureWriter(CaptureHeader header) {
        this.header = header;
        this.varints = header.version() >= 12;
        HeaderWriter.write(out, header);
    }

    /** Header and records so far, uncompressed, without padding. */
    public byte[] stream() {
        return out.toByteArray();
    }

    @Override
    public void memorySnapshot(long epochMillis, long residentBytes, long heapBytes) {
        out.u8(1).i64(epochMillis).i64(residentBytes).i64(heapBytes);
    }

    @Override
    public void aggregatedAllocation(
            long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures figures) {
        out.u8(2)
                .i64(threadId)
                .u8(varints ? allocator : NUMBERS_7_TO_11[allocator])
                .garbage(7);
        out.i64(nativeFrameId).i64(stackIndex).i64(generation);
        out.i64(figures.peakCount).i64(figures.leakCount).i64(figures.peakBytes).i64(figures.leakBytes);
    }

    @Override
    public void stackTreeNode(long frameId, long parentIndex) {
        out.u8(3);
        if (varints) {
            out.varint(frameId).varint(parentIndex);
        } else {
            out.i64(frameId).i32((int) parentIndex);
        }
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        out.u8(4).i64(frameId).cstring(function).cstring(file).i32(line).bool(entryFrame);
    }

    @Override
    public void codeFrameDefinition(long frameId, long codeObjectId, int instructionOffset, boolean entryFrame) {
        out.u8(4)
                .varint(frameId)
                .varint(codeObjectId)
                .svarint(instructionOffset)
                .bool(entryFrame);
    }

    @Override
    public void codeObject(long codeObjectId, String function, String file, int line, byte[] lineTable) {
        out.u8(14).varint(codeObjectId).cstring(function).cstring(file).svarint(line - firstLine);
        firstLine = line;
        out.varint(lineTable.length).array(lineTable);
    }

    @Override
    public void contextSwitch(long threadId) {
        out.u8(12).i64(threadId);
    }

    @Override
    public void threadName(String name) {
        out.u8(10).cstring(name);
    }

    @Override
    public void survivingObject(long address, long nativeFrameId) {
        out.u8(13).varint(address >>> 3);
        if (header.nativeTraces()) {
            out.varint(nativeFrameId);
        }
    }

    @Override
    public void nativeFrame(long ip, long parentNativeFrameId) {
        out.u8(5).svarint(ip - instructionPointer).svarint(parentNativeFrameId - nativeFrame);
        instructionPointer = ip;
        nativeFrame = parentNativeFrameId;
    }

    @Override
    public void memoryMapStart() {
        out.u8(6);
    }

    @Override
    public void segmentHeader(String file, long segmentCount, long loadAddress) {
        out.u8(7).cstring(file).varint(segmentCount).i64(loadAddress);
    }

    @Override
    public void segment(long virtualAddress, long sizeBytes) {
        out.u8(8).i64(virtualAddress).varint(sizeBytes);
    }

    @Override
    public void trailer() {
        out.u8(15);
    }
}
