package dev.heapcrest.aggregate;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Multipliers for multiplicative hashing under which following numbers spread evenly.
 *
 * <p>How evenly the fractions of n m / 2^64 fill the unit interval is told by the continued fraction of m / 2^64: a large
 * quotient means clusters. With the golden ratio, whose quotients are all 1, it is best possible; a multiplier drawn at
 * random makes some tables ten times slower. This one is drawn among good ones, so that no input can be made for it.
 */
final class Multipliers {
    /** Quotients up to which following numbers, and those that are 2, 4 ... 256 apart, may cluster. */
    private static final int WORST_FOLLOWING = 8;

    private static final int WORST_APART = 40;
    private static final int MOST_APART_BITS = 8;
    /** Denominators grow 3.3-fold with each quotient: these reach 2^31 and 2^17. */
    private static final int QUOTIENTS_FOLLOWING = 18;

    private static final int QUOTIENTS_APART = 10;

    private Multipliers() {}

    /** An odd multiplier; one draw in several hundred passes. */
    static long random() {
        while (true) {
            long multiplier = ThreadLocalRandom.current().nextLong() | 1;
            if (spreads(multiplier)) {
                return multiplier;
            }
        }
    }

    /** Whether products with this multiplier spread evenly. */
    static boolean spreads(long multiplier) {
        boolean even = quotientsUpTo(WORST_FOLLOWING, multiplier, QUOTIENTS_FOLLOWING);
        for (int bits = 1; even && bits <= MOST_APART_BITS; bits++) {
            even = quotientsUpTo(WORST_APART, multiplier << bits, QUOTIENTS_APART);
        }
        return even;
    }

    /** Whether the first quotients of m / 2^64 are at most this; Euclid's algorithm on unsigned numbers. */
    private static boolean quotientsUpTo(int most, long m, int count) {
        // 2^64 = (2^64 - m) + m does not fit
        long quotient = Long.divideUnsigned(-m, m) + 1;
        long dividend = m;
        long divisor = Long.remainderUnsigned(-m, m);
        for (int i = 1; Long.compareUnsigned(quotient, most) <= 0; i++) {
            if (i == count || divisor == 0) {
                return true;
            }
            quotient = Long.divideUnsigned(dividend, divisor);
            long remainder = Long.remainderUnsigned(dividend, divisor);
            dividend = divisor;
            divisor = remainder;
        }
        return false;
    }
}
