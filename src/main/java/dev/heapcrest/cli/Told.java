package dev.heapcrest.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command says of one of many captures while others run: kept, and said when it is its turn. Some lines a capture. One
 * thread writes; another may say it afterwards.
 */
final class Told {
    private record Piece(boolean toErr, byte[] bytes) {}

    private final List<Piece> pieces = new ArrayList<>();

    /** A terminal that keeps what it is told; nobody sees progress on it. */
    Terminal terminal(Terminal other) {
        return new Terminal(
                other.in(),
                new Pieces(false),
                new PrintStream(new Pieces(true), true, StandardCharsets.UTF_8),
                false,
                other.nanoClock(),
                other.command());
    }

    /** Whether nothing was said. */
    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Says it all, in the order in which it was told. */
    void say(Terminal terminal) {
        for (Piece piece : pieces) {
            if (piece.toErr) {
                terminal.err().write(piece.bytes, 0, piece.bytes.length);
                terminal.err().flush();
            } else {
                try {
                    terminal.out().write(piece.bytes);
                    terminal.out().flush();
                } catch (IOException e) {
                    // nobody listens, which is no failure: the pages are there
                }
            }
        }
    }

    /** Keeps what was written at each flush. */
    private final class Pieces extends OutputStream {
        private final boolean toErr;
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

        Pieces(boolean toErr) {
            this.toErr = toErr;
        }

        @Override
        public void write(int value) {
            waiting.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            waiting.write(bytes, offset, count);
        }

        @Override
        public void flush() {
            if (waiting.size() > 0) {
                pieces.add(new Piece(toErr, waiting.toByteArray()));
                waiting.reset();
            }
        }
    }
}
