package dev.heapcrest.bytes;

/**
 * Adds up every 1024th byte of a stream that comes in pieces: cheap beside inflating it, and the same however it is cut.
 */
final class SampledBytes {
    private static final int DISTANCE = 1024;

    long sum;
    long count;
    private long next;

    void add(byte[] bytes, int start, int end) {
        while (next < count + end - start) {
            sum = 31 * sum + bytes[start + (int) (next - count)];
            next += DISTANCE;
        }
        count += end - start;
    }
}
