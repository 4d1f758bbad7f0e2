package dev.heapcrest.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Changes of files that know where the parts of a file begin: records, sections, numbers. A script of bytes says which
 * sample is changed and how, so that whoever changes bytes of a script changes a file by whole parts. Every script has
 * a meaning; equal scripts give equal files.
 *
 * <p>Bytes 0 and 1 choose the sample. Steps of {@value #STEP_BYTES} bytes follow: what to do, which part (2), where in
 * it (2), and a number (2).
 */
public final class Edits {
    private static final int STEP_BYTES = 7;
    private static final int CHOICE_BYTES = 2;
    /** The size to which a bound of 2 CPU seconds belongs. */
    private static final int MOST_BYTES = 100_000;

    private static final int MOST_STEPS = 40;
    /** Of the first byte of a step: it changes the joined file, its lengths included. */
    private static final int ON_WHOLE_FILE = 0x80;

    /** Where counts, sizes and addresses change their meaning. */
    private static final long[] LIMITS = {
        0,
        1,
        2,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0xFFFF,
        0x1_0000,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FFFFL,
        1L << 40,
        1L << 53,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -4096
    };

    private final byte[] script;

    private Edits(byte[] script) {
        this.script = script;
    }

    /**
     * Changes a sample.
     *
     * @param samples each in parts, which are not changed
     * @param join makes a file of parts, with lengths that are right
     */
    public static byte[] apply(byte[] script, List<List<byte[]>> samples, Function<List<byte[]>, byte[]> join) {
        return new Edits(script).run(samples, join);
    }

    /** A script of some steps. */
    public static byte[] script(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] script = new byte[CHOICE_BYTES + STEP_BYTES * (1 + random.nextInt(6))];
        random.nextBytes(script);
        for (int step = CHOICE_BYTES; step < script.length; step += STEP_BYTES) {
            if (random.nextInt(8) > 0) {
                script[step] = (byte) (script[step] & ~ON_WHOLE_FILE);
            }
        }
        return script;
    }

    private byte[] run(List<List<byte[]>> samples, Function<List<byte[]>, byte[]> join) {
        List<byte[]> parts = new ArrayList<>(samples.get(u16(0) % samples.size()));
        int steps = Math.min(MOST_STEPS, (script.length - CHOICE_BYTES) / STEP_BYTES);
        for (int step = 0; step < steps; step++) {
            int at = CHOICE_BYTES + step * STEP_BYTES;
            if ((script[at] & ON_WHOLE_FILE) == 0) {
                step(at, parts, samples);
            }
        }
        byte[] joined = join.apply(parts);
        for (int step = 0; step < steps; step++) {
            int at = CHOICE_BYTES + step * STEP_BYTES;
            if ((script[at] & ON_WHOLE_FILE) != 0) {
                joined = changed(joined, script[at], u16(at + 1) << 8 ^ u16(at + 3), u16(at + 5));
            }
        }
        return joined;
    }

    private void step(int at, List<byte[]> parts, List<List<byte[]>> samples) {
        int place = u16(at + 1);
        int value = u16(at + 5);
        int part = parts.isEmpty() ? 0 : place % parts.size();
        switch (script[at] & 15) {
            case 0 -> {
                if (parts.size() > 1) {
                    parts.remove(part);
                }
            }
            case 1 -> repeat(parts, part, 1 + value % 3);
            case 2 -> repeat(parts, part, 1 << value % 13);
            case 3 -> {
                if (!parts.isEmpty()) {
                    byte[] moved = parts.remove(part);
                    parts.add(value % (parts.size() + 1), moved);
                }
            }
            case 4 -> {
                List<byte[]> other = samples.get(value % samples.size());
                byte[] spliced = other.get(u16(at + 3) % other.size());
                if (size(parts) + spliced.length <= MOST_BYTES) {
                    parts.add(part, spliced);
                }
            }
            case 5 -> {
                if (parts.size() > 1) {
                    parts.subList(part, Math.min(parts.size(), part + 1 + value % 64))
                            .clear();
                }
            }
            default -> {
                if (!parts.isEmpty()) {
                    parts.set(part, changed(parts.get(part), script[at], u16(at + 3), value));
                }
            }
        }
    }

    private static void repeat(List<byte[]> parts, int part, int times) {
        if (parts.isEmpty()) {
            return;
        }
        byte[] repeated = parts.get(part);
        int room = (MOST_BYTES - size(parts)) / Math.max(1, repeated.length);
        for (int left = Math.min(times, room); left > 0; left--) {
            parts.add(part, repeated);
        }
    }

    private static int size(List<byte[]> parts) {
        return parts.stream().mapToInt(part -> part.length).sum();
    }

    /** The bytes after one change. */
    private static byte[] changed(byte[] bytes, int operation, int where, int value) {
        if (bytes.length == 0) {
            return new byte[] {(byte) value};
        }
        int at = where % bytes.length;
        byte[] copy = bytes.clone();
        switch (operation & 7) {
            case 0, 1 -> copy[at] = (byte) value;
            case 2 -> copy[at] ^= (byte) (1 << value % Byte.SIZE);
            case 3 -> copy = replaced(bytes, at, lebEnd(bytes, at), leb(number(value)));
            case 4 -> copy = replaced(bytes, at, at, leb(number(value)));
            case 5 -> {
                long number = number(value);
                for (int i = at; i < Math.min(copy.length, at + (value >>> 8 & 8 | 4)); i++) {
                    copy[i] = (byte) (number >>> Byte.SIZE * (i - at));
                }
            }
            case 6 -> copy = replaced(bytes, at, Math.min(bytes.length, at + 1 + value % 16), new byte[0]);
            default -> copy = Arrays.copyOf(bytes, at);
        }
        return copy;
    }

    private static long number(int value) {
        int limit = value % (2 * LIMITS.length);
        return limit < LIMITS.length ? LIMITS[limit] + (value >>> 13) - 3 : value;
    }

    private static int lebEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length - 1 && bytes[end] < 0) {
            end++;
        }
        return end + 1;
    }

    private static byte[] leb(long number) {
        return new ByteSink().varint(number).toByteArray();
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
        return new ByteSink()
                .array(Arrays.copyOf(bytes, from))
                .array(with)
                .array(Arrays.copyOfRange(bytes, to, bytes.length))
                .toByteArray();
    }

    private int u16(int at) {
        return at + 1 < script.length ? script[at] & 0xFF | (script[at + 1] & 0xFF) << Byte.SIZE : 0;
    }
}
