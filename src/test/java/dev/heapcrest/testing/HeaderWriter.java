package dev.heapcrest.testing;

import dev.heapcrest.capture.CaptureHeader;
import java.util.List;

/** Writes headers of versions 6 to 13 (docs/capture-format.md, section 4). */
final class HeaderWriter {
    private HeaderWriter() {}

    static void write(ByteSink out, CaptureHeader header) {
        int version = header.version();
        out.cstring("memray").i32(version);
        if (version >= 12) {
            out.i32(header.pythonVersion());
        }
        out.bool(header.nativeTraces());
        if (version >= 10) {
            out.bool(header.aggregated());
        }
        out.i64(header.allocationRecords()).i64(header.frameCount());
        out.i64(header.startMillis()).i64(header.endMillis());
        out.cstring(header.commandLine()).i32(header.pid());
        if (version >= 9) {
            out.i64(header.mainThreadId()).i64(header.skippedMainThreadFrames());
        }
        if (version >= 8) {
            out.u8(header.pythonAllocator());
        } else {
            out.i32(header.pythonAllocator());
        }
        if (version >= 11) {
            out.bool(header.pythonAllocatorsTraced());
        }
        if (version >= 12) {
            out.bool(header.objectLifetimesTracked());
        }
        if (version >= 13) {
            out.cstring(header.stdlibDirectory());
            strings(out, header.sitePackages());
            strings(out, header.modulePath());
        }
    }

    private static void strings(ByteSink out, List<String> strings) {
        strings.forEach(out::cstring);
        out.u8(0);
    }
}
