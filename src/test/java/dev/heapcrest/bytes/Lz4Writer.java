package dev.heapcrest.bytes;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Writes LZ4 frames piece by piece, right or wrong; blocks are given as they shall stand in the file. */
public final class Lz4Writer {
    private static final int STORED = 0x80000000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public byte[] bytes() {
        return out.toByteArray();
    }

    public Lz4Writer raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Lz4Writer word(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(value >>> shift);
        }
        return this;
    }

    private Lz4Writer descriptor(byte[] fields) {
        word(Lz4Frame.MAGIC).raw(fields);
        out.write(XxHash32.of(fields, 0, fields.length) >>> 8);
        return this;
    }

    public Lz4Writer frame(int flags, int blocks) {
        return descriptor(new byte[] {(byte) flags, (byte) blocks});
    }

    public Lz4Writer sizedFrame(int flags, int blocks, long contentBytes) {
        byte[] fields = new byte[10];
        fields[0] = (byte) flags;
        fields[1] = (byte) blocks;
        Words.LONG.set(fields, 2, contentBytes);
        return descriptor(fields);
    }

    public Lz4Writer dictionaryFrame(int dictionary) {
        return descriptor(new byte[] {0x41, 0x40, (byte) dictionary, 0, 0, 0});
    }

    public Lz4Writer block(byte[] block, boolean stored) {
        return word(block.length | (stored ? STORED : 0)).raw(block);
    }

    /** A stored block and its checksum. */
    public Lz4Writer checkedBlock(byte[] content) {
        return block(content, true).checksum(content);
    }

    public Lz4Writer checksum(byte[] content) {
        return word(XxHash32.of(content, 0, content.length));
    }

    public Lz4Writer end() {
        return word(0);
    }

    /** @param number which of the 16 magic numbers */
    public Lz4Writer skippable(int number, int count) {
        byte[] content = new byte[count];
        Arrays.fill(content, (byte) 0x5A);
        return word(0x184D2A50 + number).word(count).raw(content);
    }
}
