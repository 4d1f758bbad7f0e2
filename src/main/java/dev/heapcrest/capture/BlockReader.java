package dev.heapcrest.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls in blocks, on the thread that wants the records. Where a sink finds damage, it knows what the decoder
 * would have told, had it made that call itself.
 */
final class BlockReader {
    private final RecordSink sink;
    private final ReadProgress progress;
    private final long inputSizeBytes;
    private final boolean compressed;

    /** Frequent records were announced last, and nothing else since. */
    private boolean frequent;

    /** Offset of position 0 of the window of frequent records; of another record, or of all that was read, its own. */
    private long offset;

    private long inputBytes;
    private long records;

    private long allocationRecords;
    private String name = "";

    /** Where the call is that is made. */
    private int at;

    private int objects;

    /** What a block told last; where the caller ended the reading. */
    private @Nullable Coverage stopped;

    BlockReader(RecordSink sink, ReadProgress progress, long inputSizeBytes, boolean compressed) {
        this.sink = sink;
        this.progress = progress;
        this.inputSizeBytes = inputSizeBytes;
        this.compressed = compressed;
    }

    /**
     * Makes the calls of a block.
     *
     * @return null to go on; else why the reading ends here
     */
    @Nullable
    Coverage read(RecordBlock block) {
        objects = 0;
        try {
            makeCalls(block);
        } catch (CaptureDamage damage) {
            return damaged(block, damage);
        }
        return stopped;
    }

    /** The loop in which nearly all of its time goes; other calls are out of its way. */
    private void makeCalls(RecordBlock block) {
        RecordSink sink = this.sink;
        long[] words = block.words;
        int count = block.wordCount;
        long records = this.records;
        long allocationRecords = this.allocationRecords;
        int at = 0;
        try {
            while (at < count) {
                long word = words[at];
                int number = (int) word >>> RecordBlock.NUMBER_SHIFT & RecordBlock.NUMBER_MASK;
                long value = word >>> RecordBlock.VALUE_SHIFT;
                switch ((int) word & RecordBlock.KIND_MASK) {
                    case RecordBlock.ALLOCATION -> {
                        sink.allocation(number, value, words[at + 1], 0);
                        at += 2;
                        allocationRecords++;
                    }
                    case RecordBlock.NATIVE_ALLOCATION -> {
                        sink.allocation(number, value, words[at + 1], words[at + 2]);
                        at += 3;
                        allocationRecords++;
                    }
                    case RecordBlock.DEALLOCATION -> {
                        sink.deallocation(number, value, 0);
                        at++;
                        allocationRecords++;
                    }
                    case RecordBlock.CODE_FRAME_PUSH -> {
                        sink.codeFramePush(value >>> RecordBlock.INSTRUCTION_BITS, (int) value, number != 0);
                        at++;
                    }
                    case RecordBlock.FRAME_POP -> {
                        sink.framePop(value);
                        at++;
                    }
                    case RecordBlock.CONTEXT_SWITCH -> {
                        sink.contextSwitch(words[at + 1]);
                        at += 2;
                    }
                    default -> {
                        if (number <= RecordBlock.ADVANCED) {
                            placeAt(block, number, at);
                            // counted already
                            records = this.records - 1;
                            allocationRecords = this.allocationRecords;
                            at += 5;
                            if (stopped != null) {
                                return;
                            }
                        } else {
                            at += otherCall(block, number, at);
                            allocationRecords += number <= RecordBlock.ANY_DEALLOCATION ? 1 : 0;
                        }
                    }
                }
                records++;
            }
        } finally {
            this.at = at;
            this.records = records;
            this.allocationRecords = allocationRecords;
        }
    }

    private void placeAt(RecordBlock block, int kind, int from) {
        long[] words = block.words;
        offset = words[from + 1];
        inputBytes = words[from + 2];
        records = words[from + 3];
        allocationRecords = words[from + 4];
        frequent = kind == RecordBlock.FREQUENT;
        if (kind == RecordBlock.RECORD) {
            name = (String) object(block);
        } else if (kind == RecordBlock.ADVANCED && !progress.advanced(inputBytes, inputSizeBytes, records)) {
            stopped = coverage(new CaptureDamage(Rule.STOPPED), "", offset);
        }
    }

