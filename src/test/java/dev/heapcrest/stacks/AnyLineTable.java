package dev.heapcrest.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.testing.PlainLines;
import java.util.Arrays;
import java.util.Set;

/** What must hold for any line table: a lookup gives what the plain reading gives, and never walks far. */
public final class AnyLineTable {
    private static final int[] MINORS = {8, 9, 10, 11, 12, 13};

    private AnyLineTable() {}

    /** The first bytes are Python's version, the first line, and instructions to look up. */
    public static void check(byte[] input) {
        int head = Math.min(12, input.length);
        byte[] words = Arrays.copyOf(input, 12);
        byte[] table = Arrays.copyOfRange(input, head, input.length);
        int version = 0x0300_0000 | MINORS[(words[0] & 0xFF) % MINORS.length] << 16;
        int firstLine = words[1] << 8 ^ words[2];
        LineTable lines = new LineTable(version, firstLine, table);
        for (int at = 3; at < words.length - 1; at += 2) {
            int offset = (words[at] & 0xFF) << 8 | words[at + 1] & 0xFF;
            offset >>>= words[at] & 15;
            assertEquals(
                    PlainLines.line(version, firstLine, table, offset, Set.of()),
                    lines.line(offset),
                    "offset " + offset + " of Python 3." + (version >>> 16 & 0xFF));
        }
        assertTrue(lines.longestWalk() <= 4 * LineIndex.APART + 64, () -> "walks " + lines.longestWalk());
    }
}
