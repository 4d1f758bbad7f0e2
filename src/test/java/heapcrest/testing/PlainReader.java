package heapcrest.testing;

import heapcrest.capture.AggregatedSink;
import heapcrest.capture.CaptureHeader;
import heapcrest.capture.RecordSink;
import heapcrest.testing.ByteCursor.Broken;
import heapcrest.testing.ByteCursor.Cut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decodes captures of versions 6 to 13 from an array, word by word after the format document. */
public final class PlainReader {
    /** Why reading ended. */
    public enum End {
        COMPLETE,
        TRUNCATED,
        CORRUPT
    }

    /** What is wrong with a header. */
    public enum Refusal {
        NOT_A_CAPTURE,
        UNSUPPORTED,
        TRUNCATED_HEADER,
        MALFORMED_HEADER
    }

    /** The input has no header that could be used. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.toString());
            this.refusal = refusal;
        }

        public Refusal refusal() {
            return refusal;
        }
    }

    /**
     * How far reading came.
     *
     * @param offset end of the last whole record in the stream
     * @param problem null when complete
     */
    public record Ending(End end, long offset, long records, long allocationRecords, String problem) {}

    private static final int[] ALLOCATORS_6 = {0, 6, 5, 8, 7, 9, 11, 12, 13, 14, 15};
    private static final int[] ALLOCATORS_7_TO_11 = {0, 6, 5, 8, 7, 9, 10, 11, 12, 13, 14, 15, 2, 3, 4, 1};
    private static final int PYMALLOC_FREE = 1;
    private static final int FREE = 5;
    private static final int MUNMAP = 15;

    private final PlainContainer container;
    private final ByteCursor in;
    private final CaptureHeader header;
    private final int recordsStart;

    private long thread;
    private boolean threadKnown;
    private long dataPointer;
    private long nativeFrame;
    private long instructionPointer;
    private long pythonFrame;
    private int pythonLine;
    private int firstLine;
    private final long[] recentAddresses = new long[15];
    private long segmentsDue;
    private boolean trailer;
    private long allocationRecords;
    private long nativeFrames;
    private final Map<Long, Long> depths = new HashMap<>();
    private final Set<Long> frames = new HashSet<>();
    private final Set<Long> codeObjects = new HashSet<>();

    public PlainReader(byte[] file) throws Refused {
        this(PlainContainer.of(file));
    }

    public PlainReader(PlainContainer container) throws Refused {
        this.container = container;
        in = new ByteCursor(container.stream());
        try {
            header = readHeader(in);
        } catch (Cut cut) {
            throw new Refused(Refusal.TRUNCATED_HEADER);
        }
        recordsStart = in.at;
        if (!container.compressed() && header.version() >= 8) {
            while (in.end > 0 && container.stream()[in.end - 1] == 0) {
                in.end--;
            }
            // no exception for the header, whose last bytes can be zeros: memray has none either
            if (in.end < recordsStart) {
                throw new Refused(Refusal.TRUNCATED_HEADER);
            }
        }
    }

    public CaptureHeader header() {
        return header;
    }

    public boolean compressed() {
        return container.compressed();
    }

