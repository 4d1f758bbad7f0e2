package dev.heapcrest.capture;

import dev.heapcrest.bytes.WindowSource;
import dev.heapcrest.bytes.Words;
import java.io.IOException;

/**
 * Versions 12 and 13: type in the high bits of the first byte, recent addresses by number (docs/capture-format.md,
 * section 5). {@link AheadDecoder} has a loop of its own for frequent records.
 */
class CodeRecordDecoder extends RecordStream<RecordSink> {
    /** Number in a token that says: not a recent address, its own follows. */
    static final int NOT_RECENT = 15;

    private static final int TRAILER = 1;
    private static final int MEMORY = 2;
    private static final int CODE_OBJECT = 14;

    /** Ring of the last 15 addresses that were written out, newest at {@link #newest}; the 16th is the one dropped. */
    final long[] recent = new long[16];

    int newest;
    long pointer;

    CodeRecordDecoder(
            ByteCursor in, WindowSource source, CaptureHeader header, FormatVersion version, RecordSink sink) {
        super(in, source, header, version, sink);
    }

    /**
     * The loop in which nearly all time of decoding goes: registers in local variables, one bounds check a record, a
     * one-byte path for each number and eight bytes at a time for others. It leaves a record untouched, and its
     * registers too, that it does not know or that has a number of more than eight bytes.
     */
    @Override
    void decodeFrequent() {
        if (!inThread || natives.segmentsDue()) {
            return;
        }
        RecordSink sink = this.sink;
        byte[] bytes = in.bytes;
        long[] recent = this.recent;
        boolean nativeTraces = header.nativeTraces();
        int newest = this.newest;
        long pointer = this.pointer;
        long nativeFrameId = natives.frameId;
        long records = this.records;
        long allocationRecords = this.allocationRecords;
        int last = in.end - LONGEST_FREQUENT_BYTES;
        int start = in.position;
        try {
            while (start <= last) {
                int at = start + 1;
                int token = bytes[start];
                if (token < 0) {
                    int slot = token >>> 3 & 15;
                    int allocator = token & 7;
                    long quotient = pointer;
                    long address;
                    if (slot != NOT_RECENT) {
                        address = recent[newest + slot & 15];
                    } else {
                        long word = (long) Words.LONG.get(bytes, at);
                        long varint = word & 0x7F;
                        if ((word & 0x80) == 0) {
                            at++;
                        } else {
                            int length = Words.varintBytes(word);
                            if (length > Long.BYTES) {
                                break;
                            }
                            varint = Words.varint(word);
                            at += length;
                        }
                        quotient += Words.signed(varint);
                        address = quotient << 3;
                    }
                    if (allocator == 0) {
                        allocator = bytes[at++];
                        if (allocator <= 0 || allocator >= Allocator.NUMBER_LIMIT) {
                            break;
                        }
                    }
                    if (simpleFree(allocator)) {
                        sink.deallocation(allocator, address, 0);
                    } else {
                        long frameId = nativeFrameId;
                        if (nativeTraces) {
                            long word = (long) Words.LONG.get(bytes, at);
                            int length = Words.varintBytes(word);
                            if (length > Long.BYTES) {
                                break;
                            }
                            frameId += Words.signed(Words.varint(word));
                            at += length;
                        }
                        long word = (long) Words.LONG.get(bytes, at);
                        long sizeBytes = word & 0x7F;
                        if ((word & 0x80) == 0) {
                            at++;
                        } else {
                            int length = Words.varintBytes(word);
                            if (length > Long.BYTES) {
                                break;
                            }
                            sizeBytes = Words.varint(word);
                            at += length;
                        }
                        if (allocator == MUNMAP) {
                            sink.deallocation(allocator, address, sizeBytes);
                        } else {
                            sink.allocation(allocator, address, sizeBytes, frameId);
                        }
                        nativeFrameId = frameId;
                    }
                    if (slot == NOT_RECENT) {
                        pointer = quotient;
                        newest = newest - 1 & 15;
                        recent[newest] = address;
                    }
                    allocationRecords++;
                } else if (token >= 0x40) {
                    long word = (long) Words.LONG.get(bytes, at);
                    long codeObjectId = word & 0x7F;
                    if ((word & 0x80) == 0) {
                        at++;
                    } else {
                        int length = Words.varintBytes(word);
                        if (length > Long.BYTES) {
                            break;
                        }
                        codeObjectId = Words.varint(word);
                        at += length;
                    }
                    word = (long) Words.LONG.get(bytes, at);
                    int length = Words.varintBytes(word);
                    if (length > Long.BYTES) {
                        break;
                    }
                    sink.codeFramePush(codeObjectId, (int) Words.signed(Words.varint(word)), (token & 1) != 0);
                    at += length;
                } else if (token >= 0x20) {
                    int slot = token >>> 1 & 15;
                    boolean created = (token & 1) != 0;
                    long quotient = pointer;
                    long address = recent[newest + slot & 15];
                    if (slot == NOT_RECENT) {
                        long word = (long) Words.LONG.get(bytes, at);
                        int length = Words.varintBytes(word);
                        if (length > Long.BYTES) {
                            break;
                        }
                        quotient += Words.signed(Words.varint(word));
                        address = quotient << 3;
                        at += length;
                    }
                    if (nativeTraces && created) {
                        long word = (long) Words.LONG.get(bytes, at);
                        int length = Words.varintBytes(word);
                        if (length > Long.BYTES) {
                            break;
                        }
                        nativeFrameId += Words.signed(Words.varint(word));
                        at += length;
                    }
                    sink.object(created, address, created && nativeTraces ? nativeFrameId : 0);
                    if (slot == NOT_RECENT) {
                        pointer = quotient;
                        newest = newest - 1 & 15;
                        recent[newest] = address;
                    }
                } else if (token >= 0x10) {
                    sink.framePop((token & 15) + 1L);
                } else if (token == CONTEXT_SWITCH) {
                    sink.contextSwitch((long) Words.LONG.get(bytes, at));
                    at += Long.BYTES;
                } else {
                    break;
                }
                records++;
                start = at;
            }
        } finally {
            in.position = start;
            this.newest = newest;
            this.pointer = pointer;
            natives.frameId = nativeFrameId;
            this.records = records;
            this.allocationRecords = allocationRecords;
        }
    }

