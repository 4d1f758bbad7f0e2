package dev.heapcrest.report.html;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/**
 * Collects compressed bytes and hands them out as base64, in blocks of about 4 MiB (each an element of the page) made
 * of pieces of 64 KiB (each a string). Costs the compressed size; text is made while it is written.
 */
final class Base64Blocks extends OutputStream {
    /** A multiple of three, so that pieces join without padding between them. */
    private static final int PIECE_BYTES = 48 << 10;

    private static final int PIECES_IN_BLOCK = 64;

    private final List<byte[]> pieces = new ArrayList<>();
    private byte[] piece = new byte[PIECE_BYTES];
    private int used;

    @Override
    public void write(int octet) {
        if (used == PIECE_BYTES) {
            next();
        }
        piece[used++] = (byte) octet;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int rest = length;
        while (rest > 0) {
            if (used == PIECE_BYTES) {
                next();
            }
            int part = Math.min(rest, PIECE_BYTES - used);
            System.arraycopy(bytes, from, piece, used, part);
            used += part;
            from += part;
            rest -= part;
        }
    }

    private long sizeBytes() {
        return (long) pieces.size() * PIECE_BYTES + used;
    }

    /** Length of all text. */
    long textBytes() {
        return (sizeBytes() + 2) / 3 * 4;
    }

    /** The blocks, to be asked for when all is written; each can be iterated any number of times. */
    List<Iterable<String>> blocks() {
        List<byte[]> all = new ArrayList<>(pieces);
        all.add(Arrays.copyOf(piece, used));
        List<Iterable<String>> blocks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PIECES_IN_BLOCK) {
            blocks.add(new Block(all.subList(from, Math.min(all.size(), from + PIECES_IN_BLOCK))));
        }
        return blocks;
    }

    /** Encodes each piece when it is asked for. */
    private record Block(List<byte[]> pieces) implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            Iterator<byte[]> rest = pieces.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rest.hasNext();
                }

                @Override
                public String next() {
                    return Base64.getEncoder().encodeToString(rest.next());
                }
            };
        }
    }

    private void next() {
        pieces.add(piece);
        piece = new byte[PIECE_BYTES];
        used = 0;
    }
}