    private static CaptureHeader readHeader(ByteCursor in) throws Cut, Refused {
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

    private interface OneRecord {
        /** Reads one record; false if there was only padding. */
        boolean read() throws Cut, Broken;
    }

    public Ending read(RecordSink sink) {
        if (header.version() == 6) {
            return readAll(() -> record6(sink));
        }
        return readAll(header.version() < 12 ? () -> record7(sink) : () -> record12(sink));
    }

    public Ending readAggregated(AggregatedSink sink) {
        return readAll(() -> recordAggregated(sink));
    }

    private Ending readAll(OneRecord next) {
        in.at = recordsStart;
        long records = 0;
        int whole = in.at;
        while (true) {
            if (in.at == in.end) {
                End end = header.version() < 8 && container.whole() ? endByCount() : End.TRUNCATED;
                String problem = end == End.COMPLETE ? null : "records are missing";
                return new Ending(end, whole, records, allocationRecords, problem);
            }
            try {
                long allocationsBefore = allocationRecords;
                try {
                    if (next.read()) {
                        require(!trailer || endByCount() == End.COMPLETE, "the header counts other allocation records");
                        records++;
                        whole = in.at;
                    }
                } catch (Cut | Broken problem) {
                    allocationRecords = allocationsBefore;
                    throw problem;
                }
            } catch (Cut cut) {
                return new Ending(End.TRUNCATED, whole, records, allocationRecords, "inside a record");
            } catch (Broken broken) {
                return new Ending(End.CORRUPT, whole, records, allocationRecords, broken.getMessage());
            }
            if (trailer) {
                return new Ending(End.COMPLETE, whole, records, allocationRecords, null);
            }
        }
    }

    /** Section 4: the header is written again at the end, with the count; 0 in killed files and aggregated ones. */
    private End endByCount() {
        long counted = header.aggregated() ? 0 : header.allocationRecords();
        if (counted == 0 || counted == allocationRecords) {
            return End.COMPLETE;
        }
        return allocationRecords < counted ? End.TRUNCATED : End.CORRUPT;
    }

    // ---- version 6

    private boolean record6(RecordSink sink) throws Cut, Broken {
        if (in.end - in.at < 4) {
            while (in.at < in.end) {
                if (in.u8() != 0) {
                    throw new Cut();
                }
            }
            return false;
        }
        int type = in.i32();
        require(segmentsDue == 0 || type == 7, "a segment is missing");
        switch (type) {
            case 0 -> {
                return false;
            }
            case 1 -> {
                long threadId = in.i64();
                long address = in.i64();
                long size = in.i64();
                int number = in.i32();
                in.i32();
                long nativeId = in.i64();
                require(number >= 1 && number < ALLOCATORS_6.length, "unknown allocator");
                switchTo(threadId, sink);
                allocation(sink, ALLOCATORS_6[number], address, size, nativeId);
            }
            case 2 -> {
                long id = in.i64();
                String function = in.cstring();
                String file = in.cstring();
                int line = in.i32();
                require(frames.add(id), "a frame is defined twice");
                sink.frameDefinition(id, function, file, line, true);
            }
            case 3 -> {
                long id = in.i64();
                long threadId = in.i64();
                require(frames.contains(id), "an undefined frame is pushed");
                switchTo(threadId, sink);
                push();
                sink.framePush(id);
            }
            case 4 -> {
                long ip = in.i64();
                int parent = in.i32();
                in.i32();
                nativeFrame(parent & 0xFFFFFFFFL);
                sink.nativeFrame(ip, parent & 0xFFFFFFFFL);
            }
            case 5 -> sink.memoryMapStart();
            case 6 -> {
                String file = in.cstring();
                long count = in.i64();
                long base = in.i64();
                segmentsDue = count;
                sink.segmentHeader(file, count, base);
            }
            case 7 -> {
                long address = in.i64();
                long size = in.i64();
                segment();
                sink.segment(address, size);
            }
            case 8 -> {
                long threadId = in.i64();
                int count = in.u8();
                in.array(7);
                switchTo(threadId, sink);
                pop(count);
                sink.framePop(count);
            }
            case 9 -> {
                long threadId = in.i64();
                String name = in.cstring();
                switchTo(threadId, sink);
                sink.threadName(name);
            }
            case 10 -> {
                long millis = in.i64();
                long resident = in.i64();
                sink.memory(millis, resident);
            }
            default -> throw new Broken("unknown record type " + type);
        }
        return true;
    }

    private void switchTo(long threadId, RecordSink sink) {
        if (!threadKnown || thread != threadId) {
            thread = threadId;
            threadKnown = true;
            sink.contextSwitch(threadId);
        }
    }

    // ---- versions 7 to 11

    private boolean record7(RecordSink sink) throws Cut, Broken {
        int token = in.u8();
        int type = token & 15;
        int flags = token >>> 4;
        if (token == 0 && header.version() == 7) {
            return false;
        }
        require(segmentsDue == 0 || type == 8, "a segment is missing");
        require(type == 0 || type == 1 || type == 2 || type == 3 || type == 9 || flags == 0, "unknown flags");
        switch (type) {
            case 0 -> {
                require(flags == 1 && header.version() >= 8, "unknown token");
                trailer = true;
                sink.trailer();
            }
            case 1 -> {
                require(flags >= 1, "unknown allocator");
                int allocator = ALLOCATORS_7_TO_11[flags];
                long address = dataPointer += in.svarint();
                long size = allocator == FREE || allocator == PYMALLOC_FREE ? 0 : in.varint();
                threadKnown();
                allocation(sink, allocator, address, size, 0);
            }
            case 2 -> {
                require(flags >= 1, "unknown allocator");
                int allocator = ALLOCATORS_7_TO_11[flags];
                long address = dataPointer += in.svarint();
                long size = in.varint();
                long nativeId = nativeFrame += in.svarint();
                threadKnown();
                allocation(sink, allocator, address, size, nativeId);
            }
            case 3 -> {
                require(flags <= 1, "unknown flags");
                long id = pythonFrame += in.svarint();
                String function = in.cstring();
                String file = in.cstring();
                int line = pythonLine += (int) in.svarint();
                require(frames.add(id), "a frame is defined twice");
                sink.frameDefinition(id, function, file, line, flags == 0);
            }
            case 4 -> {
                long id = pythonFrame += in.svarint();
                require(frames.contains(id), "an undefined frame is pushed");
                threadKnown();
                push();
                sink.framePush(id);
            }
            case 9 -> {
                threadKnown();
                pop(flags + 1);
                sink.framePop(flags + 1);
            }
            case 10 -> {
                String name = in.cstring();
                threadKnown();
                sink.threadName(name);
            }
            case 11 -> memory(sink);
            case 12 -> contextSwitch(sink);
            default -> nativeRecord(type, sink);
        }
        return true;
    }

    // ---- versions 12 and 13

    private boolean record12(RecordSink sink) throws Cut, Broken {
        int token = in.u8();
        require(segmentsDue == 0 || token == 8, "a segment is missing");
        if (token >= 0x80) {
            long address = address(token >>> 3 & 15);
            int allocator = (token & 7) != 0 ? token & 7 : in.u8();
            require(allocator >= 1 && allocator <= MUNMAP, "unknown allocator");
            boolean simpleFree = allocator == FREE || allocator == PYMALLOC_FREE;
            long nativeId = header.nativeTraces() && !simpleFree ? nativeFrame += in.svarint() : 0;
            long size = simpleFree ? 0 : in.varint();
            threadKnown();
            allocation(sink, allocator, address, size, nativeId);
        } else if (token >= 0x40) {
            long code = in.varint();
            int offset = (int) in.svarint();
            require(codeObjects.contains(code), "an undefined code object is pushed");
            threadKnown();
            push();
            sink.codeFramePush(code, offset, (token & 1) != 0);
        } else if (token >= 0x20) {
            boolean created = (token & 1) != 0;
            long address = address(token >>> 1 & 15);
            long nativeId = header.nativeTraces() && created ? nativeFrame += in.svarint() : 0;
            threadKnown();
            sink.object(created, address, nativeId);
        } else if (token >= 0x10) {
            threadKnown();
            pop(token - 15);
            sink.framePop(token - 15);
        } else {
            switch (token) {
                case 1 -> {
                    trailer = true;
                    sink.trailer();
                }
                case 2 -> memory(sink);
                case 10 -> {
                    String name = in.cstring();
                    threadKnown();
                    sink.threadName(name);
                }
                case 12 -> contextSwitch(sink);
                case 14 -> {
                    CodeObject code = codeObject();
                    sink.codeObject(code.id, code.function, code.file, code.line, code.table);
                }
                default -> nativeRecord(token, sink);
            }
        }
        return true;
    }

    private long address(int slot) throws Cut, Broken {
        if (slot < 15) {
            return recentAddresses[slot];
        }
        dataPointer += in.svarint();
        System.arraycopy(recentAddresses, 0, recentAddresses, 1, 14);
        recentAddresses[0] = dataPointer * 8;
        return recentAddresses[0];
    }

    private record CodeObject(long id, String function, String file, int line, byte[] table) {}

    private CodeObject codeObject() throws Cut, Broken {
        long id = in.varint();
        String function = in.cstring();
        String file = in.cstring();
        firstLine += (int) in.svarint();
        byte[] table = in.array(in.varint());
        codeObjects.add(id);
        return new CodeObject(id, function, file, firstLine, table);
    }

    // ---- versions 7 to 13

    private void memory(RecordSink sink) throws Cut, Broken {
        long resident = in.varint();
        long millis = in.varint();
        sink.memory(header.startMillis() + millis, resident);
    }

    private void contextSwitch(RecordSink sink) throws Cut {
        thread = in.i64();
        threadKnown = true;
        sink.contextSwitch(thread);
    }

    private void nativeRecord(int type, RecordSink sink) throws Cut, Broken {
        switch (type) {
            case 5 -> {
                instructionPointer += in.svarint();
                nativeFrame += in.svarint();
                nativeFrame(nativeFrame);
                sink.nativeFrame(instructionPointer, nativeFrame);
            }
            case 6 -> sink.memoryMapStart();
            case 7 -> {
                String file = in.cstring();
                segmentsDue = in.varint();
                long base = in.i64();
                sink.segmentHeader(file, segmentsDue, base);
            }
            case 8 -> {
                long address = in.i64();
                long size = in.varint();
                segment();
                sink.segment(address, size);
            }
            default -> throw new Broken("unknown token " + type);
        }
    }

    // ---- aggregated

    private boolean recordAggregated(AggregatedSink sink) throws Cut, Broken {
        int type = in.u8();
        boolean varints = header.version() >= 12;
        require(segmentsDue == 0 || type == 8, "a segment is missing");
        switch (type) {
            case 1 -> {
                long millis = in.i64();
                long resident = in.i64();
                long heap = in.i64();
                sink.memorySnapshot(millis, resident, heap);
            }
            case 2 -> {
                long threadId = in.i64();
                int number = in.u8();
                in.array(7);
                long nativeId = in.i64();
                long stack = in.i64();
                long generation = in.i64();
                AggregatedSink.Figures figures = new AggregatedSink.Figures();
                figures.peakCount = in.i64();
                figures.leakCount = in.i64();
                figures.peakBytes = in.i64();
                figures.leakBytes = in.i64();
                require(number >= 1 && number <= 15, "unknown allocator");
                require(stack >= 0 && stack <= stackNodes, "unknown stack");
                allocationRecords++;
                sink.aggregatedAllocation(
                        threadId, varints ? number : ALLOCATORS_7_TO_11[number], nativeId, stack, generation, figures);
            }
            case 3 -> {
                long frame = varints ? in.varint() : in.i64();
                long parent = varints ? in.varint() : in.i32() & 0xFFFFFFFFL;
                require(frames.contains(frame), "an undefined frame");
                require(parent >= 0 && parent <= stackNodes, "a parent that comes later");
                stackNodes++;
                sink.stackTreeNode(frame, parent);
            }
            case 4 -> {
                if (varints) {
                    long id = in.varint();
                    long code = in.varint();
                    int offset = (int) in.svarint();
                    boolean entry = in.bool();
                    require(codeObjects.contains(code), "an undefined code object");
                    require(frames.add(id), "a frame is defined twice");
                    sink.codeFrameDefinition(id, code, offset, entry);
                } else {
                    long id = in.i64();
                    String function = in.cstring();
                    String file = in.cstring();
                    int line = in.i32();
                    boolean entry = in.bool();
                    require(frames.add(id), "a frame is defined twice");
                    sink.frameDefinition(id, function, file, line, entry);
                }
            }
            case 5 -> {
                instructionPointer += in.svarint();
                nativeFrame += in.svarint();
                nativeFrame(nativeFrame);
                sink.nativeFrame(instructionPointer, nativeFrame);
            }
            case 6 -> sink.memoryMapStart();
            case 7 -> {
                String file = in.cstring();
                segmentsDue = in.varint();
                sink.segmentHeader(file, segmentsDue, in.i64());
            }
            case 8 -> {
                long address = in.i64();
                long size = in.varint();
                segment();
                sink.segment(address, size);
            }
            case 10 -> {
                String name = in.cstring();
                threadKnown();
                sink.threadName(name);
            }
            case 12 -> {
                thread = in.i64();
                threadKnown = true;
                sink.contextSwitch(thread);
            }
            case 13 -> {
                require(varints, "unknown token");
                long address = in.varint() * 8;
                sink.survivingObject(address, header.nativeTraces() ? in.varint() : 0);
            }
            case 14 -> {
                require(varints, "unknown token");
                CodeObject code = codeObject();
                sink.codeObject(code.id, code.function, code.file, code.line, code.table);
            }
            case 15 -> {
                trailer = true;
                sink.trailer();
            }
            default -> throw new Broken("unknown token " + type);
        }
        return true;
    }

    private long stackNodes;

    // ---- rules

    private void allocation(RecordSink sink, int allocator, long address, long size, long nativeId) throws Broken {
        allocationRecords++;
        if (allocator == FREE || allocator == PYMALLOC_FREE || allocator == MUNMAP) {
            sink.deallocation(allocator, address, allocator == MUNMAP ? size : 0);
        } else {
            sink.allocation(allocator, address, size, nativeId);
        }
    }

    private void nativeFrame(long parent) throws Broken {
        require(parent >= 0 && parent <= nativeFrames, "a native frame whose parent comes later");
        nativeFrames++;
    }

    private void segment() throws Broken {
        require(segmentsDue > 0, "a segment without a header");
        segmentsDue--;
    }

    private void push() {
        depths.merge(thread, 1L, Long::sum);
    }

    private void pop(long count) throws Broken {
        long depth = depths.getOrDefault(thread, 0L);
        require(depth >= count, "more frames are popped than there are");
        depths.put(thread, depth - count);
    }

    private void threadKnown() throws Broken {
        require(threadKnown, "no context switch yet");
    }

    private static void require(boolean holds, String rule) throws Broken {
        if (!holds) {
            throw new Broken(rule);
        }
    }
}
