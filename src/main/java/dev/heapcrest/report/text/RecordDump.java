package dev.heapcrest.report.text;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordSink;
import java.io.UncheckedIOException;

/**
 * Prints records, one a line, in the words of {@code memray parse}. Output errors come as {@link UncheckedIOException},
 * for sinks cannot throw others.
 */
public final class RecordDump extends CommonDump implements RecordSink {
    /** @param out a buffered writer; stays open */
    public RecordDump(Appendable out) {
        super(out);
    }

    /**
     * The first line.
     *
     * @param out a buffered writer; stays open
     */
    public static void header(CaptureHeader header, Appendable out) {
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
    public void memory(long epochMillis, long residentBytes) {
        lines.begin("MEMORY_RECORD")
                .number("time", epochMillis)
                .number("memory", residentBytes)
                .end();
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
    public void trailer() {
        lines.begin("TRAILER").end();
    }
}
