package dev.heapcrest.cli;

import java.io.IOException;
import java.io.Writer;

/**
 * Gathers text as {@link java.io.BufferedWriter} does, without its lock: a report of the many nodes of a merge is written
 * in 150 million pieces of a few characters. Two bytes a char of its buffer. Not thread-safe.
 */
final class TextBuffer extends Writer {
    private final Writer out;
    private final char[] buffer;
    private int used;

    /** @param chars of its buffer, at least 1 */
    TextBuffer(Writer out, int chars) {
        this.out = out;
        buffer = new char[chars];
    }

    @Override
    public void write(int c) throws IOException {
        if (used == buffer.length) {
            drain();
        }
        buffer[used++] = (char) c;
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        int next = from;
        int end = from + length;
        while (end - next > buffer.length - used) {
            int some = buffer.length - used;
            text.getChars(next, next + some, buffer, used);
            used = buffer.length;
            next += some;
            drain();
        }
        text.getChars(next, end, buffer, used);
        used += end - next;
    }

    @Override
    public void write(String text) throws IOException {
        write(text, 0, text.length());
    }

    @Override
    public void write(char[] chars, int from, int length) throws IOException {
        if (length > buffer.length - used) {
            drain();
            out.write(chars, from, length);
        } else {
            System.arraycopy(chars, from, buffer, used, length);
            used += length;
        }
    }

    @Override
    public Writer append(char c) throws IOException {
        write(c);
        return this;
    }

    private void drain() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }

    @Override
    public void flush() throws IOException {
        drain();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            drain();
        }
    }
}