    private Object object(RecordBlock block) {
        Object object = block.objects[objects];
        if (object == null) {
            throw new IllegalStateException("a call lacks a text");
        }
        objects++;
        return object;
    }

    /** Makes a call that is rare, and says how many words it takes. */
    private int otherCall(RecordBlock block, int number, int from) {
        long[] words = block.words;
        long first = words[from + 1];
        switch (number) {
            case RecordBlock.ANY_ALLOCATION -> {
                sink.allocation((int) first, words[from + 2], words[from + 3], words[from + 4]);
                return 5;
            }
            case RecordBlock.ANY_DEALLOCATION -> {
                sink.deallocation((int) first, words[from + 2], words[from + 3]);
                return 4;
            }
            case RecordBlock.ANY_CODE_FRAME_PUSH -> {
                sink.codeFramePush(first, (int) words[from + 2], words[from + 3] != 0);
                return 4;
            }
            case RecordBlock.OBJECT -> {
                sink.object(first != 0, words[from + 2], words[from + 3]);
                return 4;
            }
            case RecordBlock.MEMORY -> {
                sink.memory(first, words[from + 2]);
                return 3;
            }
            case RecordBlock.CODE_OBJECT -> {
                String function = (String) object(block);
                String file = (String) object(block);
                sink.codeObject(first, function, file, (int) words[from + 2], (byte[]) object(block));
                return 3;
            }
            case RecordBlock.FRAME_DEFINITION -> {
                String function = (String) object(block);
                String file = (String) object(block);
                sink.frameDefinition(first, function, file, (int) words[from + 2], words[from + 3] != 0);
                return 4;
            }
            case RecordBlock.NATIVE_FRAME -> {
                sink.nativeFrame(first, words[from + 2]);
                return 3;
            }
            case RecordBlock.SEGMENT_HEADER -> {
                sink.segmentHeader((String) object(block), first, words[from + 2]);
                return 3;
            }
            case RecordBlock.SEGMENT -> {
                sink.segment(first, words[from + 2]);
                return 3;
            }
            case RecordBlock.ANY_FRAME_PUSH -> sink.framePush(first);
            case RecordBlock.ANY_FRAME_POP -> sink.framePop(first);
            case RecordBlock.THREAD_NAME -> sink.threadName((String) object(block));
            case RecordBlock.MEMORY_MAP_START -> sink.memoryMapStart();
            case RecordBlock.TRAILER -> sink.trailer();
            default -> throw new IllegalStateException("call " + number);
        }
        return 2;
    }

    private Coverage damaged(RecordBlock block, CaptureDamage damage) {
        return frequent
                ? coverage(damage, frequentName(block.words[at]), offset + block.positions[at])
                : coverage(damage, name, offset);
    }

    /** Name of the record of a frequent call, by its first word. */
    private static String frequentName(long word) {
        return switch ((int) word & RecordBlock.KIND_MASK) {
            case RecordBlock.CODE_FRAME_PUSH -> RecordStream.FRAME_PUSH_NAME;
            case RecordBlock.FRAME_POP -> RecordStream.FRAME_POP_NAME;
            case RecordBlock.CONTEXT_SWITCH -> RecordStream.CONTEXT_SWITCH_NAME;
            case RecordBlock.OTHER ->
                ((int) word >>> RecordBlock.NUMBER_SHIFT & RecordBlock.NUMBER_MASK) == RecordBlock.OBJECT
                        ? RecordStream.OBJECT_NAME
                        : RecordStream.ALLOCATION_NAME;
            default -> RecordStream.ALLOCATION_NAME;
        };
    }

    private Coverage coverage(CaptureDamage damage, String record, long recordOffset) {
        return new Coverage(
                records,
                allocationRecords,
                recordOffset,
                compressed ? inputBytes : recordOffset,
                inputSizeBytes,
                compressed,
                List.of(new Damage(
                        damage.rule(),
                        damage.values(),
                        record,
                        recordOffset,
                        compressed ? Damage.Stream.DECOMPRESSED : Damage.Stream.FILE)));
    }
}
