package dev.heapcrest.testing;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordSink;
import java.util.Arrays;

/**
 * Writes captures that are not aggregated, of versions 6 to 13, as memray's own writer would: feed it records, then take
 * {@link #stream()} and pack it as a file with {@link CaptureFiles}.
 */
public final class CaptureWriter implements RecordSink {
    private static final int PYMALLOC_FREE = 1;
    private static final int FREE = 5;
    private static final int MUNMAP = 15;

    /** By the numbers of versions 12 and 13. */
    private static final int[] NUMBERS_6 = {0, 0, 0, 0, 0, 2, 1, 4, 3, 5, 0, 6, 7, 8, 9, 10};

    private static final int[] NUMBERS_7_TO_11 = {0, 15, 12, 13, 14, 2, 1, 4, 3, 5, 6, 7, 8, 9, 10, 11};

    private final CaptureHeader header;
    private final int version;
    private final ByteSink out = new ByteSink();
    private boolean ended;
    private long allocationRecords;

    private long thread;
    private long dataPointer;
    private long nativeFrame;
    private long instructionPointer;
    private long pythonFrame;
    private int pythonLine;
    private int firstLine;
    private final long[] recentAddresses = new long[15];

    public CaptureWriter(CaptureHeader header) {
        this.header = header;
        this.version = header.version();
        this.ended = version < 8;
    }

    /**
     * The header as it stands in the file: a count of 0 becomes that of the records when the program ends, as memray
     * writes its header a second time. Any other count is kept.
     */
    public CaptureHeader header() {
        return ended && header.allocationRecords() == 0 ? RandomProgram.counting(header, allocationRecords) : header;
    }

    /** Header and records so far, uncompressed, without padding. */
    public byte[] stream() {
        return head().array(out.toByteArray()).toByteArray();
    }

    public int headerSizeBytes() {
        return head().size();
    }

    private ByteSink head() {
        ByteSink head = new ByteSink();
        HeaderWriter.write(head, header());
        return head;
    }

