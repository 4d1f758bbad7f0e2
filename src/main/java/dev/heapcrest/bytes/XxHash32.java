package dev.heapcrest.bytes;

/** The xxHash-32 checksum of LZ4 frames, seed 0, fed piece by piece. */
final class XxHash32 {
    private static final int PRIME_1 = 0x9E3779B1;
    private static final int PRIME_2 = 0x85EBCA77;
    private static final int PRIME_3 = 0xC2B2AE3D;
    private static final int PRIME_4 = 0x27D4EB2F;
    private static final int PRIME_5 = 0x165667B1;
    private static final int STRIPE_BYTES = 16;

    private final byte[] rest = new byte[STRIPE_BYTES];
    private int restBytes;
    private long totalBytes;
    // the sum of the first two primes, which overflows
    private int lane1 = 0x24234428;
    private int lane2 = PRIME_2;
    private int lane3;
    private int lane4 = -PRIME_1;

    static int of(byte[] bytes, int from, int to) {
        XxHash32 hash = new XxHash32();
        hash.update(bytes, from, to);
        return hash.value();
    }

    void update(byte[] bytes, int from, int to) {
        totalBytes += to - from;
        int index = from;
        if (restBytes > 0) {
            int taken = Math.min(STRIPE_BYTES - restBytes, to - index);
            System.arraycopy(bytes, index, rest, restBytes, taken);
            restBytes += taken;
            index += taken;
            if (restBytes < STRIPE_BYTES) {
                return;
            }
            stripe(rest, 0);
            restBytes = 0;
        }
        for (; index <= to - STRIPE_BYTES; index += STRIPE_BYTES) {
            stripe(bytes, index);
        }
        restBytes = to - index;
        System.arraycopy(bytes, index, rest, 0, restBytes);
    }

    private void stripe(byte[] bytes, int index) {
        lane1 = round(lane1, (int) Words.INT.get(bytes, index));
        lane2 = round(lane2, (int) Words.INT.get(bytes, index + 4));
        lane3 = round(lane3, (int) Words.INT.get(bytes, index + 8));
        lane4 = round(lane4, (int) Words.INT.get(bytes, index + 12));
    }

    private static int round(int lane, int word) {
        return Integer.rotateLeft(lane + word * PRIME_2, 13) * PRIME_1;
    }

    int value() {
        int hash = totalBytes >= STRIPE_BYTES
                ? Integer.rotateLeft(lane1, 1)
                        + Integer.rotateLeft(lane2, 7)
                        + Integer.rotateLeft(lane3, 12)
                        + Integer.rotateLeft(lane4, 18)
                : PRIME_5;
        hash += (int) totalBytes;
        int index = 0;
        for (; index <= restBytes - Integer.BYTES; index += Integer.BYTES) {
            hash = Integer.rotateLeft(hash + (int) Words.INT.get(rest, index) * PRIME_3, 17) * PRIME_4;
        }
        for (; index < restBytes; index++) {
            hash = Integer.rotateLeft(hash + (rest[index] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 15) * PRIME_2;
        hash = (hash ^ hash >>> 13) * PRIME_3;
        return hash ^ hash >>> 16;
    }
}
