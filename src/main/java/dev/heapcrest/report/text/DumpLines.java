package dev.heapcrest.report.text;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordStart;
import dev.heapcrest.report.VisibleText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/**
 * Lines of {@code KIND name=value ... offset=N}; what the two dumps have in common. The offset, in the capture after
 * decompression, comes last: the beginning of a line is as memray prints it.
 */
final class DumpLines implements RecordStart {
    private final Appendable out;
    private final StringBuilder line = new StringBuilder(256);
    private long recordOffset;

    DumpLines(Appendable out) {
        this.out = out;
    }

    static void header(CaptureHeader header, Appendable out) {
        new DumpLines(out)
                .begin("HEADER")
                .text("magic", "memray")
                .number("version", header.version())
                .text("python_version", HexFormat.of().toHexDigits(header.pythonVersion()))
                .text("native_traces", Boolean.toString(header.nativeTraces()))
                .text("file_format", header.aggregated() ? "AGGREGATED_ALLOCATIONS" : "ALL_ALLOCATIONS")
                .number("n_allocations", header.allocationRecords())
                .number("n_frames", header.frameCount())
                .signed("start_time", header.startMillis())
                .signed("end_time", header.endMillis())
                .signed("pid", header.pid())
                .number("main_tid", header.mainThreadId())
                .number("skipped_frames_on_main_tid", header.skippedMainThreadFrames())
                .text("command_line", header.commandLine())
                .text("python_allocator", header.pythonAllocatorName())
                .text("trace_python_allocators", Boolean.toString(header.pythonAllocatorsTraced()))
                .text("track_object_lifetimes", Boolean.toString(header.objectLifetimesTracked()))
                .end();
    }

    @Override
    public void recordAt(long streamOffset) {
        recordOffset = streamOffset;
    }

    DumpLines begin(String kind) {
        line.setLength(0);
        line.append(kind);
        return this;
    }

    DumpLines hex(String name, long value) {
        return text(name, "0x" + Long.toHexString(value));
    }

    /** Unsigned, as ids and sizes are. */
    DumpLines number(String name, long value) {
        return text(name, Long.toUnsignedString(value));
    }

    DumpLines signed(String name, long value) {
        return text(name, Long.toString(value));
    }

    DumpLines text(String name, String value) {
        line.append(' ').append(name).append('=').append(VisibleText.of(value));
        return this;
    }

    void end() {
        number("offset", recordOffset);
        try {
            out.append(line.append('\n'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
