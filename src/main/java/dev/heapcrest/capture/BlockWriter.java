package dev.heapcrest.capture;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a decoder finds into the blocks of a ring, on the decoder's thread. Its loop for frequent records fills the block
 * itself; all others are calls, and each says first where its record begins and how many came before.
 */
final class BlockWriter implements RecordSink, ReadProgress {
    /** Line tables on their way, but for the last one, which may be as long as a limit allows. */
    private static final long MOST_TABLE_BYTES = 2 << 20;

    private final BlockRing ring;
    private @Nullable RecordStream<?> decoder;
    private RecordBlock block;
    private long tableBytes;

    BlockWriter(BlockRing ring) {
        this.ring = ring;
        block = ring.first();
    }

    /** Who calls, and knows where the record begins that it decodes. */
    void callsComeFrom(RecordStream<?> caller) {
        decoder = caller;
    }

    private RecordStream<?> decoder() {
        return Objects.requireNonNull(decoder);
    }

    /**
     * A block for frequent records, with room for some.
     *
     * @param offset of position 0 of the decoder's window
     */
    RecordBlock forFrequent(long offset) {
        makeRoom();
        place(RecordBlock.FREQUENT, offset);
        return block;
    }

    /**
     * Hands on what is in the block.
     *
     * @param now the reader shall have it at once
     */
    void handOn(boolean now) {
        block = ring.filled(now);
    }

    private void makeRoom() {
        if (block.full()) {
            handOn(false);
        }
    }

    private void place(int number, long offset) {
        block.word(RecordBlock.first(RecordBlock.OTHER, number, 0));
        block.word(offset);
        block.word(decoder().in.inputBytes());
        block.word(decoder().records);
        block.word(decoder().allocationRecords);
    }

    /** A call with one value; the others follow. */
    private RecordBlock call(int kind, int number, long value) {
        makeRoom();
        place(RecordBlock.RECORD, decoder().recordOffset());
        block.text(decoder().recordName);
        block.word(RecordBlock.first(kind, number, 0));
        block.word(value);
        return block;
    }

    private RecordBlock call(int number, long value) {
        return call(RecordBlock.OTHER, number, value);
    }

    @Override
    public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
        RecordBlock call = call(RecordBlock.ANY_ALLOCATION, allocator);
        call.word(address);
        call.word(sizeBytes);
        call.word(nativeFrameId);
    }

    @Override
    public void deallocation(int allocator, long address, long sizeBytes) {
        RecordBlock call = call(RecordBlock.ANY_DEALLOCATION, allocator);
        call.word(address);
        call.word(sizeBytes);
    }

    @Override
    public void codeFramePush(long codeObjectId, int instructionOffset, boolean entryFrame) {
        RecordBlock call = call(RecordBlock.ANY_CODE_FRAME_PUSH, codeObjectId);
        call.word(instructionOffset);
        call.word(entryFrame ? 1 : 0);
    }

    @Override
    public void framePush(long frameId) {
        call(RecordBlock.ANY_FRAME_PUSH, frameId);
    }

    @Override
    public void framePop(long count) {
        call(RecordBlock.ANY_FRAME_POP, count);
    }

    @Override
    public void contextSwitch(long threadId) {
        call(RecordBlock.CONTEXT_SWITCH, 0, threadId);
    }

    @Override
    public void object(boolean created, long address, long nativeFrameId) {
        RecordBlock call = call(RecordBlock.OBJECT, created ? 1 : 0);
        call.word(address);
        call.word(nativeFrameId);
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        call(RecordBlock.MEMORY, epochMillis).word(residentBytes);
    }

    @Override
    public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        RecordBlock call = call(RecordBlock.CODE_OBJECT, codeObjectId);
        call.word(firstLine);
        call.text(function);
        call.text(file);
        call.text(lineTable);
        tableBytes += lineTable.length;
        if (tableBytes > MOST_TABLE_BYTES) {
            tableBytes = 0;
            handOn(true);
            ring.awaitEmpty();
        }
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        RecordBlock call = call(RecordBlock.FRAME_DEFINITION, frameId);
        call.word(line);
        call.word(entryFrame ? 1 : 0);
        call.text(function);
        call.text(file);
    }

    @Override
    public void threadName(String name) {
        call(RecordBlock.THREAD_NAME, 0).text(name);
    }

    @Override
    public void trailer() {
        call(RecordBlock.TRAILER, 0);
    }

    @Override
    public void nativeFrame(long instructionPointer, long parentNativeFrameId) {
        call(RecordBlock.NATIVE_FRAME, instructionPointer).word(parentNativeFrameId);
    }

    @Override
    public void memoryMapStart() {
        call(RecordBlock.MEMORY_MAP_START, 0);
    }

    @Override
    public void segmentHeader(String file, long segmentCount, long loadAddress) {
        RecordBlock call = call(RecordBlock.SEGMENT_HEADER, segmentCount);
        call.word(loadAddress);
        call.text(file);
    }

    @Override
    public void segment(long virtualAddress, long sizeBytes) {
        call(RecordBlock.SEGMENT, virtualAddress).word(sizeBytes);
    }

    /** Goes to the reader's thread like a record, and at once. */
    @Override
    public boolean advanced(long inputBytes, long inputSizeBytes, long records) {
        makeRoom();
        place(RecordBlock.ADVANCED, decoder().in.offset());
        handOn(true);
        return true;
    }
}
