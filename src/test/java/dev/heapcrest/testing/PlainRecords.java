package dev.heapcrest.testing;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.NativeSink;
import dev.heapcrest.testing.ByteCursor.Broken;
import dev.heapcrest.testing.ByteCursor.Cut;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the record streams of all versions share: registers, what was defined so far, and the rules about it. */
abstract class PlainRecords {
    static final int[] ALLOCATORS_7_TO_11 = {0, 6, 5, 8, 7, 9, 10, 11, 12, 13, 14, 15, 2, 3, 4, 1};

    final ByteCursor in;
    final CaptureHeader header;

    long thread;
    boolean threadKnown;
    long nativeFrame;
    long instructionPointer;
    int firstLine;
    long segmentsDue;
    final Set<Long> frames = new HashSet<>();
    final Set<Long> codeObjects = new HashSet<>();

    boolean trailer;
    long allocationRecords;

    private long nativeFrames;
    private final Map<Long, Long> depths = new HashMap<>();

    PlainRecords(ByteCursor in, CaptureHeader header) {
        this.in = in;
        this.header = header;
    }

    /** Reads one record; false if there was only padding. */
    abstract boolean read() throws Cut, Broken;

    record CodeObject(long id, String function, String file, int line, byte[] table) {}

    CodeObject codeObject() throws Cut, Broken {
        long id = in.varint();
        String function = in.cstring();
        String file = in.cstring();
        firstLine += (int) in.svarint();
        byte[] table = in.array(in.varint());
        codeObjects.add(id);
        return new CodeObject(id, function, file, firstLine, table);
    }

    /** A record of native stacks, which are alike from version 7 on and in both kinds of captures. */
    void nativeRecord(int type, NativeSink sink) throws Cut, Broken {
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

    void nativeFrame(long parent) throws Broken {
        require(parent >= 0 && parent <= nativeFrames, "a native frame whose parent comes later");
        nativeFrames++;
    }

    void segment() throws Broken {
        require(segmentsDue > 0, "a segment without a header");
        segmentsDue--;
    }

    void push() {
        depths.merge(thread, 1L, Long::sum);
    }

    void pop(long count) throws Broken {
        long depth = depths.getOrDefault(thread, 0L);
        require(depth >= count, "more frames are popped than there are");
        depths.put(thread, depth - count);
    }

    void threadKnown() throws Broken {
        require(threadKnown, "no context switch yet");
    }

    static void require(boolean holds, String rule) throws Broken {
        if (!holds) {
            throw new Broken(rule);
        }
    }
}
