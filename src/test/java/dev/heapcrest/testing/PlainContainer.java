package dev.heapcrest.testing;

import java.util.Arrays;

/**
 * The decompressed stream of a capture file. Of a damaged LZ4 frame, the blocks before the damage; of one that
 * is cut, all that can be inflated before the cut.
 *
 * @param stream header and records
 * @param compressed the file is an LZ4 frame
 * @param whole false when decompression ended early
 */
public record PlainContainer(byte[] stream, boolean compressed, boolean whole) {
    private static final int LZ4_MAGIC = 0x184D2204;

    public static PlainContainer of(byte[] file) {
        if (file.length < 4 || int32(file, 0) != LZ4_MAGIC && !skippable(file, 0)) {
            return new PlainContainer(file, false, true);
        }
        Inflater inflater = new Inflater(file);
        boolean whole = inflater.frames();
        return new PlainContainer(Arrays.copyOf(inflater.out, inflater.size), true, whole);
    }

    private static int int32(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24;
    }

    private static boolean skippable(byte[] file, int at) {
        return (int32(file, at) & ~15) == 0x184D2A50;
    }

    private static final class Inflater {
        private final byte[] in;
        private int at;
        byte[] out = new byte[1 << 16];
        int size;

        Inflater(byte[] in) {
            this.in = in;
        }

        boolean frames() {
            while (at + 4 <= in.length) {
                if (int32(in, at) == LZ4_MAGIC) {
                    if (!frame()) {
                        return false;
                    }
                } else if (skippable(in, at) && at + 8 <= in.length && int32(in, at + 4) >= 0) {
                    at = (int) Math.min(in.length, at + 8L + int32(in, at + 4));
                } else {
                    return true;
                }
            }
            return true;
        }

        private boolean frame() {
            if (at + 7 > in.length) {
                return false;
            }
            int flags = in[at + 4];
            if ((flags & 0xC0) != 0x40) {
                return false;
            }
            boolean linked = (flags & 0x20) == 0;
            int checksumBytes = (flags & 0x10) != 0 ? 4 : 0;
            at += 7 + ((flags & 0x08) != 0 ? 8 : 0) + ((flags & 0x01) != 0 ? 4 : 0);
            int frameStart = size;
            while (true) {
                if (at + 4 > in.length) {
                    return false;
                }
                int blockSize = int32(in, at);
                at += 4;
                if (blockSize == 0) {
                    at += (flags & 0x04) != 0 ? 4 : 0;
                    return at <= in.length;
                }
                boolean stored = blockSize < 0;
                int end = at + (blockSize & 0x7FFFFFFF);
                if (end < at || end + checksumBytes > in.length) {
                    // the file ends in this block
                    int rest = Math.max(at, Math.min(end < at ? in.length : end, in.length));
                    if (stored) {
                        append(at, rest - at);
                    } else {
                        block(rest, linked ? frameStart : size);
                    }
                    return false;
                }
                int before = size;
                if (stored) {
                    append(at, end - at);
                } else if (!block(end, linked ? frameStart : before)) {
                    size = before;
                    return false;
                }
                at = end + checksumBytes;
            }
        }

        private boolean block(int end, int historyStart) {
            while (at < end) {
                int token = in[at++] & 0xFF;
                int literals = length(token >>> 4, end);
                if (literals < 0) {
                    return false;
                }
                if (literals > end - at) {
                    // those that are there count where the file ends
                    append(at, end - at);
                    return false;
                }
                append(at, literals);
                at += literals;
                if (at == end) {
                    return true;
                }
                if (end - at < 2) {
                    return false;
                }
                int offset = in[at] & 0xFF | (in[at + 1] & 0xFF) << 8;
                at += 2;
                int match = length(token & 15, end) + 4;
                if (match < 4 || offset == 0 || size - offset < historyStart) {
                    return false;
                }
                for (int i = 0; i < match; i++) {
                    room(1);
                    out[size] = out[size - offset];
                    size++;
                }
            }
            return false;
        }

        private int length(int nibble, int end) {
            int length = nibble;
            if (nibble == 15) {
                int more = 255;
                while (more == 255) {
                    if (at >= end) {
                        return Integer.MIN_VALUE;
                    }
                    more = in[at++] & 0xFF;
                    length += more;
                }
            }
            return length;
        }

        private void append(int from, int count) {
            room(count);
            System.arraycopy(in, from, out, size, count);
            size += count;
        }

        private void room(int count) {
            if (size + count > out.length) {
                out = Arrays.copyOf(out, Math.max(out.length * 2, size + count));
            }
        }
    }
}
