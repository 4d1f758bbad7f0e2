package dev.heapcrest.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes one LZ4 frame with the parameters of memray's own captures: linked blocks of 64 KiB, no checksums, no size
 * (docs/capture-format.md, section 2.2; the block format is that of lz4_Block_format.md).
 *
 * <p>Matches are found by hash chains of {@value #CANDIDATES} candidates, so a frame is smaller than memray's, which tries
 * one. 640 KiB. Not thread-safe.
 */
public final class Lz4Output extends OutputStream {
    private static final int BLOCK = 1 << 16;
    /** Furthest byte that a match may begin at. */
    private static final int MOST_OFFSET = BLOCK - 1;

    private static final int SHORTEST_MATCH = 4;
    /** A block ends with at least so many literals. */
    private static final int LAST_LITERALS = 5;
    /** The last match begins at least so many bytes before the end. */
    private static final int LAST_MATCH = 12;

    private static final int HASH_BITS = 16;
    private static final int CANDIDATES = 32;
    private static final int NONE = -1;
    /** Lengths from here on take more than a nibble. */
    private static final int NIBBLE = 15;

    private static final int STORED = 0x8000_0000;
    private static final byte[] FRAME_HEADER = {0x04, 0x22, 0x4D, 0x18, 0x40, 0x40, (byte) 0xC0};

    private final OutputStream out;
    /** Up to a block of history, then the block that is being filled. */
    private final byte[] buffer = new byte[2 * BLOCK];

    private int blockStart;
    private int end;
    /** Last place in the buffer of each hash, and the place before each place. */
    private final int[] heads = new int[1 << HASH_BITS];

    private final int[] earlier = new int[2 * BLOCK];
    private final byte[] packed = new byte[BLOCK];
    private int packedBytes;
    private boolean begun;

    /** @param out gets whole blocks; neither flushed nor closed */
    public Lz4Output(OutputStream out) {
        this.out = out;
        Arrays.fill(heads, NONE);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int part = Math.min(left, blockStart + BLOCK - end);
            System.arraycopy(bytes, from, buffer, end, part);
            end += part;
            from += part;
            left -= part;
            if (end == blockStart + BLOCK) {
                writeBlock();
            }
        }
    }

    /** Writes what is left and the end mark. Nothing may be written afterwards. */
    public void finish() throws IOException {
        if (end > blockStart) {
            writeBlock();
        }
        begin();
        word(0);
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            out.write(FRAME_HEADER);
        }
    }

    private void writeBlock() throws IOException {
        begin();
        int size = end - blockStart;
        if (compress()) {
            word(packedBytes);
            out.write(packed, 0, packedBytes);
        } else {
            word(size | STORED);
            out.write(buffer, blockStart, size);
        }
        if (end == buffer.length) {
            slide();
        }
        blockStart = end;
    }

    private void word(int value) throws IOException {
        byte[] word = new byte[Integer.BYTES];
        Words.INT.set(word, 0, value);
        out.write(word);
    }

    /** The block becomes history. */
    private void slide() {
        System.arraycopy(buffer, BLOCK, buffer, 0, BLOCK);
        System.arraycopy(earlier, BLOCK, earlier, 0, BLOCK);
        end -= BLOCK;
        for (int[] places : new int[][] {heads, earlier}) {
            for (int i = 0; i < places.length; i++) {
                places[i] = Math.max(NONE, places[i] - BLOCK);
            }
        }
    }

    /** Packs the block; false if that makes it no smaller. */
    private boolean compress() {
        packedBytes = 0;
        int literals = blockStart;
        int at = blockStart;
        while (at <= end - LAST_MATCH) {
            int candidate = link(at);
            int length = 0;
            int start = 0;
            for (int tries = CANDIDATES; candidate != NONE && at - candidate <= MOST_OFFSET && tries > 0; tries--) {
                int found = matchLength(candidate, at);
                if (found > length) {
                    length = found;
                    start = candidate;
                }
                candidate = earlier[candidate];
            }
            if (length < SHORTEST_MATCH) {
                at++;
                continue;
            }
            if (!sequence(literals, at, at - start, length)) {
                return false;
            }
            int next = at + length;
            for (at++; at < next && at <= end - LAST_MATCH; at++) {
                link(at);
            }
            at = next;
            literals = next;
        }
        return sequence(literals, end, 0, 0);
    }

    /** Makes a place known; the place of the same hash before it. */
    private int link(int at) {
        int hash = ((int) Words.INT.get(buffer, at) * 0x9E37_79B1) >>> (Integer.SIZE - HASH_BITS);
        int before = heads[hash];
        earlier[at] = before;
        heads[hash] = at;
        return before;
    }

    private int matchLength(int candidate, int at) {
        int length = Arrays.mismatch(
                buffer, candidate, candidate + end - LAST_LITERALS - at, buffer, at, end - LAST_LITERALS);
        return length < 0 ? end - LAST_LITERALS - at : length;
    }

    /**
     * Literals and a match after them.
     *
     * @param length of the match; 0 for the last sequence, which has none
     * @return false if there is no room, so the block is better stored
     */
    private boolean sequence(int from, int to, int offset, int length) {
        int count = to - from;
        int rest = length == 0 ? 0 : length - SHORTEST_MATCH;
        int needed = 1 + count + count / 255 + 1 + Short.BYTES + rest / 255 + 1;
        if (packedBytes + needed >= Math.min(packed.length, end - blockStart)) {
            return false;
        }
        packed[packedBytes++] = (byte) ((Math.min(count, NIBBLE) << 4) | Math.min(rest, NIBBLE));
        more(count);
        System.arraycopy(buffer, from, packed, packedBytes, count);
        packedBytes += count;
        if (length != 0) {
            packed[packedBytes++] = (byte) offset;
            packed[packedBytes++] = (byte) (offset >>> Byte.SIZE);
            more(rest);
        }
        return true;
    }

    private void more(int length) {
        int left = length - NIBBLE;
        for (; left >= 255; left -= 255) {
            packed[packedBytes++] = (byte) 255;
        }
        if (left >= 0) {
            packed[packedBytes++] = (byte) left;
        }
    }
}
