package heapcrest.capture;

import java.util.Arrays;

/**
 * Inflates one LZ4 block: a sequence of (literals, match) pairs. Every length and every reference is checked, so no
 * input can read or write outside the arrays. Why our own: docs/decisions/0002-lz4.md.
 */
final class Lz4Block {
    /** Copies go in steps of this many bytes and may run over their end by one less. */
    private static final int STEP = Long.BYTES;

    private Lz4Block() {}

    /** A block breaks a rule; {@link #position} is where in the source. */
    static final class Damage extends Exception {
        private static final long serialVersionUID = 1L;

        final int position;

        Damage(String rule, int position) {
            super(rule, null, false, false);
            this.position = position;
        }
    }

    /**
     * Inflates {@code source[from, to)} to {@code target} from {@code at}.
     *
     * @param source has at least 8 readable bytes behind {@code to}
     * @param limit the output must not go beyond; at least 16 bytes behind it are written over
     * @param history matches may reach back to here
     * @return the end of the output
     */
    static int inflate(byte[] source, int from, int to, byte[] target, int at, int limit, int history) throws Damage {
        int in = from;
        int out = at;
        while (true) {
            if (in >= to) {
                throw new Damage("an LZ4 block ends before its last literals", in);
            }
            int token = source[in++] & 0xFF;
            int literals = token >>> 4;
            if (literals == 15) {
                int more;
                do {
                    if (in >= to) {
                        throw new Damage("an LZ4 block ends inside a length", in);
                    }
                    more = source[in++] & 0xFF;
                    literals += more;
                    if (literals > limit - out) {
                        throw new Damage("an LZ4 block holds more than its maximum size", in);
                    }
                } while (more == 255);
            }
            if (literals > to - in) {
                throw new Damage("an LZ4 block ends inside literals", in);
            }
            if (literals > limit - out) {
                throw new Damage("an LZ4 block holds more than its maximum size", in);
            }
            copyLiterals(source, in, target, out, literals);
            in += literals;
            out += literals;
            if (in == to) {
                return out;
            }
            if (to - in < 2) {
                throw new Damage("an LZ4 block ends inside a match offset", in);
            }
            int offset = (source[in] & 0xFF) | (source[in + 1] & 0xFF) << 8;
            if (offset == 0) {
                throw new Damage("an LZ4 match has offset 0", in);
            }
            if (offset > out - history) {
                throw new Damage("an LZ4 match reaches back before the first byte", in);
            }
            in += 2;
            int length = (token & 15) + 4;
            if (length == 19) {
                int more;
                do {
                    if (in >= to) {
                        throw new Damage("an LZ4 block ends inside a length", in);
                    }
                    more = source[in++] & 0xFF;
                    length += more;
                    if (length > limit - out) {
                        throw new Damage("an LZ4 block holds more than its maximum size", in);
                    }
                } while (more == 255);
            }
            if (length > limit - out) {
                throw new Damage("an LZ4 block holds more than its maximum size", in);
            }
            copyMatch(target, out, offset, length);
            out += length;
        }
    }

    private static void copyLiterals(byte[] source, int from, byte[] target, int at, int count) {
        if (count > 4 * STEP) {
            System.arraycopy(source, from, target, at, count);
            return;
        }
        for (int done = 0; done < count; done += STEP) {
            Words.LONG.set(target, at + done, (long) Words.LONG.get(source, from + done));
        }
    }

    private static void copyMatch(byte[] target, int at, int offset, int length) {
        int from = at - offset;
        if (offset >= STEP) {
            for (int done = 0; done < length; done += STEP) {
                Words.LONG.set(target, at + done, (long) Words.LONG.get(target, from + done));
            }
        } else if (offset == 1) {
            Arrays.fill(target, at, at + length, target[from]);
        } else {
            // the pattern is shorter than a step: write one step of it, then copy from a whole multiple of it behind
            for (int done = 0; done < STEP; done++) {
                target[at + done] = target[from + done];
            }
            int back = (STEP + offset - 1) / offset * offset;
            for (int done = STEP; done < length; done += STEP) {
                Words.LONG.set(target, at + done, (long) Words.LONG.get(target, at + done - back));
            }
        }
    }
}
