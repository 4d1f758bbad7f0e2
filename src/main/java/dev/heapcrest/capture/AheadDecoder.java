package dev.heapcrest.capture;

import dev.heapcrest.bytes.WindowSource;
import dev.heapcrest.bytes.Words;

/**
 * Decodes versions 12 and 13 into blocks, for another thread.
 *
 * <p>Its loop is there twice, since both ways to have it once cost more than a tenth of the whole time: a sink of blocks,
 * whose counters are in memory, takes 2 ns a record longer than this loop, whose counters are in registers; and one thread
 * that fills a block and empties it takes 2.6 ns longer than one that calls its sink (docs/decisions/0018-two-cores.md). The
 * tests of all captures compare the two.
 */
final class AheadDecoder extends CodeRecordDecoder {
    private final BlockWriter writer;

    AheadDecoder(ByteCursor in, WindowSource source, CaptureHeader header, FormatVersion version, BlockWriter writer) {
        super(in, source, header, version, writer);
        this.writer = writer;
    }

    @Override
    void decodeFrequent() {
        if (!inThread || natives.segmentsDue()) {
            return;
        }
        long offset = in.offset() - in.position;
        RecordBlock block;
        do {
            block = writer.forFrequent(offset);
            fill(block);
        } while (block.full());
    }

    /**
     * The loop of {@link CodeRecordDecoder#decodeFrequent}, to the letter but for where a record goes. It also leaves those
     * untouched that a block has no short form for.
     */
    private void fill(RecordBlock block) {
        byte[] bytes = in.bytes;
        long[] recent = this.recent;
        long[] words = block.words;
        int[] positions = block.positions;
        boolean nativeTraces = header.nativeTraces();
        int newest = this.newest;
        long pointer = this.pointer;
        long nativeFrameId = natives.frameId;
        long records = this.records;
        long allocationRecords = this.allocationRecords;
        int last = in.end - LONGEST_FREQUENT_BYTES;
        int start = in.position;
        int to = block.wordCount;
        int lastTo = block.roomUpTo();
        while (start <= last && to <= lastTo) {
            int at = start + 1;
            int token = bytes[start];
            positions[to] = start;
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
                if (address >>> RecordBlock.VALUE_BITS != 0) {
                    break;
                }
                if (allocator == 0) {
                    allocator = bytes[at++];
                    if (allocator <= 0 || allocator >= Allocator.NUMBER_LIMIT) {
                        break;
                    }
                }
                if (simpleFree(allocator)) {
                    words[to++] = RecordBlock.first(RecordBlock.DEALLOCATION, allocator, address);
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
                    to = block.memory(to, allocator, address, sizeBytes, frameId);
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
                if (length > Long.BYTES || codeObjectId > RecordBlock.LAST_CODE_OBJECT) {
                    break;
                }
                int instruction = (int) Words.signed(Words.varint(word));
                words[to++] = RecordBlock.codeFramePush(codeObjectId, instruction, token & 1);
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
                to = block.object(to, created, address, created && nativeTraces ? nativeFrameId : 0);
                if (slot == NOT_RECENT) {
                    pointer = quotient;
                    newest = newest - 1 & 15;
                    recent[newest] = address;
                }
            } else if (token >= 0x10) {
                words[to++] = RecordBlock.first(RecordBlock.FRAME_POP, 0, (token & 15) + 1L);
            } else if (token == CONTEXT_SWITCH) {
                words[to++] = RecordBlock.CONTEXT_SWITCH;
                words[to++] = (long) Words.LONG.get(bytes, at);
                at += Long.BYTES;
            } else {
                break;
            }
            records++;
            start = at;
        }
        block.wordCount = to;
        in.position = start;
        this.newest = newest;
        this.pointer = pointer;
        natives.frameId = nativeFrameId;
        this.records = records;
        this.allocationRecords = allocationRecords;
    }
}