    @Override
    public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
        write(allocator, address, sizeBytes, nativeFrameId);
    }

    @Override
    public void deallocation(int allocator, long address, long sizeBytes) {
        write(allocator, address, sizeBytes, 0);
    }

    private void write(int allocator, long address, long sizeBytes, long nativeFrameId) {
        allocationRecords++;
        boolean simpleFree = allocator == FREE || allocator == PYMALLOC_FREE;
        if (version == 6) {
            out.i32(1).i64(thread).i64(address).i64(sizeBytes).i32(NUMBERS_6[allocator]);
            out.garbage(4).i64(nativeFrameId);
        } else if (version < 12) {
            boolean withNative = header.nativeTraces() && !simpleFree && allocator != MUNMAP;
            out.u8(NUMBERS_7_TO_11[allocator] << 4 | (withNative ? 2 : 1));
            out.svarint(address - dataPointer);
            dataPointer = address;
            if (!simpleFree) {
                out.varint(sizeBytes);
            }
            if (withNative) {
                nativeDelta(nativeFrameId);
            }
        } else {
            int slot = slot(address);
            out.u8(0x80 | slot << 3 | (allocator < 8 ? allocator : 0));
            missedAddress(slot, address);
            if (allocator >= 8) {
                out.u8(allocator);
            }
            if (header.nativeTraces() && !simpleFree) {
                nativeDelta(nativeFrameId);
            }
            if (!simpleFree) {
                out.varint(sizeBytes);
            }
        }
    }

    private int slot(long address) {
        for (int i = 0; i < recentAddresses.length; i++) {
            if (recentAddresses[i] == address) {
                return i;
            }
        }
        return 15;
    }

    private void missedAddress(int slot, long address) {
        if (slot < 15) {
            return;
        }
        if (address % 8 != 0) {
            throw new IllegalArgumentException("versions 12 and 13 lose the low bits of " + address);
        }
        out.svarint((address >>> 3) - dataPointer);
        dataPointer = address >>> 3;
        System.arraycopy(recentAddresses, 0, recentAddresses, 1, 14);
        recentAddresses[0] = address;
    }

    private void nativeDelta(long nativeFrameId) {
        out.svarint(nativeFrameId - nativeFrame);
        nativeFrame = nativeFrameId;
    }

    @Override
    public void codeFramePush(long codeObjectId, int instructionOffset, boolean entryFrame) {
        out.u8(0x40 | (entryFrame ? 1 : 0)).varint(codeObjectId).svarint(instructionOffset);
    }

    @Override
    public void framePush(long frameId) {
        if (version == 6) {
            out.i32(3).i64(frameId).i64(thread);
        } else {
            out.u8(4).svarint(frameId - pythonFrame);
            pythonFrame = frameId;
        }
    }

    @Override
    public void framePop(long count) {
        if (version == 6) {
            out.i32(8).i64(thread).u8((int) count).garbage(7);
            return;
        }
        if (count < 1 || count > 16) {
            throw new IllegalArgumentException("one record pops 1 to 16 frames, not " + count);
        }
        out.u8(version < 12 ? (int) (count - 1) << 4 | 9 : 0x10 + (int) count - 1);
    }

    @Override
    public void contextSwitch(long threadId) {
        thread = threadId;
        if (version >= 7) {
            out.u8(12).i64(threadId);
        }
    }

    @Override
    public void threadName(String name) {
        if (version == 6) {
            out.i32(9).i64(thread).cstring(name);
        } else {
            out.u8(10).cstring(name);
        }
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        if (version == 6) {
            out.i32(10).i64(epochMillis).i64(residentBytes);
        } else {
            out.u8(version < 12 ? 11 : 2).varint(residentBytes).varint(epochMillis - header.startMillis());
        }
    }

    @Override
    public void codeObject(long codeObjectId, String function, String file, int line, byte[] lineTable) {
        out.u8(14).varint(codeObjectId).cstring(function).cstring(file).svarint(line - firstLine);
        firstLine = line;
        out.varint(lineTable.length).array(lineTable);
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        if (version == 6) {
            out.i32(2).i64(frameId).cstring(function).cstring(file).i32(line);
            return;
        }
        out.u8(entryFrame ? 3 : 0x13)
                .svarint(frameId - pythonFrame)
                .cstring(function)
                .cstring(file);
        out.svarint(line - pythonLine);
        pythonFrame = frameId;
        pythonLine = line;
    }

    @Override
    public void object(boolean created, long address, long nativeFrameId) {
        int slot = slot(address);
        out.u8(0x20 | slot << 1 | (created ? 1 : 0));
        missedAddress(slot, address);
        if (created && header.nativeTraces()) {
            nativeDelta(nativeFrameId);
        }
    }

    @Override
    public void nativeFrame(long ip, long parentNativeFrameId) {
        if (version == 6) {
            out.i32(4).i64(ip).i32((int) parentNativeFrameId).garbage(4);
            return;
        }
        out.u8(5).svarint(ip - instructionPointer);
        instructionPointer = ip;
        nativeDelta(parentNativeFrameId);
    }

    @Override
    public void memoryMapStart() {
        type(5, 6);
    }

    @Override
    public void segmentHeader(String file, long segmentCount, long loadAddress) {
        type(6, 7);
        out.cstring(file);
        if (version == 6) {
            out.i64(segmentCount);
        } else {
            out.varint(segmentCount);
        }
        out.i64(loadAddress);
    }

    @Override
    public void segment(long virtualAddress, long sizeBytes) {
        type(7, 8);
        out.i64(virtualAddress);
        if (version == 6) {
            out.i64(sizeBytes);
        } else {
            out.varint(sizeBytes);
        }
    }

    private void type(int type6, int type7) {
        if (version == 6) {
            out.i32(type6);
        } else {
            out.u8(type7);
        }
    }

    @Override
    public void trailer() {
        ended = true;
        if (version >= 8) {
            out.u8(version < 12 ? 0x10 : 0x01);
        }
    }

    @Override
    public String toString() {
        return "version " + version + ", " + out.size() + " bytes, recent " + Arrays.toString(recentAddresses);
    }
}
