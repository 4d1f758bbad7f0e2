package dev.heapcrest.report.text;

import dev.heapcrest.capture.CaptureSink;
import dev.heapcrest.capture.RecordStart;

/** Lines of the records that single allocations and aggregated captures have in common. */
abstract class CommonDump implements CaptureSink {
    final DumpLines lines;

    CommonDump(Appendable out) {
        lines = new DumpLines(out);
    }

    /** To be told where each record begins; each line says it. */
    public RecordStart starts() {
        return lines;
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
    public void codeObject(long id, String function, String file, int firstLine, byte[] lineTable) {
        lines.begin("CODE_OBJECT")
                .number("code_id", id)
                .text("function_name", function)
                .text("filename", file)
                .signed("firstlineno", firstLine)
                .number("linetable_size", lineTable.length)
                .end();
    }

    @Override
    public void frameDefinition(long id, String function, String file, int line, boolean entryFrame) {
        lines.begin("FRAME")
                .number("frame_id", id)
                .text("function_name", function)
                .text("filename", file)
                .signed("lineno", line)
                .number("is_entry_frame", entryFrame ? 1 : 0)
                .end();
    }

    @Override
    public void nativeFrame(long instructionPointer, long parentId) {
        lines.begin("NATIVE_FRAME_ID")
                .hex("ip", instructionPointer)
                .number("index", parentId)
                .end();
    }

    @Override
    public void memoryMapStart() {
        lines.begin("MEMORY_MAP_START").end();
    }

    @Override
    public void segmentHeader(String file, long segmentCount, long loadAddress) {
        lines.begin("SEGMENT_HEADER")
                .text("filename", file)
                .number("num_segments", segmentCount)
                .hex("addr", loadAddress)
                .end();
    }

    @Override
    public void segment(long virtualAddress, long sizeBytes) {
        lines.begin("SEGMENT")
                .hex("vaddr", virtualAddress)
                .number("size", sizeBytes)
                .end();
    }
}
