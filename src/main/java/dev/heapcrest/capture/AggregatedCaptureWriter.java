package dev.heapcrest.capture;

import dev.heapcrest.bytes.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes an aggregated capture of header versions 10 to 13: the mirror of {@link Capture#readAggregated}
 * (docs/capture-format.md, sections 4 and 8). The caller keeps the order of records: definitions before uses.
 *
 * <p>The header is written at once, records by the methods of {@link AggregatedSink}; {@link #trailer} ends a complete
 * capture. What the stream throws comes unchecked, as from all sinks. Not thread-safe.
 */
public final class AggregatedCaptureWriter implements AggregatedSink {
    /** The oldest version that has aggregated captures. */
    public static final int OLDEST = 10;

    /** The newest one. */
    public static final int NEWEST = FormatVersion.NEWEST;

    private static final int ALLOCATION_BYTES = 73;
    /** Number of an allocator in versions 7 to 11 by its {@link Allocator#number()}. */
    private static final int[] OLD_NUMBERS = inverse(FrameRecordDecoder.ALLOCATORS);

    private final OutputStream out;
    private final boolean nativeTraces;
    private final boolean codeObjects;
    private byte[] buffer = new byte[1 << 13];
    private int end;
    private long instructionPointer;
    private long nativeFrame;
    private int firstLine;

    /**
     * Writes the header. Fields that its version does not have are left out.
     *
     * @param header aggregated, of version {@value #OLDEST} or later
     * @param out is written in larger pieces; neither flushed nor closed
     * @throws IllegalArgumentException if such a capture cannot be
     */
    public AggregatedCaptureWriter(CaptureHeader header, OutputStream out) {
        FormatVersion version = FormatVersion.find(header.version());
        if (version == null || !version.fileFormat() || !header.aggregated()) {
            throw new IllegalArgumentException("no aggregated capture of version " + header.version());
        }
        this.out = out;
        nativeTraces = header.nativeTraces();
        codeObjects = version.records() == FormatVersion.Records.CODE_OBJECTS;
        writeHeader(header, version);
    }

    private static int[] inverse(int[] numbers) {
        int[] inverse = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            inverse[numbers[i]] = i;
        }
        return inverse;
    }

    private void writeHeader(CaptureHeader header, FormatVersion version) {
        for (byte letter : HeaderDecoder.MAGIC) {
            u8(letter);
        }
        i32(version.number());
        if (version.pythonVersion()) {
            i32(header.pythonVersion());
        }
        flag(header.nativeTraces());
        flag(true);
        i64(header.allocationRecords());
        i64(header.frameCount());
        i64(header.startMillis());
        i64(header.endMillis());
        string(header.commandLine());
        i32(header.pid());
        i64(header.mainThreadId());
        i64(header.skippedMainThreadFrames());
        u8(header.pythonAllocator());
        if (version.allocatorTracing()) {
            flag(header.pythonAllocatorsTraced());
        }
        if (version.pythonVersion()) {
            flag(header.objectLifetimesTracked());
        }
        if (version.modulePaths()) {
            string(header.stdlibDirectory());
            strings(header.sitePackages());
            strings(header.modulePath());
        }
    }

    private void strings(List<String> strings) {
        strings.forEach(this::string);
        u8(0);
    }

    @Override
    public void memorySnapshot(long epochMillis, long residentBytes, long heapBytes) {
        u8(AggregatedRecordDecoder.MEMORY_SNAPSHOT);
        i64(epochMillis);
        i64(residentBytes);
        i64(heapBytes);
    }

    @Override
    public void aggregatedAllocation(
            long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures figures) {
        room(ALLOCATION_BYTES);
        u8(AggregatedRecordDecoder.AGGREGATED_ALLOCATION);
        i64(threadId);
        // a byte and its padding
        i64(codeObjects ? allocator : OLD_NUMBERS[allocator]);
        i64(nativeFrameId);
        i64(stackIndex);
        i64(generation);
        i64(figures.peakCount);
        i64(figures.leakCount);
        i64(figures.peakBytes);
        i64(figures.leakBytes);
    }

    @Override
    public void stackTreeNode(long frameId, long parentIndex) {
        u8(AggregatedRecordDecoder.STACK_TREE_NODE);
        if (codeObjects) {
            varint(frameId);
            varint(parentIndex);
        } else {
            i64(frameId);
            i32((int) parentIndex);
        }
    }

    /** Of versions 10 and 11 only. */
    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        u8(AggregatedRecordDecoder.PYTHON_FRAME);
        i64(frameId);
        string(function);
        string(file);
        i32(line);
        flag(entryFrame);
    }

    /** Of versions 12 and later only. */
    @Override
    public void codeFrameDefinition(long frameId, long codeObjectId, int instructionOffset, boolean entryFrame) {
        u8(AggregatedRecordDecoder.PYTHON_FRAME);
        varint(frameId);
        varint(codeObjectId);
        signedVarint(instructionOffset);
        flag(entryFrame);
    }

    /** Of versions 12 and later only. */
    @Override
    public void codeObject(long codeObjectId, String function, String file, int line, byte[] lineTable) {
        u8(AggregatedRecordDecoder.CODE_OBJECT);
        varint(codeObjectId);
        string(function);
        string(file);
        signedVarint(line - firstLine);
        firstLine = line;
        varint(lineTable.length);
        bytes(lineTable);
    }

    @Override
    public void contextSwitch(long threadId) {
        u8(RecordStream.CONTEXT_SWITCH);
        i64(threadId);
    }

    @Override
    public void threadName(String name) {
        u8(RecordStream.THREAD_NAME);
        string(name);
    }

    @Override
    public void survivingObject(long address, long nativeFrameId) {
        u8(AggregatedRecordDecoder.SURVIVING_OBJECT);
        varint(address >>> 3);
        if (nativeTraces) {
            varint(nativeFrameId);
        }
    }

    @Override
    public void nativeFrame(long pointer, long parentNativeFrameId) {
        u8(NativeRecords.NATIVE_FRAME);
        signedVarint(pointer - instructionPointer);
        signedVarint(parentNativeFrameId - nativeFrame);
        instructionPointer = pointer;
        nativeFrame = parentNativeFrameId;
    }

    @Override
    public void memoryMapStart() {
        u8(NativeRecords.MEMORY_MAP_START);
    }

    @Override
    public void segmentHeader(String file, long segmentCount, long loadAddress) {
        u8(NativeRecords.SEGMENT_HEADER);
        string(file);
        varint(segmentCount);
        i64(loadAddress);
    }

    @Override
    public void segment(long virtualAddress, long sizeBytes) {
        u8(NativeRecords.SEGMENT);
        i64(virtualAddress);
        varint(sizeBytes);
    }

    @Override
    public void trailer() {
        u8(AggregatedRecordDecoder.TRAILER);
    }

    /** Hands all that was written to the stream. Also needed where there is no trailer. */
    public void flush() {
        try {
            out.write(buffer, 0, end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        end = 0;
    }

    private void room(int count) {
        if (buffer.length - end < count) {
            flush();
            if (buffer.length < count) {
                buffer = new byte[count];
            }
        }
    }

    private void u8(int value) {
        room(1);
        buffer[end++] = (byte) value;
    }

    private void flag(boolean value) {
        u8(value ? 1 : 0);
    }

    private void i32(int value) {
        room(Integer.BYTES);
        Words.INT.set(buffer, end, value);
        end += Integer.BYTES;
    }

    private void i64(long value) {
        room(Long.BYTES);
        Words.LONG.set(buffer, end, value);
        end += Long.BYTES;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            u8(((int) rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        u8((int) rest);
    }

    private void signedVarint(long value) {
        varint((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    /** UTF-8; a zero would end the string too early, so there the text ends. */
    private void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Words.indexOfZero(utf8, 0, utf8.length);
        bytes(length == utf8.length ? utf8 : Arrays.copyOf(utf8, length));
        u8(0);
    }

    private void bytes(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, end, bytes.length);
        end += bytes.length;
    }
}
