package dev.heapcrest.aggregate;

import dev.heapcrest.capture.CaptureSink;
import dev.heapcrest.capture.NativeForwarding;
import dev.heapcrest.capture.NativeSink;

/**
 * What both kinds of captures have of a native capture's records, on their way to another sink, with {@link NativeMarks}.
 * Python frames are told apart by their functions, so all are entry frames there. Not thread-safe.
 */
abstract class MarkedRecords implements CaptureSink, NativeForwarding {
    final NativeMarks marks;
    private final CaptureSink sink;

    MarkedRecords(NativeMarks marks, CaptureSink sink) {
        this.marks = marks;
        this.sink = sink;
    }

    /** Each code object is defined twice, for its plain frames and for inner ones. An id too high stays so. */
    static long codeId(long codeObjectId, boolean entryFrame) {
        return codeObjectId >>> (Long.SIZE - 2) != 0 ? codeObjectId : (codeObjectId << 1) | (entryFrame ? 0 : 1);
    }

    @Override
    public final NativeSink natives() {
        return marks;
    }

    @Override
    public final void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        sink.codeObject(codeId(codeObjectId, true), function, file, firstLine, lineTable);
        sink.codeObject(codeId(codeObjectId, false), NativeMarks.inner(function), file, firstLine, lineTable);
    }

    @Override
    public final void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        sink.frameDefinition(frameId, entryFrame ? function : NativeMarks.inner(function), file, line, true);
    }

    @Override
    public final void contextSwitch(long threadId) {
        sink.contextSwitch(threadId);
    }

    @Override
    public final void threadName(String name) {
        sink.threadName(name);
    }
}
