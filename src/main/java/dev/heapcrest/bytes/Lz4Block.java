package dev.heapcrest.bytes;

import java.util.Arrays;

/**
 * Inflates one LZ4 block: a sequence of (literals, match) pairs. Every length and every reference is checked, so no
 * input can read or write outside the arrays. Why our own: docs/decisions/0002-lz4.md.
 */
final class Lz4Block {
    /** Readable bytes after a block in its array: copies of few bytes are made in whole words. */
    static final int SOURCE_SLACK_BYTES = 32;

    /** Most that one step writes over the end of what it copies. */
    static final int TARGET_SLACK_BYTES = 32;

    private static final int WORD = Long.BYTES;

    /** Lengths that do not fit into four bits go on in further bytes. */
    private static final int LONG_LENGTH = 15;

    /** What a byte adds to such a length that is not its last. */
    private static final int FULL_BYTE = 255;

    private static final int SHORTEST_MATCH = 4;

    private Lz4Block() {}

    /** A block breaks a rule; {@link #position} is where in the source. */
    static final class Damage extends Exception {
        private static final long serialVersionUID = 1L;

        final ContainerRule rule;
        final int position;

        Damage(ContainerRule rule, int position) {
            super(rule.name(), null, false, false);
            this.rule = rule;
            this.position = position;
        }
    }

    /**
     * Inflates {@code source[from, to)} to {@code target} from {@code at}.
     *
     * @param source has at least {@link #SOURCE_SLACK_BYTES} after {@code to}
     * @param limit the output must not go beyond; up to {@link #TARGET_SLACK_BYTES} after it are written over
     * @param history matches may reach back to here
     * @return the end of the output
     */
    static int inflate(byte[] source, int from, int to, byte[] target, int at, int limit, int history) throws Damage {
        int in = from;
        int out = at;
        while (true) {
            if (in >= to) {
                throw new Damage(ContainerRule.BLOCK_WITHOUT_LAST_LITERALS, in);
            }
            int token = source[in++] & 0xFF;
            int literals = token >>> 4;
            if (literals < LONG_LENGTH) {
                if (literals > to - in || literals > limit - out) {
                    throw overrun(literals > to - in, in);
                }
                // always two words: most are shorter, and a loop over them costs a mispredicted branch
                Words.LONG.set(target, out, (long) Words.LONG.get(source, in));
                Words.LONG.set(target, out + WORD, (long) Words.LONG.get(source, in + WORD));
            } else {
                int full = fullBytes(source, in, to, limit - out - literals);
                literals += FULL_BYTE * full + (source[in + full] & 0xFF);
                in += full + 1;
                if (literals > limit - out) {
                    throw overrun(false, in);
                }
                if (literals > to - in) {
                    throw overrun(true, in);
                }
                System.arraycopy(source, in, target, out, literals);
            }
            in += literals;
            out += literals;
            if (in >= to - 1) {
                if (in == to) {
                    return out;
                }
                throw new Damage(ContainerRule.BLOCK_ENDS_INSIDE_OFFSET, in);
            }
            int offset = (short) Words.SHORT.get(source, in) & 0xFFFF;
            if (offset > out - history) {
                throw new Damage(ContainerRule.MATCH_BEFORE_START, in);
            }
            in += Short.BYTES;
            int length = (token & 15) + SHORTEST_MATCH;
            int match = out - offset;
            if (length < LONG_LENGTH + SHORTEST_MATCH) {
                if (length > limit - out) {
                    throw overrun(false, in);
                }
                if (offset >= WORD) {
                    // three words hold the longest short match
                    Words.LONG.set(target, out, (long) Words.LONG.get(target, match));
                    Words.LONG.set(target, out + WORD, (long) Words.LONG.get(target, match + WORD));
                    Words.SHORT.set(target, out + 2 * WORD, (short) Words.SHORT.get(target, match + 2 * WORD));
                    out += length;
                    continue;
                }
            } else {
                int full = fullBytes(source, in, to, limit - out - length);
                length += FULL_BYTE * full + (source[in + full] & 0xFF);
                in += full + 1;
                if (length > limit - out) {
                    throw overrun(false, in);
                }
            }
            if (offset == 0) {
                throw new Damage(ContainerRule.MATCH_OFFSET_ZERO, in);
            }
            copyMatch(target, out, offset, length);
            out += length;
        }
    }

