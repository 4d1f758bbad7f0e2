package heapcrest.report.text;

import heapcrest.capture.Allocator;
import heapcrest.capture.CaptureHeader;
import heapcrest.capture.RecordSink;
import heapcrest.capture.RecordStart;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Prints records, one a line, in the words of {@code memray parse}. Output errors come as {@link UncheckedIOException},
 * for sinks cannot throw others.
 */
public final class RecordDump implements RecordSink {
    private final DumpLines lines;

    /** @param out a buffered writer; stays open */
    public RecordDump(Appendable out) {
        lines = new DumpLines(out);
    }

    /** To be told where each record begins; each line says it. */
    public RecordStart starts() {
        return lines;
    }

    /** The first line. */
    public static void header(CaptureHeader header, Appendable out) throws IOException {
        DumpLines.header(header, out);
    }

    @Override
    public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
        allocationLine(allocator, address, sizeBytes, nativeFrameId);
    }

    @Override
    public void deallocation(int allocator, long address, long sizeBytes) {
        allocationLine(allocator, address, sizeBytes, 0);
    }

    private void allocationLine(int allocator, long address, long sizeBytes, long nativeFrameId) {
        lines.begin("ALLOCATION")
                .hex("address", address)
                .number("size", sizeBytes)
                .text("allocator", Allocator.of(allocator).text())
                .number("native_frame_id", nativeFrameId)
                .end();
    }

    @Override
    public void codeFramePush(long codeObjectId, int instructionOffset, boolean entryFrame) {
        lines.begin("FRAME_PUSH")
                .number("code_object_id", codeObjectId)
                .number("instruction_offset", instructionOffset)
                .number("is_entry_frame", entryFrame ? 1 : 0)
                .end();
    }

    @Override
    public void framePush(long frameId) {
        lines.begin("FRAME_PUSH").number("frame_id", frameId).end();
    }

    @Override
    public void framePop(long count) {
        lines.begin("FRAME_POP").number("count", count).end();
    }

    @Override
    public void contextSwitch(long threadId) {
        lines.begin("CONTEXT_SWITCH").number("tid", threadId).end();
    }

    @Override
    public void threadName(String name) {
        lines.begin("THREAD").text("name", name).end();
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        lines.begin("MEMORY_RECORD")
                .number("time", epochMillis)
                .number("memory", residentBytes)
                .end();
    }

    @Override
    public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        lines.codeObject(codeObjectId, function, file, firstLine, lineTable);
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        lines.frameDefinition(frameId, function, file, line, entryFrame);
    }

    @Override
    public void object(boolean created, long address, long nativeFrameId) {
        lines.begin("OBJECT_RECORD")
                .hex("address", address)
                .number("is_created", created ? 1 : 0)
                .number("native_frame_id", nativeFrameId)
                .end();
    }

    @Override
    public void nativeFrame(long instructionPointer, long parentNativeFrameId) {
        lines.nativeFrame(instructionPointer, parentNativeFrameId);
    }

    @Override
    public void memoryMapStart() {
        lines.begin("MEMORY_MAP_START").end();
    }

    @Override
    public void segmentHeader(String file, long segmentCount, long loadAddress) {
        lines.segmentHeader(file, segmentCount, loadAddress);
    }

    @Override
    public void segment(long virtualAddress, long sizeBytes) {
        lines.segment(virtualAddress, sizeBytes);
    }

    @Override
    public void trailer() {
        lines.begin("TRAILER").end();
    }
}
