package dev.heapcrest.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.util.function.Supplier;

/**
 * What a class says about its heap: so many bytes for each thing it holds, and so many beside them.
 *
 * @param leastBytes for each; below it the class would promise too little
 * @param mostBytes for each, growth included
 * @param besideBytes chunks that may be nearly empty, first arrays
 */
public record Footprint(double leastBytes, double mostBytes, long besideBytes) {
    private static final int MEBIBYTE = 1 << 20;

    /** Whatever else the machine did in the meantime. */
    private static final int NOISE_BYTES = MEBIBYTE / 2;

    /** Fills a table with {@code count} things and measures what it holds on to; again, if something else interfered. */
    public void require(int count, Supplier<?> filled) {
        double least = count * leastBytes - NOISE_BYTES;
        double most = count * mostBytes + besideBytes + NOISE_BYTES;
        long bytes = heldBytes(filled);
        for (int attempt = 1; attempt < 3 && (bytes < least || bytes > most); attempt++) {
            bytes = heldBytes(filled);
        }
        long held = bytes;
        assertTrue(
                least <= held && held <= most,
                () -> (double) held / count + " bytes each for " + count + ", " + held + " in all, not " + this);
    }

    private static long heldBytes(Supplier<?> filled) {
        long before = heapInUse();
        Object table = filled.get();
        long bytes = heapInUse() - before;
        Reference.reachabilityFence(table);
        return bytes;
    }

    private static long heapInUse() {
        // the serial collector leaves dead objects that would cost much copying, in three of four full collections
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