    @Override
    boolean decodeOne() throws IOException {
        int token = in.u8();
        if (decodeCommon(token)) {
            return false;
        }
        if (token >= 0x10) {
            decodeThreadRecord(token);
            return false;
        }
        switch (token) {
            case TRAILER -> {
                recordName = "TRAILER";
                sink.trailer();
            }
            case MEMORY -> {
                recordName = "MEMORY";
                long residentBytes = in.varint();
                sink.memory(header.startMillis() + in.varint(), residentBytes);
            }
            case CODE_OBJECT -> {
                recordName = "CODE OBJECT";
                decodeCodeObject();
            }
            default -> throw new CaptureDamage(Rule.UNKNOWN_RECORD, token);
        }
        return token == TRAILER;
    }

    private void decodeThreadRecord(int token) throws IOException {
        recordName = frequentName((byte) token);
        requireThread();
        if (token >= 0x80) {
            decodeAllocation(token);
        } else if (token >= 0x40) {
            long codeObjectId = in.varint();
            sink.codeFramePush(codeObjectId, (int) in.signedVarint(), (token & 1) != 0);
        } else if (token >= 0x20) {
            boolean created = (token & 1) != 0;
            long address = decodeAddress(token >>> 1 & 15);
            if (header.nativeTraces() && created) {
                natives.frameId += in.signedVarint();
            }
            sink.object(created, address, header.nativeTraces() && created ? natives.frameId : 0);
        } else {
            sink.framePop((token & 15) + 1L);
        }
    }

    @Override
    String frequentName(int token) {
        if (token < 0) {
            return ALLOCATION_NAME;
        } else if (token >= 0x40) {
            return FRAME_PUSH_NAME;
        } else if (token >= 0x20) {
            return OBJECT_NAME;
        } else {
            return token >= 0x10 ? FRAME_POP_NAME : CONTEXT_SWITCH_NAME;
        }
    }

    private void decodeAllocation(int token) throws IOException {
        long address = decodeAddress(token >>> 3 & 15);
        int allocator = token & 7;
        if (allocator == 0) {
            allocator = in.u8();
            if (allocator == 0 || allocator >= Allocator.NUMBER_LIMIT) {
                throw new CaptureDamage(Rule.UNKNOWN_ALLOCATOR, allocator);
            }
        }
        if (simpleFree(allocator)) {
            sink.deallocation(allocator, address, 0);
        } else {
            if (header.nativeTraces()) {
                natives.frameId += in.signedVarint();
            }
            emit(sink, allocator, address, in.varint(), natives.frameId);
        }
        allocationRecords++;
    }

    private long decodeAddress(int slot) throws IOException {
        if (slot != NOT_RECENT) {
            return recent[newest + slot & 15];
        }
        pointer += in.signedVarint();
        newest = newest - 1 & 15;
        recent[newest] = pointer << 3;
        return pointer << 3;
    }
}
