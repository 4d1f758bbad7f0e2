package dev.heapcrest.testing;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.testing.ByteCursor.Cut;
import dev.heapcrest.testing.PlainReader.Refusal;
import dev.heapcrest.testing.PlainReader.Refused;
import java.util.ArrayList;
import java.util.List;

/** Reads headers of all versions (docs/capture-format.md, section 4). */
final class PlainHeader {
    private PlainHeader() {}

    static CaptureHeader read(ByteCursor in) throws Cut, Refused {
        String magic = "memray\0";
        for (int i = 0; i < magic.length(); i++) {
            if (in.at == in.end && in.end > 0) {
                throw new Refused(Refusal.TRUNCATED_HEADER);
            }
            if (in.end == 0 || in.u8() != magic.charAt(i)) {
                throw new Refused(Refusal.NOT_A_CAPTURE);
            }
        }
        int version = in.i32();
        if (version < 6 || version > 13) {
            throw new Refused(Refusal.UNSUPPORTED);
        }
        int python = version >= 12 ? in.i32() : 0;
        boolean nativeTraces = in.bool();
        int format = version >= 10 ? in.u8() : 0;
        if (format > 1) {
            throw new Refused(Refusal.UNSUPPORTED);
        }
        long allocations = in.i64();
        long frameCount = in.i64();
        long start = in.i64();
        long stop = in.i64();
        String command = in.cstring();
        int pid = in.i32();
        long mainThread = version >= 9 ? in.i64() : 0;
        long skipped = version >= 9 ? in.i64() : 0;
        int allocator = version >= 8 ? in.u8() : in.i32();
        boolean traced = version >= 11 && in.bool();
        boolean lifetimes = version >= 12 && in.bool();
        String stdlib = version >= 13 ? in.cstring() : "";
        return new CaptureHeader(
                version,
                python,
                nativeTraces,
                format == 1,
                allocations,
                frameCount,
                start,
                stop,
                command,
                pid,
                mainThread,
                skipped,
                allocator,
                traced,
                lifetimes,
                stdlib,
                version >= 13 ? strings(in) : List.of(),
                version >= 13 ? strings(in) : List.of());
    }

    private static List<String> strings(ByteCursor in) throws Cut {
        List<String> strings = new ArrayList<>();
        for (String next = in.cstring(); !next.isEmpty(); next = in.cstring()) {
            strings.add(next);
        }
        return strings;
    }
}
