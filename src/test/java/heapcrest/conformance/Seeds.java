package heapcrest.conformance;

/** A new seed for each run of the tests; {@code -Dseed=N} repeats one. */
final class Seeds {
    private static final long BASE = base();

    private Seeds() {}

    private static long base() {
        String given = System.getProperty("seed", "");
        long seed =
                given.isEmpty() || given.startsWith("${") ? System.nanoTime() & 0xFFFF_FFFFL : Long.parseLong(given);
        // an exception, unlike a failed check, would not say which seed led to it
        System.out.println("random captures: -Dseed=" + seed);
        return seed;
    }

    /** The seed of the n-th program of a run, and what to say when it fails. */
    static long of(int n) {
        return BASE * 1_000_003 + n;
    }

    static String hint(int version, int n) {
        return "version " + version + ", program " + n + ", repeat with -Dseed=" + BASE;
    }
}