    /**
     * Inflates the beginning of a block whose end is missing: literals as far as they are there, and matches whose length is.
     * Ends before the first rule that is broken. Once in a file, so it is as plain as it can be.
     *
     * @param got bytes of the block
     * @return the end of the output
     */
    static int inflateCut(byte[] source, int got, byte[] target, int at, int limit, int history) {
        int in = 0;
        int out = at;
        while (in < got) {
            int token = source[in++] & 0xFF;
            int literals = token >>> 4;
            if (literals == LONG_LENGTH) {
                int more;
                do {
                    if (in == got || literals > limit - out) {
                        return out;
                    }
                    more = source[in++] & 0xFF;
                    literals += more;
                } while (more == FULL_BYTE);
            }
            if (literals > limit - out) {
                return out;
            }
            int there = Math.min(literals, got - in);
            System.arraycopy(source, in, target, out, there);
            in += there;
            out += there;
            if (got - in < Short.BYTES) {
                return out;
            }
            int offset = (short) Words.SHORT.get(source, in) & 0xFFFF;
            in += Short.BYTES;
            int length = token & 15;
            if (length == LONG_LENGTH) {
                int more;
                do {
                    if (in == got || length > limit - out) {
                        return out;
                    }
                    more = source[in++] & 0xFF;
                    length += more;
                } while (more == FULL_BYTE);
            }
            length += SHORTEST_MATCH;
            if (offset == 0 || offset > out - history || length > limit - out) {
                return out;
            }
            for (int end = out + length; out < end; out++) {
                target[out] = target[out - offset];
            }
        }
        return out;
    }

    /**
     * How many bytes of 255 begin the rest of a length; the byte that ends it comes after them. Up to seven are counted
     * without a loop. The compiler leaves out the second turn of a loop that hardly ever takes it, and throws the whole
     * method away when that turn comes.
     *
     * @param room the length's rest must not be longer
     */
    private static int fullBytes(byte[] source, int from, int to, int room) throws Damage {
        int full = Long.numberOfTrailingZeros(~(long) Words.LONG.get(source, from)) / Byte.SIZE;
        if (full == WORD) {
            while (from + full < to && source[from + full] == -1) {
                full++;
            }
        }
        full = Math.min(full, to - from);
        if (full * FULL_BYTE > room && from < to) {
            throw overrun(false, from + room / FULL_BYTE + 1);
        }
        if (full == to - from) {
            throw new Damage(ContainerRule.BLOCK_ENDS_INSIDE_LENGTH, to);
        }
        return full;
    }

    private static Damage overrun(boolean ofSource, int position) {
        return new Damage(ofSource ? ContainerRule.BLOCK_ENDS_INSIDE_LITERALS : ContainerRule.BLOCK_OVERFULL, position);
    }

    private static void copyMatch(byte[] target, int at, int offset, int length) {
        int from = at - offset;
        if (offset >= WORD) {
            for (int done = 0; done < length; done += 2 * WORD) {
                Words.LONG.set(target, at + done, (long) Words.LONG.get(target, from + done));
                Words.LONG.set(target, at + done + WORD, (long) Words.LONG.get(target, from + done + WORD));
            }
        } else if (offset == 1) {
            Arrays.fill(target, at, at + length, target[from]);
        } else {
            // the pattern is shorter than a word: write one word of it, then copy from a whole multiple of it after
            for (int done = 0; done < WORD; done++) {
                target[at + done] = target[from + done];
            }
            int back = (WORD + offset - 1) / offset * offset;
            for (int done = WORD; done < length; done += WORD) {
                Words.LONG.set(target, at + done, (long) Words.LONG.get(target, at + done - back));
            }
        }
    }
}
