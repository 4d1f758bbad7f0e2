package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written in pieces arrives whole and in order. */
class TextBufferTest {
    private static final long SEED = Long.getLong("seed", 20261130L);

    @Test
    void any_pieces_arrive_in_order() throws IOException {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            StringWriter expected = new StringWriter();
            StringWriter got = new StringWriter();
            Writer buffer = new TextBuffer(got, 1 + random.nextInt(20));
            for (int i = random.nextInt(60); i > 0; i--) {
                int kind = random.nextInt(6);
                StringBuilder text = new StringBuilder();
                for (int length = random.nextInt(50); length > 0; length--) {
                    text.append((char) random.nextInt(0x3000));
                }
                int from = random.nextInt(text.length() + 1);
                int to = from + random.nextInt(text.length() - from + 1);
                for (Writer each : new Writer[] {expected, buffer}) {
                    write(each, kind, text.toString(), from, to);
                }
            }
            buffer.flush();
            assertEquals(expected.toString(), got.toString(), "seed " + SEED + ", round " + round);
        }
    }

    private static void write(Writer out, int kind, String text, int from, int to) throws IOException {
        switch (kind) {
            case 0 -> out.write(text);
            case 1 -> out.write(text, from, to - from);
            case 2 -> out.write(text.toCharArray(), from, to - from);
            case 3 -> out.append(text, from, to);
            case 4 -> out.append('x').append(text);
            default -> out.write('\u20ac');
        }
    }

    @Test
    void closing_writes_the_rest_and_closes_even_what_takes_no_more() throws IOException {
        boolean[] closed = new boolean[1];
        StringWriter out = new StringWriter() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (Writer buffer = new TextBuffer(out, 8)) {
            buffer.write("abc");
            assertEquals("", out.toString(), "waits in the buffer");
        }
        assertEquals("abc", out.toString());
        assertTrue(closed[0]);
        closed[0] = false;
        Writer full = new Writer() {
            @Override
            public void write(char[] chars, int from, int length) throws IOException {
                throw new IOException("no space");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        Writer buffer = new TextBuffer(full, 8);
        buffer.write("abc");
        assertEquals("no space", assertThrows(IOException.class, buffer::close).getMessage());
        assertTrue(closed[0]);
    }
}
