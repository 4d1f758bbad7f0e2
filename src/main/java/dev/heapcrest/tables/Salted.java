package dev.heapcrest.tables;

import it.unimi.dsi.fastutil.ints.Int2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.ints.IntHash;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenCustomHashMap;
import it.unimi.dsi.fastutil.longs.LongHash;
import it.unimi.dsi.fastutil.longs.LongOpenCustomHashSet;
import java.util.SplittableRandom;

/**
 * fastutil's maps with a hash of their own. fastutil's own hash is known to everybody, and a capture can be made whose keys
 * all meet in one slot: 9 kB of such addresses took 11 CPU seconds. These draw a salt for each map.
 */
public final class Salted {
    /** Odd, with about half of their bits set; the first is 2^64 divided by the golden ratio. */
    private static final long FACTOR_1 = 0x9E37_79B9_7F4A_7C15L;

    private static final long FACTOR_2 = 0xD6E8_FEB8_6659_FD93L;

    private static final long SALT = salt();

    private Salted() {}

    /** Hash of a text, salted for this run of the JVM; for keys that are objects. */
    public static int hash(String text) {
        return hash(text, SALT);
    }

    /** Hash of another number beside what was hashed so far, with the same salt. */
    public static int hash(int before, long number) {
        return (int) (mix(number ^ before, SALT) >>> Integer.SIZE);
    }

    public static Long2IntOpenCustomHashMap longToInt() {
        return new Long2IntOpenCustomHashMap(new Longs());
    }

    public static Long2LongOpenCustomHashMap longToLong() {
        return new Long2LongOpenCustomHashMap(new Longs());
    }

    public static LongOpenCustomHashSet longs() {
        return new LongOpenCustomHashSet(new Longs());
    }

    public static Int2IntOpenCustomHashMap intToInt() {
        return new Int2IntOpenCustomHashMap(new Ints());
    }

    static long salt() {
        return new SplittableRandom().nextLong();
    }

    /** Four characters at a time. */
    static int hash(String text, long salt) {
        int length = text.length();
        long hash = mix(length, salt);
        int at = 0;
        for (; at + 3 < length; at += 4) {
            long four = (long) text.charAt(at) << 48
                    | (long) text.charAt(at + 1) << 32
                    | (long) text.charAt(at + 2) << 16
                    | text.charAt(at + 3);
            hash = mix(hash ^ four, salt);
        }
        for (; at < length; at++) {
            hash = mix(hash ^ text.charAt(at), salt);
        }
        return (int) (hash >>> Integer.SIZE);
    }

    /** A hash of 64 bits, of which the upper ones are best. */
    static long mix(long key, long salt) {
        long hash = (key ^ salt) * FACTOR_1;
        hash = (hash ^ (hash >>> 32)) * (FACTOR_2 ^ salt << 1);
        return hash ^ hash >>> 32;
    }

    private static final class Longs implements LongHash.Strategy {
        private final long salt = salt();

        @Override
        public int hashCode(long key) {
            return (int) mix(key, salt);
        }

        @Override
        public boolean equals(long a, long b) {
            return a == b;
        }
    }

    private static final class Ints implements IntHash.Strategy {
        private final long salt = salt();

        @Override
        public int hashCode(int key) {
            return (int) mix(key, salt);
        }

        @Override
        public boolean equals(int a, int b) {
            return a == b;
        }
    }
}
